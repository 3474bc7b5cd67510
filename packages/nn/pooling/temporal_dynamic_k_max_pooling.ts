import { checkFinite, checkInteger, checkRange, gather, type Tensor } from "@taimatsu/tensor";
import { frame, fresh, INT64, put } from "@taimatsu/tensor/native";
import { fitLike, kept } from "../kernels.ts";
import type { ModuleOptions } from "../options.ts";
import { TemporalPooling } from "./temporal_pooling.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * The k largest elements of each feature, in the order of time, where k = max(minK, ⌈factor frames⌉).
 *
 * Input [frames, features] or [batch, frames, features] with at least minK frames; output the same with k frames.
 *
 * Kalchbrenner, Grefenstette & Blunsom, "A Convolutional Neural Network for Modelling Sentences", 2014, where minK is the length
 * that the last layer is to have, and the factor of layer l of L is (L − l) / L. Torch7: `TemporalDynamicKMaxPooling.lua`.
 *
 * @example Usage
 * ```ts
 * import { TemporalDynamicKMaxPooling } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const pooling = new TemporalDynamicKMaxPooling(2);
 * assertEquals(pooling.forward(tensor([[1, 9], [4, 3], [5, 0], [2, 7]])).toArray(), [[4, 9], [5, 7]]);
 * ```
 */
export class TemporalDynamicKMaxPooling extends TemporalPooling {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: ["minK", "factor"] };

  /** The smallest number of frames of the output. */
  minK: number;
  /** Frames of the output for each of the input. */
  factor: number;
  /** The frames that were taken, sized like the output. */
  indices: Tensor = fresh(INT64, [], this.device);
  /** The largest elements in no order. */
  _values: Tensor | null = null;
  /** Their frames. */
  _found: Tensor | null = null;
  /** The places of the frames in `_found`. */
  _order: Tensor | null = null;

  /**
   * Creates the layer.
   *
   * @param minK The smallest number of frames of the output.
   * @param factor Frames of the output for each of the input.
   * @throws {RangeError} If `minK` is no integer from 1, or `factor` lies outside [0, 1].
   */
  constructor(minK: number, factor = 0, options?: ModuleOptions) {
    super(options);
    checkInteger(new.target.name, "minK", minK, 1, 2 ** 31 - 1);
    checkFinite(new.target.name, "factor", factor);
    checkRange(new.target.name, "factor", factor, 0, 1);
    this.minK = minK;
    this.factor = factor;
  }

  /** Returns the smallest number of frames of the output. */
  override leastFrames(): number {
    return this.minK;
  }

  /** Takes the largest elements. */
  override updateOutput(input: Tensor): Tensor {
    this.checkInput("forward", input);
    const { shape } = input, dim = shape.length - 2, k = Math.max(this.minK, Math.ceil(this.factor * shape[dim]!));
    const output = this.fitSpace(this.output, input, [k, shape[dim + 1]!]),
      indices = fitLike(this.indices, output.shape);
    if (output.count > 0) {
      this.findLargest(this.contiguousInput(input), dim, indices);
      gather(input, dim, indices, { out: output });
    }
    this._from = shape;
    return output;
  }

  /** Passes each gradient to the element that was taken. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    this.checkBackward(input, gradOutput);
    const gradInput = fitLike(this.gradInput, input.shape).zero();
    return gradOutput.count > 0 ? gradInput.scatter(input.shape.length - 2, this.indices, gradOutput) : gradInput;
  }

  /** Names of the fields that hold intermediate results. */
  override buffers(): string[] {
    return [...super.buffers(), "indices"];
  }

  /** Writes the frames of the largest elements of a contiguous `x` to `indices`, in the order of time. */
  findLargest(x: Tensor, dim: number, indices: Tensor): void {
    const { shape } = indices, { device } = x.store;
    const values = this._values = kept(this._values, this.code, shape, this.device);
    const found = this._found = kept(this._found, INT64, shape, this.device);
    const order = this._order = kept(this._order, INT64, shape, this.device);
    put(0, values);
    put(1, found);
    put(2, x);
    const { tm_topk, tm_sort } = device.symbols;
    let status = tm_topk(values.store.block.arg, found.store.block.arg, x.store.block.arg, frame, dim, 1, 0);
    if (status !== 0) throw device.error(status);
    put(0, indices);
    put(1, order);
    put(2, found);
    status = tm_sort(indices.store.block.arg, order.store.block.arg, found.store.block.arg, frame, dim, 0);
    if (status !== 0) throw device.error(status);
  }
}
