import type { Tensor } from "@taimatsu/tensor";
import { op } from "@taimatsu/tensor/native";
import { denseIn } from "./buffers.ts";
import { SUMMED } from "./files/fields.ts";
import type { TorchForm } from "./files/torch_form.ts";
import { PointwiseCriterion } from "./pointwise_criterion.ts";
import type { ReductionOptions } from "./reduced_criterion.ts";
import { checkFloatTensor } from "./refusal.ts";

const OP = op("loss", "size");

/**
 * The sum of magnitudes, Σ |x|: a penalty that keeps activations sparse.
 *
 * The input has any size, float32 or float64; there is no target, and what is passed as one does not matter. At 0 the
 * gradient is 0.
 *
 * Torch7: `nn.L1Cost`.
 *
 * @example Usage
 * ```ts
 * import { L1Cost } from "@taimatsu/criterion";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const criterion = new L1Cost(), input = tensor([1, -2]);
 * assertClose(criterion.forward(input), 3);
 * assertClose(criterion.backward(input), [1, -1]);
 * ```
 */
export class L1Cost extends PointwiseCriterion<unknown> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { fields: SUMMED };

  /** Creates the criterion; the sum is divided by nothing unless the option `reduction` is `"mean"`. */
  constructor(options?: ReductionOptions) {
    super(OP, 0, false, options);
  }

  /** Returns Σ |x|, and keeps it in `output`. */
  override forward(input: Tensor, target?: unknown): number {
    return super.forward(input, target);
  }

  /** Returns the signs of the elements, and keeps them in `gradInput`. */
  override backward(input: Tensor, target?: unknown): Tensor {
    return super.backward(input, target);
  }

  /** Computes Σ |x| in a tensor that the next call overwrites, or the magnitudes with the reduction `"none"`. */
  override lossTensor(input: Tensor, target?: unknown): Tensor {
    return super.lossTensor(input, target);
  }

  /** Runs `forward` and `backward`. */
  override call(input: Tensor, target?: unknown): [output: number, gradInput: Tensor] {
    return super.call(input, target);
  }

  /** The input stands for the target that there is not. */
  protected override targetFor(method: string, input: Tensor): Tensor {
    checkFloatTensor(`L1Cost.${method}`, "input", input);
    return input.dense ? input : this.targetCopy = denseIn(this.targetCopy, input);
  }
}
