import { empty, type Tensor } from "@taimatsu/tensor";
import { op } from "@taimatsu/tensor/native";
import { DifferenceCriterion } from "./difference_criterion.ts";
import { AVERAGED, REDUCED } from "./files/fields.ts";
import type { TorchForm } from "./files/torch_form.ts";
import type { ReductionOptions } from "./reduced_criterion.ts";

const OP = op("loss", "logRatio");

/**
 * The loss of distances of triplets: −log(e^−x / (e^−x + e^−y)) = log(1 + e^(x − y)), where x is the distance of a pair
 * that is alike and y that of one that is not.
 *
 * The input is a list of two tensors of any one size, float32 or float64: first the distances that should be small.
 * There is no target, and what is passed as one does not matter. Distances of any magnitude and sign give finite
 * losses.
 *
 * Hoffer and Ailon, https://arxiv.org/abs/1412.6622. Torch7: `nn.DistanceRatioCriterion`.
 *
 * @example Usage
 * ```ts
 * import { DistanceRatioCriterion } from "@taimatsu/criterion";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const criterion = new DistanceRatioCriterion(), input = [tensor([1]), tensor([1 + Math.log(3)])];
 * assertClose(criterion.forward(input), Math.log(4 / 3));
 * assertClose(criterion.backward(input), [[0.25], [-0.25]]);
 * ```
 */
export class DistanceRatioCriterion extends DifferenceCriterion<unknown> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    fields: REDUCED,
    missing: AVERAGED,
    derive: (_criterion, dtype) => ({ gradInput: empty([], { dtype }) }), // Torch7 returns other tensors
  };

  /**
   * Creates the criterion.
   *
   * @param sizeAverage Whether the sum is divided by the number of distances.
   */
  constructor(sizeAverage: boolean = true, options?: ReductionOptions) {
    super(OP, sizeAverage, options);
  }

  /** Returns the loss, and keeps it in `output`. */
  override forward(input: readonly Tensor[], target?: unknown): number {
    return super.forward(input, target);
  }

  /** Returns the gradients of both tensors, and keeps them in `gradInput`. */
  override backward(input: readonly Tensor[], target?: unknown): readonly Tensor[] {
    return super.backward(input, target);
  }

  /** Computes the loss in a tensor that the next call overwrites, or the losses with the reduction `"none"`. */
  override lossTensor(input: readonly Tensor[], target?: unknown): Tensor {
    return super.lossTensor(input, target);
  }

  /** Runs `forward` and `backward`. */
  override call(input: readonly Tensor[], target?: unknown): [output: number, gradInput: readonly Tensor[]] {
    return super.call(input, target);
  }

  /** The differences stand for the target that there is not. */
  protected override numbersFrom(_caller: string, _target: unknown, d: Tensor): Tensor {
    return d;
  }

  /** There is none. */
  protected override parameter(): number {
    return 0;
  }
}
