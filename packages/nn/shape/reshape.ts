import { formatSize, Storage, type Tensor } from "@taimatsu/tensor";
import { listOf, sizes } from "@taimatsu/tensor/native";
import { Viewing } from "./viewing.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Shows its input in other sizes, which leave no size open.
 *
 * Whether the first dimension of the input is a batch is told by `batchMode`; without it, an input of exactly as many elements
 * as the sizes ask for is one sample, unless its first dimension has size 1.
 *
 * Torch7: `Reshape.lua`.
 *
 * @example Usage
 * ```ts
 * import { Reshape } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new Reshape(2, 6).forward(rand([3, 4])).size(), [2, 6]);
 * assertEquals(new Reshape(2, 6).forward(rand([5, 3, 4])).size(), [5, 2, 6]);
 * assertEquals(new Reshape(12, true).forward(rand([1, 3, 4])).size(), [1, 12]);
 * ```
 */
export class Reshape extends Viewing {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    make: ({ size, batchMode }) => new Reshape(listOf("size", size), batchMode as boolean | undefined),
    fields: [sizes("sizes", "size"), "batchMode"],
    derive: ({ sizes }: Reshape) => ({
      nelement: sizes.reduce((n, size) => n * size, 1),
    }),
    scratch: ({ sizes }: Reshape) => ({ batchsize: Storage.from("int64", [0, ...sizes]) }),
  };

  /** The sizes of a sample's output. */
  readonly sizes: readonly number[];
  /** Whether the input's first dimension is a batch; found out from the number of elements if `null`. */
  readonly batchMode: boolean | null;

  /**
   * Creates the layer.
   *
   * @param args The sizes, as arguments or as one list, then `batchMode`.
   * @throws {RangeError} If a size is no integer from 1.
   */
  constructor(...args: (number | readonly number[] | boolean | null | undefined)[]) {
    super();
    const last = args.at(-1), hasMode = typeof last !== "number" && !Array.isArray(last);
    const sizes = (hasMode ? args.slice(0, -1) : args).flat() as number[];
    if (sizes.length === 0 || sizes.length > 15 || !sizes.every((s) => Number.isInteger(s) && s > 0)) {
      throw new RangeError(`Cannot make Reshape: the sizes must be integers from 1 but are ${formatSize(sizes)}`);
    }
    this.sizes = sizes;
    this.batchMode = typeof last === "boolean" ? last : null;
  }

  /** Returns the sizes of the output for an input. */
  override sizeFor(input: Tensor): readonly number[] {
    const { sizes, batchMode } = this, { shape } = input, n = sizes.reduce((product, s) => product * s, 1);
    const sample = batchMode === false || (batchMode === null && input.count === n && shape[0] !== 1);
    const batch = sample ? 1 : shape[0] ?? 0;
    if (input.count === 0 || input.count !== n * batch) {
      const each = "for each entry of its first dimension";
      const wanted = batchMode === null
        ? `${n} elements, or ${n} ${each},`
        : batchMode
        ? `${n} elements ${each}`
        : `${n} elements`;
      throw new TypeError(`Cannot run Reshape.forward: input must have ${wanted} but is ${formatSize(shape)}`);
    }
    return sample ? sizes : [batch, ...sizes];
  }

  /** Returns `nn.Reshape(sizes)`. */
  override toString(): string {
    return `${super.toString()}(${this.sizes.join("x")})`;
  }
}
