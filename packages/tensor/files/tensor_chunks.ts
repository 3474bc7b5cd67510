// The elements of a tensor as bytes, a part at a time.
import { elementSizeOf } from "../codes.ts";
import { copyInto } from "../copy.ts";
import { cpu } from "../device.ts";
import { fresh, stridesOf, viewAt } from "../make.ts";
import type { Tensor } from "../tensor.ts";

const CHUNK = 2 ** 20;

/** Returns the bytes of a contiguous tensor of the CPU, without a copy. */
function bytesOf(x: Tensor): Uint8Array<ArrayBuffer> {
  const { store, offset, count } = x, width = elementSizeOf(store.code);
  return new Uint8Array(store.block.buffer, (store.base + offset) * width, count * width);
}

/** Copies parts of `x` into `scratch`, one after the other. */
function* copies(x: Tensor, scratch: Tensor): Generator<Uint8Array<ArrayBuffer>> {
  const { shape, strides, offset } = x;
  if (x.count <= scratch.count) {
    const part = viewAt(scratch, shape, stridesOf(shape), 0);
    yield bytesOf(copyInto(part, x));
  } else if (shape[0] === 1) yield* copies(viewAt(x, shape.slice(1), strides.slice(1), offset), scratch);
  else {
    const most = Math.max(1, Math.floor(scratch.count / (x.count / shape[0]!)));
    for (let row = 0; row < shape[0]!; row += most) {
      const rows = Math.min(most, shape[0]! - row);
      yield* copies(viewAt(x, [rows, ...shape.slice(1)], strides, offset + row * strides[0]!), scratch);
    }
  }
}

/**
 * Returns the bytes of all elements in row-major order, in parts of at most 1 MiB: of the storage itself where the tensor is
 * contiguous and on the CPU, else of a buffer that the next part overwrites.
 */
export function* chunksOf(x: Tensor): Generator<Uint8Array<ArrayBuffer>> {
  const { store, count } = x;
  if (count === 0) return;
  if (x.dense && store.device === cpu) {
    const bytes = bytesOf(x);
    for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK);
    return;
  }
  const scratch = fresh(store.code, [Math.min(count, CHUNK / elementSizeOf(store.code))], cpu);
  try {
    yield* copies(x, scratch);
  } finally {
    scratch.store[Symbol.dispose]();
  }
}
