import { checkInteger, sum, type Tensor } from "@taimatsu/tensor";
import { counted, fresh } from "@taimatsu/tensor/native";
import { checkAnyTensor, checkGradOutput, keptLike } from "../any_dtype.ts";
import { Module } from "../module.ts";
import type { ModuleOptions } from "../options.ts";
import { dimWithin } from "./dims.ts";
import { show, showStrided } from "./show.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Repeats its input along a new dimension; the output is a view, nothing is copied.
 *
 * Input of any size and dtype. The gradient is the sum over the new dimension. What comes next must not work in place.
 * Torch7: `Replicate.lua`.
 *
 * @example Usage
 * ```ts
 * import { Replicate } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new Replicate(2).forward(tensor([1, 2, 3])).toArray(), [[1, 2, 3], [1, 2, 3]]);
 * assertEquals(new Replicate(2, 1).forward(tensor([1, 2, 3])).toArray(), [[1, 1], [2, 2], [3, 3]]);
 * ```
 */
export class Replicate extends Module {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: ["nfeatures", counted("dim"), "ndim"] };

  /** How often the input is repeated. */
  readonly nfeatures: number;
  /** The new dimension; negative ones count from the end of the output. */
  readonly dim: number;
  /** How many dimensions a sample has; not known if `null`. */
  readonly ndim: number | null;
  /** The gradient with the dimension that is summed. */
  _wide: Tensor;

  /**
   * Creates the layer.
   *
   * @param nfeatures How often the input is repeated.
   * @param dim The new dimension; negative ones count from the end of the output.
   * @param ndim How many dimensions a sample has: `dim` then does not count the batch.
   * @throws {RangeError} If a number is no integer in its range.
   */
  constructor(nfeatures: number, dim = 0, ndim: number | null = null, options?: ModuleOptions) {
    super(options);
    checkInteger("Replicate", "nfeatures", nfeatures, 1);
    checkInteger("Replicate", "dim", dim, -16, 15);
    if (ndim !== null) checkInteger("Replicate", "ndim", ndim, 1, 15);
    this.nfeatures = nfeatures;
    this.dim = dim;
    this.ndim = ndim;
    this._wide = fresh(this.code, [], this.device);
  }

  /** Makes a view that repeats the input. */
  override updateOutput(input: Tensor): Tensor {
    const dim = this.dimIn("forward", input), { shape, strides } = input;
    return showStrided(this.output, input, shape.toSpliced(dim, 0, this.nfeatures), strides.toSpliced(dim, 0, 0));
  }

  /** Sums the gradient over the new dimension. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    const dim = this.dimIn("backward", input), { shape } = input;
    checkGradOutput(this, "gradOutput", gradOutput, input, "input", shape.toSpliced(dim, 0, this.nfeatures));
    const gradInput = keptLike(this.gradInput, input.store.code, shape, input.store.device);
    sum(gradOutput, dim, { out: show(this._wide, gradInput, shape.toSpliced(dim, 0, 1)) });
    return this.gradInput = gradInput;
  }

  /** Returns the new dimension from 0, or throws if there is no such place. */
  dimIn(method: string, input: Tensor): number {
    checkAnyTensor(this, method, "input", input);
    const sampleDims = this.ndim === null ? null : this.ndim + 1;
    if (input.shape.length === 0) throw this.refusal(method, "input", input, [["size", "…"]]);
    return dimWithin(`Replicate.${method}`, "dim", this.dim, input.shape.length + 1, sampleDims);
  }
}
