import { sameSize, type Tensor } from "@taimatsu/tensor";
import { fitLike, kept } from "../kernels.ts";
import { MapModule } from "../maps.ts";
import type { ModuleOptions } from "../options.ts";
import { isGone, makeStep, multiply } from "./resample.ts";

/** Entries of one row of a matrix: they stand in neighbouring columns. */
export interface ResamplingRow {
  /** Column of the first entry. */
  readonly first: number;
  /** Number of entries. */
  readonly count: number;
  /** The first entry. */
  readonly weight: number;
  /** The other entries; like the first one unless given. */
  readonly more?: number;
}

/** A sparse matrix as the native library takes it. */
export interface SparseMatrix {
  /** Where each row begins among the entries, and where the last one ends; int32. */
  readonly rows: Tensor;
  /** Column of each entry; int32. */
  readonly columns: Tensor;
  /** The entries. */
  readonly weight: Tensor;
}

/** A matrix that is applied along an axis. */
export interface ResamplingStep {
  /** The axis, from the last dimension. */
  readonly axis: number;
  /** Sizes before: [what lies outside, along the axis, inside]. */
  readonly from: readonly [outer: number, size: number, inner: number];
  /** Sizes after. */
  readonly to: readonly [outer: number, size: number, inner: number];
  /** The matrix. */
  readonly matrix: SparseMatrix;
  /** Its transpose, for gradients. */
  readonly transpose: SparseMatrix;
}

/**
 * A linear function of the elements along each axis of space: the base of up-sampling, padding and adaptive average pooling. Each
 * axis has a sparse matrix, which is made anew only when sizes change.
 */
export abstract class Resampler extends MapModule {
  /** Sizes of the last output. */
  _to: readonly number[] = [];
  /** What is applied, one after the other. */
  _steps: ResamplingStep[] = [];
  /** What lies between the steps. */
  _between: Tensor[] = [];

  /** Says how many dimensions are those of space. */
  constructor(spaces: number, options?: ModuleOptions) {
    super(spaces, options);
  }

  /** Returns the size of the output along an axis for that of the input. */
  abstract outputSize(axis: number, size: number): number;

  /**
   * Returns what an element of the output along an axis is made of.
   *
   * @param axis 0 for the width, 1 for the height, 2 for the time.
   * @param i The element of the output.
   * @param size The size of the input along the axis.
   * @param out That of the output.
   */
  abstract row(axis: number, i: number, size: number, out: number): ResamplingRow;

  /** Applies the matrices. */
  override updateOutput(input: Tensor): Tensor {
    this.checkInput("forward", input);
    if (!sameSize(input.shape, this._from) || this._steps.some(isGone)) this.prepare(input.shape);
    const output = fitLike(this.output, this._to), steps = this._steps, last = steps.length - 1;
    if (last < 0) return output.copy(input);
    let x = this.contiguousInput(input);
    for (let k = 0; k <= last; k++) {
      const { from, to, matrix } = steps[k]!, r = k === last ? output : this.between(k);
      multiply(r, to, x, from, matrix);
      x = r;
    }
    return output;
  }

  /** Applies the transposed matrices, last one first. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    this.checkBackward(input, gradOutput);
    const gradInput = fitLike(this.gradInput, input.shape), steps = this._steps;
    if (steps.length === 0) return gradInput.copy(gradOutput);
    let g = this.contiguousGradOutput(gradOutput);
    for (let k = steps.length - 1; k >= 0; k--) {
      const { from, to, transpose } = steps[k]!, r = k === 0 ? gradInput : this.between(k - 1);
      multiply(r, from, g, to, transpose);
      g = r;
    }
    return gradInput;
  }

  /** Returns the tensor between step k and the next one. */
  between(k: number): Tensor {
    return this._between[k] = kept(this._between[k] ?? null, this.code, this._steps[k]!.to, this.device);
  }

  /** Makes the matrices for an input of these sizes, where they are not those at hand. */
  prepare(shape: readonly number[]): void {
    const dims = shape.length, spaces = this.spacesOf(dims), to = shape.slice();
    for (let axis = 0; axis < spaces; axis++) {
      const d = dims - 1 - axis;
      to[d] = this.outputSize(axis, shape[d]!);
      if (to[d]! >= 2 ** 31) {
        throw new RangeError(
          `Cannot run ${this.constructor.name}.forward: the output must have fewer than 2^31 elements along each dimension ` +
            `but has ${to[d]}`,
        );
      }
    }
    fitLike(this.output, to); // where the output is too large, nothing else is made
    // What grows is done last, and along the width last of all if all shrink: each way less is computed.
    const axes = [...to.keys()].slice(0, spaces),
      growth = (axis: number) => to[dims - 1 - axis]! / shape[dims - 1 - axis]!;
    axes.sort((a, b) => growth(a) - growth(b) || (growth(a) < 1 ? b - a : a - b));
    const steps: ResamplingStep[] = [], sizes = shape.slice();
    for (const axis of axes) {
      const d = dims - 1 - axis, known = this._steps.find((step) => step.axis === axis && !isGone(step));
      const step = makeStep(this, axis, sizes, d, to[d]!, known);
      if (step !== null) steps.push(step);
      sizes[d] = to[d]!;
    }
    this._steps = steps;
    this._to = to;
    this._from = shape;
  }
}
