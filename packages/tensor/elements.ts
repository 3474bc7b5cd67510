// The elements of tensors where JavaScript reads and writes them.
import { elementSizeOf } from "./codes.ts";
import { copyInto } from "./copy.ts";
import { cpu } from "./device.ts";
import { fresh, resizeTo } from "./make.ts";
import type { Tensor } from "./tensor.ts";

/** Elements in memory that JavaScript sees. */
export interface Elements<A = Float32Array | Float64Array> {
  /** The memory that they lie in. */
  data: A;
  /** The first element's position in it. */
  start: number;
}

/** Copies of tensors of other devices, kept so that reading the same tensor again allocates nothing. */
const copies = new WeakMap<Tensor, Tensor>();

/**
 * Returns `x` itself if it lies on the CPU, else a copy there, which the next call with `x` overwrites.
 *
 * @example Usage
 * ```ts
 * import { tensor } from "@taimatsu/tensor";
 * import { hosted } from "@taimatsu/tensor/native";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(hosted(tensor([1, 2])).device.name, "cpu");
 * ```
 */
export function hosted(x: Tensor): Tensor {
  if (x.store.device === cpu) return x;
  const { store: { code }, shape } = x, known = copies.get(x);
  const fits = known !== undefined && known.store.code === code && !known.store.isGone();
  const copy = fits ? resizeTo(known, shape) : fresh(code, shape, cpu);
  copies.set(x, copy);
  return x.count === 0 ? copy : copyInto(copy, x);
}

/**
 * Returns the elements of a contiguous tensor: on the CPU where they lie, else a copy. They are to be used at once, before the
 * tensor's memory is resized; {@linkcode putBack} ends writing them.
 *
 * @typeParam A The typed array that belongs to the dtype of `x`.
 *
 * @example Usage
 * ```ts
 * import { tensor } from "@taimatsu/tensor";
 * import { elementsOf } from "@taimatsu/tensor/native";
 * import { assertEquals } from "@std/assert";
 *
 * const { data, start } = elementsOf(tensor([1, 2, 3]));
 * assertEquals(data[start + 1], 2);
 * ```
 */
export function elementsOf<A = Float32Array | Float64Array>(x: Tensor): Elements<A> {
  const { store, offset } = hosted(x);
  return { data: store.block.view(store.code) as A, start: store.base + offset };
}

/**
 * Makes what was written to the elements of a contiguous tensor known to it: on the CPU it is already, elsewhere they are copied.
 *
 * @param x The tensor.
 * @param elements What {@linkcode elementsOf} returned for it.
 *
 * @example Usage
 * ```ts
 * import { tensor } from "@taimatsu/tensor";
 * import { elementsOf, putBack } from "@taimatsu/tensor/native";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([1, 2, 3]), elements = elementsOf(x);
 * elements.data[elements.start] = 7;
 * putBack(x, elements);
 * assertEquals(x.toArray(), [7, 2, 3]);
 * ```
 */
export function putBack(x: Tensor, { data, start }: Elements<ArrayBufferView>): void {
  const { store: { device, block, base, code }, offset, count } = x;
  if (device === cpu || count === 0) return;
  const width = elementSizeOf(code), bytes = data.buffer as ArrayBuffer;
  const from = new Uint8Array(bytes, data.byteOffset + start * width, count * width);
  device.memory!.upload(block.handle, (base + offset) * width, from);
}
