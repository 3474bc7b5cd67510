// Several tensors joined into one.
import { checkDim, checkInteger, checkSameType, describe, formatSize, sameSize, sameType } from "./check.ts";
import { copyInto } from "./copy.ts";
import { frame, put } from "./frame.ts";
import { receiver } from "./make.ts";
import { Tensor } from "./tensor.ts";
import type { OutOption } from "./types.ts";
import { narrow, unsqueeze } from "./view.ts";

function checkTensors(caller: string, tensors: readonly Tensor[]): void {
  if (!Array.isArray(tensors)) {
    throw new TypeError(`Cannot run ${caller}: tensors must be a list but is ${describe(tensors)}`);
  }
  if (tensors.length === 0) throw new TypeError(`Cannot run ${caller}: the list of tensors must not be empty`);
  tensors.forEach((x, i) => {
    if (!(x instanceof Tensor)) {
      throw new TypeError(`Cannot run ${caller}: entry ${i} must be a tensor but is ${describe(x)}`);
    }
    if (!sameType(tensors[0]!, x)) checkSameType(caller, { "entry 0": tensors[0]!, [`entry ${i}`]: x });
  });
}

/** A view of x with dimensions of size 1 at its end, so that there are `dims`. */
function widened(x: Tensor, dims: number): Tensor {
  while (x.shape.length < dims) x = unsqueeze(x, x.shape.length);
  return x;
}

/**
 * Joins tensors along a dimension.
 *
 * @param tensors A list of tensors of one dtype, whose sizes agree but in `dim`. Empty tensors are left out; where dimensions are
 * missing, they have size 1 at the end: vectors joined along dimension 1 are the columns of a matrix.
 * @param dim The dimension; negative ones count from the end; the last by default.
 * @param options `out` receives the result.
 * @returns Of their size, with the sum of their sizes in `dim`.
 * @throws {TypeError} If the dtypes or the sizes do not fit.
 *
 * @example Usage
 * ```ts
 * import { cat, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([[1, 2]]), y = tensor([[3, 4]]);
 * assertEquals(cat([x, y]).toArray(), [[1, 2, 3, 4]]);
 * assertEquals(cat([x, y], 0).toArray(), [[1, 2], [3, 4]]);
 * assertEquals(cat([tensor([1, 2]), tensor([3, 4])], 1).toArray(), [[1, 3], [2, 4]]);
 * ```
 */
export function cat(tensors: readonly Tensor[], dim = -1, options?: OutOption): Tensor {
  checkTensors("cat", tensors);
  const most = Math.max(...tensors.map((x) => x.shape.length));
  checkInteger("cat", "dim", dim, -Math.max(most, 1), 15);
  if (dim < 0) dim += Math.max(most, 1);
  const dims = Math.max(most, dim + 1), { code, device } = tensors[0]!.store;
  let parts = tensors.filter((x) => x.shape.length > 0).map((x) => widened(x, dims));
  if (parts.length === 0) return receiver("cat", options?.out, code, [], device);
  const shape = parts[0]!.shape.slice();
  shape[dim] = 0;
  for (const x of parts) {
    shape[dim]! += x.shape[dim]!;
    if (!sameSize(x.shape.toSpliced(dim, 1), shape.toSpliced(dim, 1))) {
      throw new TypeError(
        `Cannot run cat: sizes must agree but in dimension ${dim} but are ${formatSize(parts[0]!.shape)} and ` +
          `${formatSize(x.shape)}`,
      );
    }
  }
  const out = options?.out;
  if (out !== undefined) parts = parts.map((x) => x.store === out.store ? x.clone() : x);
  const r = receiver("cat", out, code, shape, device);
  parts = parts.filter((x) => x.count > 0);
  if (dim > 0 && parts.length > 1 && r.isContiguous() && parts.every((x) => x.isContiguous())) {
    for (let i = 0, start = 0; i < parts.length; i += MOST) start += joinRows(r, dim, start, parts.slice(i, i + MOST));
    return r;
  }
  let start = 0;
  for (const x of parts) {
    const length = x.shape[dim]!;
    copyInto(narrow(r, dim, start, length), x);
    start += length;
  }
  return r;
}

/** Parts that one call joins. */
const MOST = 8;

/** Writes parts into `r` from `start` on, row by row with all parts end to end, and returns their size in `dim`. */
function joinRows(r: Tensor, dim: number, start: number, parts: readonly Tensor[]): number {
  const length = parts.reduce((sum, x) => sum + x.shape[dim]!, 0), { device } = r.store;
  put(0, narrow(r, dim, start, length));
  parts.forEach((x, k) => put(1 + k, x));
  const [a, b, c, d, e, f, g, h] = Array.from({ length: MOST }, (_, k) => parts[k]?.store.block.arg ?? null);
  // deno-fmt-ignore
  device.check(device.symbols.tm_join(r.store.block.arg, a!, b!, c!, d!, e!, f!, g!, h!, frame, parts.length, dim));
  return length;
}

/**
 * Joins tensors along a new dimension.
 *
 * @param tensors A list of tensors of one size and dtype.
 * @param dim Where the new dimension goes; negative ones count from the end; the first by default.
 * @param options `out` receives the result.
 * @returns With one dimension more than the tensors: as many entries as there are of them.
 * @throws {TypeError} If the dtypes or the sizes differ.
 *
 * @example Usage
 * ```ts
 * import { stack, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([1, 2]), y = tensor([3, 4]);
 * assertEquals(stack([x, y]).toArray(), [[1, 2], [3, 4]]);
 * assertEquals(stack([x, y], -1).toArray(), [[1, 3], [2, 4]]);
 * ```
 */
export function stack(tensors: readonly Tensor[], dim = 0, options?: OutOption): Tensor {
  checkTensors("stack", tensors);
  const { shape } = tensors[0]!;
  dim = checkDim("stack", "dim", dim, shape.length + 1);
  for (const x of tensors) {
    if (sameSize(x.shape, shape)) continue;
    throw new TypeError(`Cannot run stack: sizes must agree but are ${formatSize(shape)} and ${formatSize(x.shape)}`);
  }
  if (shape.length === 0) return receiver("stack", options?.out, tensors[0]!.store.code, [], tensors[0]!.store.device);
  return cat(tensors.map((x) => unsqueeze(x, dim)), dim, options);
}
