import {
  checkFloat,
  checkSameSize,
  checkSameType,
  checkTensor,
  isFloat,
  sameSize,
  type Tensor,
} from "@taimatsu/tensor";
import { frame, numberOf, op, putSize, skip } from "@taimatsu/tensor/native";
import { fit, ONE } from "./buffers.ts";
import { Criterion } from "./criterion.ts";
import { CRITERION_SYMBOLS } from "./symbols.ts";

/**
 * The mean squared error: Σ (x − y)² / n, where n is the number of elements.
 *
 * Input and target have any one size and dtype, float32 or float64.
 *
 * Torch7: `nn.MSECriterion`, which compares only the numbers of elements; here the sizes must agree.
 *
 * @example Usage
 * ```ts
 * import { MSECriterion } from "@taimatsu/criterion";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const criterion = new MSECriterion(), input = tensor([1, 2]), target = tensor([3, 2]);
 * assertClose(criterion.forward(input, target), 2);
 * assertClose(criterion.backward(input, target), [-2, 0]);
 * ```
 */
export class MSECriterion extends Criterion {
  /** Whether the sum is divided by the number of elements. */
  sizeAverage: boolean;
  /** The loss on the device. */
  protected loss: Tensor | undefined;
  /** A contiguous copy of an input that is not. */
  protected inputCopy: Tensor | undefined;
  /** A contiguous copy of a target that is not. */
  protected targetCopy: Tensor | undefined;

  /**
   * Creates the criterion.
   *
   * @param sizeAverage Whether the sum is divided by the number of elements.
   */
  constructor(sizeAverage: boolean = true) {
    super();
    this.sizeAverage = sizeAverage;
  }

  /**
   * Computes Σ (x − y)², divided by the number of elements if `sizeAverage` is set.
   *
   * @param input What the network gave.
   * @param target What it should have given, sized like `input`.
   * @returns The loss in a tensor that the next call overwrites.
   * @throws {TypeError} If sizes or dtypes differ, or the dtype is no floating-point one.
   */
  override lossTensor(input: Tensor, target: Tensor): Tensor {
    check("MSECriterion.forward", input, target);
    const { store: { code, device }, shape } = input, loss = this.loss = fit(this.loss, code, ONE);
    const x = input.dense ? input : this.inputCopy = fit(this.inputCopy, code, shape).copy(input);
    const y = target.dense ? target : this.targetCopy = fit(this.targetCopy, code, shape).copy(target);
    putSize(0, loss, ONE);
    putSize(1, x, shape);
    putSize(2, y, shape);
    skip(3);
    // deno-fmt-ignore
    const status = device.open(CRITERION_SYMBOLS).tm_loss(numberOf(OP), loss.store.block.arg, x.store.block.arg, y.store.block.arg, null,
      frame, this.factor(input), 0);
    if (status !== 0) throw device.error(status);
    return loss;
  }

  /** Returns the loss as a number. */
  override updateOutput(input: Tensor, target: Tensor): number {
    return this.lossTensor(input, target).item();
  }

  /** Computes 2 (x − y), divided by the number of elements if `sizeAverage` is set. */
  override updateGradInput(input: Tensor, target: Tensor): Tensor {
    check("MSECriterion.backward", input, target);
    const { store: { code, device }, shape } = input, gradInput = fit(this.gradInput, code, shape);
    const x = input.dense ? input : this.inputCopy = fit(this.inputCopy, code, shape).copy(input);
    const y = target.dense ? target : this.targetCopy = fit(this.targetCopy, code, shape).copy(target);
    putSize(0, gradInput, shape);
    putSize(1, x, shape);
    putSize(2, y, shape);
    skip(3);
    // deno-fmt-ignore
    const status = device.open(CRITERION_SYMBOLS).tm_loss_grad(numberOf(OP), gradInput.store.block.arg, x.store.block.arg, y.store.block.arg,
      null, frame, this.factor(input), 0);
    if (status !== 0) throw device.error(status);
    return gradInput;
  }

  /** Returns what the sum is multiplied by. */
  protected factor(input: Tensor): number {
    return this.sizeAverage && input.count > 0 ? 1 / input.count : 1;
  }
}

const OP = op("loss", "mse");

function check(caller: string, input: Tensor, target: Tensor): void {
  checkTensor(caller, "input", input);
  checkTensor(caller, "target", target);
  if (!sameSize(input.shape, target.shape)) checkSameSize(caller, { input, target });
  const { code, device } = input.store;
  if (!isFloat(code)) checkFloat(caller, "input", input);
  if (code !== target.store.code || device !== target.store.device) checkSameType(caller, { input, target });
}
