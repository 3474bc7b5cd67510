import { checkInteger, formatSize, sameSize, type Tensor } from "@taimatsu/tensor";
import { fitLike } from "../kernels.ts";
import { Module } from "../module.ts";
import type { ModuleOptions } from "../options.ts";

/**
 * What makes one number of all elements along a dimension: the base of `Max`, `Min`, `Sum` and `Mean`.
 *
 * The dimension counts from 0, negative ones from the end; with `nInputDims`, an input of one dimension more is a batch, in
 * whose samples the dimension counts. The output lacks the dimension; of an input [n] it is [1].
 */
export abstract class AlongDimension extends Module {
  /** The dimension. */
  readonly dimension: number;
  /** Number of dimensions of a sample; `null` if none was given. */
  readonly nInputDims: number | null;
  /** Whether the output lacks the dimension; otherwise it has size 1. */
  readonly squeeze: boolean;

  /** Keeps the dimension; `nInputDims` of −1 is as good as none. */
  constructor(dimension: number, nInputDims: number | undefined, squeeze: boolean, options?: ModuleOptions) {
    super(options);
    const { name } = new.target;
    checkInteger(name, "dimension", dimension, -16, 15);
    if (nInputDims !== undefined && nInputDims !== -1) checkInteger(name, "nInputDims", nInputDims, 1, 15);
    this.dimension = dimension;
    this.nInputDims = nInputDims === undefined || nInputDims === -1 ? null : nInputDims;
    this.squeeze = squeeze;
  }

  /** Checks an input and returns the dimension, counted from its first one. */
  dimensionOf(method: string, input: Tensor): number {
    if (input?.store?.code !== this.code) throw this.refusal(method, "input", input, []);
    const { dimension, nInputDims } = this, dims = input.shape.length;
    const batch = dimension >= 0 && nInputDims !== null && dims === nInputDims + 1 ? 1 : 0;
    const dim = dimension < 0 ? dims + dimension : dimension + batch;
    if (dim < 0 || dim >= dims) {
      const least = dimension < 0 ? -dimension : dim + 1;
      throw new TypeError(
        `Cannot run ${this.constructor.name}.${method}: input must have at least ${least} dimension${
          least === 1 ? "" : "s"
        } but is ` +
          formatSize(input.shape),
      );
    }
    return dim;
  }

  /** Gives the output its size for an input. */
  fitOutput(input: Tensor, dim: number): Tensor {
    return fitLike(this.output, this.outputSize(input, dim));
  }

  /** Checks the arguments of `backward` and returns the dimension, counted from the first one of the input. */
  checkBackward(input: Tensor, gradOutput: Tensor): number {
    const dim = this.dimensionOf("backward", input), size = this.outputSize(input, dim);
    if (gradOutput?.store?.code !== this.code || !sameSize(gradOutput.shape, size)) {
      throw this.refusal("backward", "gradOutput", gradOutput, [size]);
    }
    return dim;
  }

  /** Returns a view of something sized like the output that has the dimension, with size 1. */
  withDimension(x: Tensor, input: Tensor, dim: number): Tensor {
    return x.shape.length === input.shape.length ? x : x.unsqueeze(dim);
  }

  /** The sizes of the output for an input. */
  outputSize({ shape }: Tensor, dim: number): readonly number[] {
    return this.squeeze && shape.length > 1 ? shape.toSpliced(dim, 1) : shape.with(dim, 1);
  }
}
