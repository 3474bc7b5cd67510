import { checkFinite, sub, type Tensor } from "@taimatsu/tensor";
import { elementsOf } from "@taimatsu/tensor/native";
import { fit, ONE } from "./buffers.ts";
import { Criterion } from "./criterion.ts";
import type { TorchForm } from "./files/torch_form.ts";
import { checkSizesAlike, checkTensors } from "./refusal.ts";
import { signsIn } from "./signs.ts";

/**
 * The loss of a pair that is alike (target 1) or not (−1), by its distance d = Σ |x₁ − x₂|: d where y = 1, max(0,
 * margin − d) where y = −1.
 *
 * The input is a list of two tensors of any one size, float32 or float64, which are one pair. The target is a number,
 * or a tensor of one element of any dtype.
 *
 * Torch7: `nn.L1HingeEmbeddingCriterion`, which draws a sign for elements that are equal; here their gradient is 0.
 *
 * @example Usage
 * ```ts
 * import { L1HingeEmbeddingCriterion } from "@taimatsu/criterion";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const criterion = new L1HingeEmbeddingCriterion(4), input = [tensor([1, 2]), tensor([2, 0])];
 * assertClose(criterion.forward(input, 1), 3);
 * assertClose(criterion.forward(input, -1), 1);
 * assertClose(criterion.backward(input, -1), [[1, -1], [-1, 1]]);
 * ```
 */
export class L1HingeEmbeddingCriterion extends Criterion<readonly Tensor[], Tensor | number> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: ["margin"], gradInput: [[], []] };

  /** How far from each other a pair must be that is not alike. */
  margin: number;
  /** The target. */
  protected signs: Tensor | undefined;

  /**
   * Creates the criterion.
   *
   * @param margin How far from each other a pair must be that is not alike.
   * @throws {RangeError} If `margin` is not finite.
   */
  constructor(margin: number = 1) {
    super();
    checkFinite("L1HingeEmbeddingCriterion", "margin", margin);
    this.margin = margin;
    this.gradInput = [];
  }

  /**
   * Computes Σ |x₁ − x₂|, or max(0, margin − Σ |x₁ − x₂|).
   *
   * @param input Two tensors.
   * @param target 1 or −1.
   * @throws {TypeError} If sizes or dtypes differ, or the dtype is no floating-point one.
   * @throws {RangeError} If the target is neither 1 nor −1.
   */
  override updateOutput(input: readonly Tensor[], target: Tensor | number): number {
    const sign = this.signFrom("forward", input, target), d = distanceOf(input);
    return sign === 1 ? d : Math.max(0, this.margin - d);
  }

  /** Computes the signs of the differences, negated where y = −1, or 0 where the pair is far enough apart. */
  override updateGradInput(input: readonly Tensor[], target: Tensor | number): readonly Tensor[] {
    const sign = this.signFrom("backward", input, target), { store: { code, device }, shape } = input[0]!;
    const list = this.gradInput as Tensor[], far = sign === -1 && distanceOf(input) > this.margin;
    list[0] = fit(list[0], code, shape, device);
    list[1] = fit(list[1], code, shape, device);
    if (list[0].count === 0) return list;
    if (far) list[0].zero();
    else sub(input[0]!, input[1]!, { out: list[0] }).sign().mul(sign);
    list[1].copy(list[0]).neg();
    return list;
  }

  /** Checks the arguments and returns the target. */
  protected signFrom(method: string, input: readonly Tensor[], target: Tensor | number): number {
    const caller = `L1HingeEmbeddingCriterion.${method}`, list = checkTensors(caller, "input", input, 2);
    checkSizesAlike(caller, "input", list);
    const { data, start } = elementsOf(this.signs = signsIn(this.signs, caller, target, ONE));
    return data[start]!;
  }
}

function distanceOf([a, b]: readonly Tensor[]): number {
  return a!.count === 0 ? 0 : a!.dist(b!, 1);
}
