import { checkDim, checkInteger, describe, type Tensor } from "@taimatsu/tensor";
import { counted, type FieldForm, listOf } from "@taimatsu/tensor/native";
import { sizeError } from "../any_dtype.ts";
import { Copying } from "./copying.ts";
import type { TorchForm } from "../files/torch_form.ts";

type Pair = readonly [number, number];

/** Files count dimensions from 1. */
const DIM = counted("dim", "permutations");
const PERMUTATIONS: FieldForm = {
  ours: "permutations",
  torch: "permutations",
  read: (value) => (Array.isArray(value) ? value : []).map((pair) => listOf("permutations", pair).map(DIM.read)),
  write: (value) => (value as Pair[]).map((pair) => pair.map(DIM.write)),
};

/**
 * Exchanges pairs of dimensions, one pair after the other.
 *
 * Input of any size and dtype. Torch7: `Transpose.lua`.
 *
 * @example Usage
 * ```ts
 * import { Transpose } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new Transpose([0, 1], [1, 2]).forward(rand([2, 3, 4])).size(), [3, 4, 2]);
 * assertEquals(new Transpose([0, 1]).setNumInputDims(2).forward(rand([2, 3, 4])).size(), [2, 4, 3]);
 * ```
 */
export class Transpose extends Copying {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    make: ({ permutations }) => new Transpose(...PERMUTATIONS.read(permutations) as Pair[]),
    fields: [PERMUTATIONS, "numInputDims"],
  };

  /** The pairs of dimensions. */
  readonly permutations: readonly (readonly [number, number])[];
  /** How many dimensions a sample has; not known if `null`. */
  numInputDims: number | null = null;

  /**
   * Creates the layer.
   *
   * @param permutations The pairs of dimensions; negative ones count from the end.
   * @throws {TypeError} If an argument is no pair.
   * @throws {RangeError} If a dimension is no integer from −16 to 15.
   */
  constructor(...permutations: (readonly [number, number])[]) {
    super();
    permutations.forEach((pair, k) => {
      if (!Array.isArray(pair) || pair.length !== 2) {
        throw new TypeError(
          `Cannot run Transpose: argument ${k} must be a pair of dimensions but is ${describe(pair)}`,
        );
      }
      for (const dim of pair) checkInteger("Transpose", "a dimension", dim, -16, 15);
    });
    this.permutations = permutations.map(([a, b]) => [a, b]);
  }

  /** Says how many dimensions a sample of the input has: the pairs then count without those before. */
  setNumInputDims(numInputDims: number): this {
    checkInteger("Transpose.setNumInputDims", "numInputDims", numInputDims, 1, 16);
    this.numInputDims = numInputDims;
    return this;
  }

  /** Returns the tensor with its dimensions exchanged. */
  override partOf(x: Tensor): Tensor {
    const dims = x.shape.length, lead = dims - (this.numInputDims ?? dims);
    if (lead < 0) throw sizeError(this, "forward", "input", x, new Array<string>(this.numInputDims!).fill("any"));
    const dimOf = (dim: number) => checkDim("Transpose.forward", "a dimension", dim < 0 ? dim : dim + lead, dims);
    let view = x;
    for (const [a, b] of this.permutations) view = view.transpose(dimOf(a), dimOf(b));
    return view;
  }
}
