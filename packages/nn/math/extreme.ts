import { sameSize, type Tensor } from "@taimatsu/tensor";
import { dtypeCode, fresh, type Op } from "@taimatsu/tensor/native";
import { fitLike } from "../kernels.ts";
import type { ModuleOptions } from "../options.ts";
import { AlongDimension } from "./along_dimension.ts";
import { extremeInto } from "./extreme_into.ts";

/** The largest or smallest elements along a dimension: the base of `Max` and `Min`. */
export abstract class Extreme extends AlongDimension {
  /** The op of the native library. */
  readonly op: Op;
  /** Positions of the extremes along the dimension, from 0, sized like the output (int64). */
  indices: Tensor = fresh(dtypeCode("int64"), [], this.device);

  /** Names the op. */
  constructor(op: Op, dimension: number, nInputDims: number | undefined, options?: ModuleOptions) {
    super(dimension, nInputDims, true, options);
    this.op = op;
  }

  /** Finds the extremes; the first of equal ones. NaN is more extreme than all numbers. */
  override updateOutput(input: Tensor): Tensor {
    const dim = this.dimensionOf("forward", input), output = this.fitOutput(input, dim);
    const indices = fitLike(this.indices, output.shape);
    const r = this.withDimension(output, input, dim), index = this.withDimension(indices, input, dim);
    extremeInto(this.op, r, index, input, dim);
    return output;
  }

  /** Passes each gradient to the element that was the extreme. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    const dim = this.checkBackward(input, gradOutput), { indices } = this;
    if (!sameSize(indices.shape, gradOutput.shape)) {
      throw new TypeError(
        `Cannot run ${this.constructor.name}.backward: input must be that of the last forward but is of another size`,
      );
    }
    const index = this.withDimension(indices, input, dim), g = this.withDimension(gradOutput, input, dim);
    return fitLike(this.gradInput, input.shape).zero().scatter(dim, index, g);
  }

  /** Names of the fields that hold intermediate results. */
  override buffers(): string[] {
    return [...super.buffers(), "indices"];
  }
}
