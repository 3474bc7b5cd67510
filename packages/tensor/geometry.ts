// Vectors and their distances: cross product, slices of bounded norm, distances between rows.
import { cmul, csub } from "./arithmetic.ts";
import { checkDim, checkFloat, checkRange, checkSameSize, checkSameType, checkSize, checkWritable } from "./check.ts";
import { copyInto, deliver } from "./copy.ts";
import { addcmul } from "./fused.ts";
import { fresh, receiver } from "./make.ts";
import { norm } from "./norms.ts";
import { square } from "./pointwise.ts";
import { sum } from "./reduce.ts";
import type { Tensor } from "./tensor.ts";
import type { OutOption } from "./types.ts";
import { narrow, select } from "./view.ts";

/**
 * Returns the cross products of vectors of three elements.
 *
 * @param x Any numeric dtype.
 * @param y Of the size and dtype of `x`.
 * @param dim The dimension of the vectors, of size 3; the first of that size by default.
 * @param options `out` receives the result.
 * @returns Sized like `x`.
 * @throws {TypeError} If no dimension has size 3, or the sizes or dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { cross, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(cross(tensor([1, 0, 0]), tensor([0, 1, 0])).toArray(), [0, 0, 1]);
 * ```
 */
export function cross(x: Tensor, y: Tensor, dim?: number, options?: OutOption): Tensor {
  checkSameType("cross", { x, y });
  checkSameSize("cross", { x, y });
  const d = dim === undefined ? x.shape.indexOf(3) : checkDim("cross", "dim", dim, x.shape.length);
  if (d < 0 || x.shape[d] !== 3) {
    throw new TypeError(`Cannot run cross: a dimension must have size 3 but the size is [${x.shape.join(", ")}]`);
  }
  const r = fresh(x.store.code, x.shape, x.store.device),
    part = (t: Tensor, i: number): Tensor => narrow(t, d, i % 3, 1);
  for (let i = 0; i < 3; i++) {
    const product = cmul(part(x, i + 1), part(y, i + 2));
    copyInto(part(r, i), addcmul(product, part(x, i + 2), part(y, i + 1), { value: -1 }));
  }
  return deliver("cross", r, options?.out);
}

/**
 * Returns a tensor whose slices have at most a given norm: longer ones are scaled to it.
 *
 * @param x At least two dimensions. float32 or float64.
 * @param p The exponent of the norm, more than 0.
 * @param dim The dimension that counts the slices; negative ones count from the end.
 * @param maxNorm The largest norm.
 * @param options `out` receives the result.
 * @returns Sized like `x`.
 *
 * @example Usage
 * ```ts
 * import { renorm, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(renorm(tensor([[3, 4], [0, 1]]), 2, 0, 1), [[0.6, 0.8], [0, 1]]);
 * ```
 */
export function renorm(x: Tensor, p: number, dim: number, maxNorm: number, options?: OutOption): Tensor {
  checkFloat("renorm", "x", x);
  if (x.shape.length < 2) checkSize("renorm", "x", x, ["n", "m"]);
  dim = checkDim("renorm", "dim", dim, x.shape.length);
  if (!(p > 0)) throw new RangeError(`Cannot run renorm: p must be more than 0 but is ${p}`);
  checkRange("renorm", "maxNorm", maxNorm, 0, Infinity);
  const out = options?.out;
  if (out === x) checkWritable("renorm", "the tensor", x);
  const r = out === x ? x : copyInto(receiver("renorm", out, x.store.code, x.shape, x.store.device), x);
  for (let i = 0; i < r.shape[dim]!; i++) {
    const slice = select(r, dim, i), length = norm(slice, p);
    if (length > maxNorm) slice.mul(maxNorm / (length + 1e-7));
  }
  return r;
}

/**
 * Returns the squared distances between the rows of two matrices.
 *
 * @param x [n, m]. float32 or float64.
 * @param y [k, m], of the dtype of `x`.
 * @param gain A factor of the result; 1 by default.
 * @param options `out` receives the result.
 * @returns [n, k]: gain · ‖x[i] − y[j]‖².
 *
 * @example Usage
 * ```ts
 * import { match, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(match(tensor([[0, 0], [1, 1]]), tensor([[3, 4]])).toArray(), [[25], [13]]);
 * ```
 */
export function match(x: Tensor, y: Tensor, gain = 1, options?: OutOption): Tensor {
  checkSameType("match", { x, y });
  checkFloat("match", "x", x);
  if (x.shape.length !== 2) checkSize("match", "x", x, ["n", "m"]);
  if (y.shape.length !== 2 || y.shape[1] !== x.shape[1]) checkSize("match", "y", y, ["k", x.shape[1]!]);
  const r = fresh(x.store.code, [x.shape[0]!, y.shape[0]!], x.store.device);
  for (let i = 0; i < x.shape[0]!; i++) {
    const difference = csub(y, narrow(x, 0, i, 1));
    copyInto(select(r, 0, i), sum(square(difference, { out: difference }), 1).mul(gain).view(-1));
  }
  return deliver("match", r, options?.out);
}
