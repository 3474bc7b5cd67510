import { checkInteger, formatSize, type Tensor } from "@taimatsu/tensor";
import { listOf, sizes } from "@taimatsu/tensor/native";
import { Viewing } from "./viewing.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Shows its input in other sizes.
 *
 * Input of any size. If it has more elements than the sizes ask for, they form a batch: a new first dimension. A batch of one
 * loses it, as in Torch7, unless {@linkcode setNumInputDims} says how many dimensions a sample has. One size may be −1: it takes
 * what remains, and without `setNumInputDims` also the batch.
 *
 * Torch7: `View.lua`.
 *
 * @example Usage
 * ```ts
 * import { View } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new View(12).forward(rand([3, 4])).size(), [12]);
 * assertEquals(new View(12).forward(rand([2, 3, 4])).size(), [2, 12]);
 * assertEquals(new View(-1).setNumInputDims(2).forward(rand([1, 3, 4])).size(), [1, 12]);
 * ```
 */
export class View extends Viewing {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    make: ({ size }) => new View(listOf("size", size)),
    fields: [sizes("sizes", "size"), "numInputDims"],
    derive: ({ sizes }: View) => ({ numElements: sizes.reduce((n, size) => size < 0 ? n : n * size, 1) }),
  };

  /** The sizes of a sample's output. */
  sizes: readonly number[];
  /** How many dimensions a sample has; not known if `null`. */
  numInputDims: number | null = null;

  /**
   * Creates the layer.
   *
   * @param sizes As arguments or as one list; one may be −1.
   * @throws {RangeError} If a size is no integer from 1, or more than one is −1.
   */
  constructor(...sizes: (number | readonly number[])[]) {
    super();
    this.sizes = sizesOf(sizes);
  }

  /** Says how many dimensions a sample of the input has; those before are the batch. */
  setNumInputDims(numInputDims: number): this {
    checkInteger("View.setNumInputDims", "numInputDims", numInputDims, 1, 16);
    this.numInputDims = numInputDims;
    this._to = [];
    return this;
  }

  /** Gives the layer other sizes. */
  resetSize(...sizes: (number | readonly number[])[]): this {
    this.sizes = sizesOf(sizes);
    this._to = [];
    return this;
  }

  /** Returns the sizes of the output for an input. */
  override sizeFor(input: Tensor): readonly number[] {
    const { sizes, numInputDims } = this, { shape } = input;
    const own = sizes.reduce((n, s) => s < 0 ? n : n * s, 1), free = sizes.indexOf(-1);
    const first = Math.max(0, shape.length - (numInputDims ?? shape.length));
    const sample = shape.slice(first).reduce((n, s) => n * s, 1);
    let batch = shape.slice(0, first).reduce((n, s) => n * s, 1);
    const fits = shape.length > 0 && sample % own === 0;
    if (!fits) {
      throw new TypeError(
        `Cannot run View.forward: input must have a multiple of ${own} elements but is ${formatSize(shape)}`,
      );
    }
    if (free < 0) batch *= sample / own;
    const exact = sizes.map((s) => s < 0 ? sample / own : s);
    const whole = batch === 1 && (numInputDims === null || shape.length <= numInputDims);
    return whole ? exact : [batch, ...exact];
  }

  /** Returns `nn.View(sizes)`. */
  override toString(): string {
    return `${super.toString()}(${this.sizes.join(", ")})`;
  }
}

function sizesOf(sizes: readonly (number | readonly number[])[]): readonly number[] {
  const list = (sizes.length === 1 && Array.isArray(sizes[0]) ? [...sizes[0]] : [...sizes]) as number[];
  const valid = list.length > 0 && list.length < 16 && list.every((s) => Number.isInteger(s) && (s === -1 || s > 0)) &&
    list.filter((s) => s === -1).length < 2;
  if (!valid) {
    throw new RangeError(
      `Cannot make View: the sizes must be integers from 1, one of which may be -1, but are ${formatSize(list)}`,
    );
  }
  return list;
}
