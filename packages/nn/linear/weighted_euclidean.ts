import { cmul, onesLike, type Tensor, zerosLike } from "@taimatsu/tensor";
import type { RandomModuleOptions } from "../options.ts";
import { Euclidean, fromTemplates } from "./euclidean.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { matrixOf } from "../files/fields.ts";

/**
 * Distances to centres with weights of their own: y[j] = ‖c[j] ∘ (w[j] − x)‖, w[j] and c[j] being columns j of the two
 * parameters.
 *
 * Input [inputSize] or [batch, inputSize]; output [outputSize] or [batch, outputSize]. Torch7: `WeightedEuclidean.lua`.
 *
 * @example Usage
 * ```ts
 * import { WeightedEuclidean } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new WeightedEuclidean(2, 1);
 * layer.weight.copy(tensor([[3], [2]]));
 * layer.diagCov.copy(tensor([[1], [2]]));
 * assertEquals(layer.forward(tensor([0, 0])).toArray(), [5]);
 * ```
 */
export class WeightedEuclidean extends Euclidean {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    make: ({ weight }, options) => new WeightedEuclidean(...matrixOf("weight", weight), options),
    fields: ["diagCov", "gradDiagCov"],
    upgrade: fromTemplates,
  };

  /** Weights of the differences, [inputSize, outputSize]. */
  diagCov: Tensor;
  /** Sum of ∂loss/∂diagCov since the last `zeroGradParameters()`. */
  gradDiagCov: Tensor;
  /** c[j] ∘ (x − w[j]), [batch, inputSize, outputSize]. */
  _weighted: Tensor | null = null;
  /** Those times the gradients divided by the distances. */
  _product: Tensor | null = null;

  /**
   * Draws the centres: see {@linkcode reset}.
   *
   * @param inputSize Number of inputs.
   * @param outputSize Number of centres.
   * @throws {RangeError} If a size is no integer from 1.
   */
  constructor(inputSize: number, outputSize: number, options?: RandomModuleOptions) {
    super(inputSize, outputSize, options);
    this.diagCov = onesLike(this.weight);
    this.gradDiagCov = zerosLike(this.weight);
  }

  /** Returns weights and diagonal covariances, and their gradients. */
  override parameters(): [Tensor[], Tensor[]] {
    return [[this.weight, this.diagCov], [this.gradWeight, this.gradDiagCov]];
  }

  /**
   * Draws the centres from U(−s, s), s = 1 / √inputSize, or from one with standard deviation `stdv`, and sets the weights of the
   * differences to 1.
   */
  override reset(stdv?: number): void {
    super.reset(stdv);
    this.diagCov?.fill(1); // the constructor of the base draws before there are any
  }

  /** Returns the weighted differences. */
  override weighted(difference: Tensor): Tensor {
    const out = this._weighted = this.cube(this._weighted, difference.shape[0]!);
    return cmul(difference, this.diagCov, { out });
  }

  /** Returns ∂loss/∂x of each centre alone. */
  override pull(rows: number, gradOutput: Tensor): Tensor {
    const out = this._pull = this.cube(this._pull, rows), product = this._product = this.cube(this._product, rows);
    cmul(this._weighted!, this.perDistance(rows, gradOutput), { out: product });
    return cmul(product, this.diagCov, { out });
  }

  /** Adds `scale` times the gradients of the parameters. */
  override accumulate(pull: Tensor, scale: number): void {
    super.accumulate(pull, scale);
    this.gradDiagCov.add(scale, this.sumBatch(this._product!.cmul(this._difference!)));
  }

  /** Accumulates straight into the parameters; their gradients are left alone. */
  override defaultAccUpdateGradParameters(input: Tensor, gradOutput: Tensor, learningRate: number): void {
    const { gradDiagCov } = this;
    this.gradDiagCov = this.diagCov;
    try {
      super.defaultAccUpdateGradParameters(input, gradOutput, learningRate);
    } finally {
      this.gradDiagCov = gradDiagCov;
    }
  }
}
