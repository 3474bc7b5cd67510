// Matrix products. The factors may have any strides; transposed views cost nothing.
import { broadcastSize } from "./broadcast.ts";
import { checkSameType, checkSize, formatSize, sameType } from "./check.ts";
import { copyInto } from "./copy.ts";
import type { OutOption } from "./types.ts";
import { frame, put } from "./frame.ts";
import { countOf, fresh, receiver } from "./make.ts";
import type { Tensor } from "./tensor.ts";
import { expand, reshape, squeeze, unsqueeze } from "./view.ts";

/** Factors of a product and of what it is added to. */
export interface ScaleOptions extends OutOption {
  /** Factor of the tensor that the product is added to; 1 by default. 0 ignores what it holds. */
  beta?: number;
  /** Factor of the product; 1 by default. */
  alpha?: number;
}

function checkDims(caller: string, name: string, x: Tensor, wanted: string[]): void {
  if (x.shape.length !== wanted.length) checkSize(caller, name, x, wanted);
}

/** Throws if `a` and `b` are not two matrices of one dtype that can be multiplied. */
function checkFactors(caller: string, a: Tensor, b: Tensor): void {
  const { shape } = a;
  if (shape.length !== 2 || b.shape.length !== 2 || b.shape[0] !== shape[1]) {
    checkSize(caller, "the first factor", a, ["n", "k"]);
    checkSize(caller, "the second factor", b, [shape[1]!, "m"]);
  }
  if (!sameType(a, b)) checkSameType(caller, { a, b });
}

/** r = beta r + alpha a b where everything is known to fit. */
function productInto(r: Tensor, beta: number, alpha: number, a: Tensor, b: Tensor): Tensor {
  const rs = r.store, as = a.store, bs = b.store, { device } = rs;
  let status: number;
  if (r.dense && a.dense && b.dense) {
    // deno-fmt-ignore
    status = device.symbols.tm_addmm_n(rs.code, r.shape[0]!, r.shape[1]!, a.shape[1]!, rs.block.arg, rs.base + r.offset, rs.extent,
      as.block.arg, as.base + a.offset, as.extent, bs.block.arg, bs.base + b.offset, bs.extent, beta, alpha);
  } else {
    put(0, r);
    put(1, a);
    put(2, b);
    status = device.symbols.tm_addmm(rs.block.arg, as.block.arg, bs.block.arg, frame, beta, alpha);
  }
  if (status !== 0) throw device.error(status);
  return r;
}

/** r = beta r + alpha a b, in place. */
export function addmmInto(r: Tensor, beta: number, alpha: number, a: Tensor, b: Tensor): Tensor {
  checkFactors("addmm", a, b);
  const { shape } = r;
  if (shape.length !== 2 || shape[0] !== a.shape[0] || shape[1] !== b.shape[1]) {
    checkSize("addmm", "the result", r, [a.shape[0]!, b.shape[1]!]);
  }
  if (!sameType(r, a)) checkSameType("addmm", { a, result: r });
  return productInto(r, beta, alpha, a, b);
}

/** r = beta r + alpha a x, in place. */
export function addmvInto(r: Tensor, beta: number, alpha: number, a: Tensor, x: Tensor): Tensor {
  checkDims("addmv", "the matrix", a, ["n", "m"]);
  checkSize("addmv", "the vector", x, [a.shape[1]!]);
  checkSize("addmv", "the result", r, [a.shape[0]!]);
  if (!sameType(a, x) || !sameType(a, r)) checkSameType("addmv", { matrix: a, vector: x, result: r });
  put(0, r);
  put(1, a);
  put(2, x);
  const { device } = r.store;
  device.check(device.symbols.tm_addmv(r.store.block.arg, a.store.block.arg, x.store.block.arg, frame, beta, alpha));
  return r;
}

/** r = beta r + alpha x yᵀ, in place. */
export function addrInto(r: Tensor, beta: number, alpha: number, x: Tensor, y: Tensor): Tensor {
  checkDims("addr", "the first vector", x, ["n"]);
  checkDims("addr", "the second vector", y, ["m"]);
  checkSize("addr", "the result", r, [x.shape[0]!, y.shape[0]!]);
  if (!sameType(x, y) || !sameType(x, r)) checkSameType("addr", { x, y, result: r });
  put(0, r);
  put(1, x);
  put(2, y);
  const { device } = r.store;
  device.check(device.symbols.tm_addr(r.store.block.arg, x.store.block.arg, y.store.block.arg, frame, beta, alpha));
  return r;
}

/** r[i] = beta r[i] + alpha a[i] b[i], in place. */
export function baddbmmInto(r: Tensor, beta: number, alpha: number, a: Tensor, b: Tensor): Tensor {
  checkDims("baddbmm", "the first factor", a, ["b", "n", "k"]);
  checkSize("baddbmm", "the second factor", b, [a.shape[0]!, a.shape[2]!, "m"]);
  checkSize("baddbmm", "the result", r, [a.shape[0]!, a.shape[1]!, b.shape[2]!]);
  if (!sameType(a, b) || !sameType(a, r)) checkSameType("baddbmm", { a, b, result: r });
  put(0, r);
  put(1, a);
  put(2, b);
  const { device } = r.store;
  device.check(device.symbols.tm_baddbmm(r.store.block.arg, a.store.block.arg, b.store.block.arg, frame, beta, alpha));
  return r;
}

/** r = beta r + alpha Σ a[i] b[i], in place. */
export function addbmmInto(r: Tensor, beta: number, alpha: number, a: Tensor, b: Tensor): Tensor {
  checkDims("addbmm", "the first factor", a, ["b", "n", "k"]);
  checkSize("addbmm", "the second factor", b, [a.shape[0]!, a.shape[2]!, "m"]);
  if (a.shape[0] === 0) return beta === 0 ? r.zero() : r.mul(beta);
  for (let i = 0; i < a.shape[0]!; i++, beta = 1) addmmInto(r, beta, alpha, a.select(0, i), b.select(0, i));
  return r;
}

/**
 * Returns the matrix product a b.
 *
 * @param a [n, k], any strides.
 * @param b [k, m], any strides, of the same dtype.
 * @param options Where the result goes; a new tensor by default.
 * @returns [n, m].
 * @throws {TypeError} If the sizes do not fit or the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { mm, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const a = tensor([[1, 2], [3, 4]]);
 * assertEquals(mm(a, a.t()).toArray(), [[5, 11], [11, 25]]);
 * ```
 */
export function mm(a: Tensor, b: Tensor, options?: OutOption): Tensor {
  checkFactors("mm", a, b);
  const { code, device } = a.store, n = a.shape[0]!, m = b.shape[1]!;
  let r = options?.out;
  if (r === undefined) r = fresh(code, [n, m], device);
  else if (
    r?.store?.code !== code || r.shape.length !== 2 || r.shape[0] !== n || r.shape[1] !== m || r.store.device !== device
  ) {
    r = receiver("mm", r, code, [n, m], device);
  }
  return productInto(r, 0, 1, a, b);
}

/**
 * Returns the product a x of a matrix and a vector.
 *
 * @param a [n, m], any strides.
 * @param x [m], of the same dtype.
 * @param options Where the result goes; a new tensor by default.
 * @returns [n].
 * @throws {TypeError} If the sizes do not fit or the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { mv, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(mv(tensor([[1, 2], [3, 4]]), tensor([5, 6])).toArray(), [17, 39]);
 * ```
 */
export function mv(a: Tensor, x: Tensor, options?: OutOption): Tensor {
  checkDims("mv", "the matrix", a, ["n", "m"]);
  return addmvInto(receiver("mv", options?.out, a.store.code, [a.shape[0]!], a.store.device), 0, 1, a, x);
}

/**
 * Returns the outer product x yᵀ of two vectors.
 *
 * @param x [n].
 * @param y [m], of the same dtype.
 * @param options Where the result goes; a new tensor by default.
 * @returns [n, m].
 * @throws {TypeError} If the sizes do not fit or the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { ger, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(ger(tensor([1, 2]), tensor([3, 4])).toArray(), [[3, 4], [6, 8]]);
 * ```
 */
export function ger(x: Tensor, y: Tensor, options?: OutOption): Tensor {
  checkDims("ger", "the first vector", x, ["n"]);
  checkDims("ger", "the second vector", y, ["m"]);
  return addrInto(receiver("ger", options?.out, x.store.code, [x.shape[0]!, y.shape[0]!], x.store.device), 0, 1, x, y);
}

/**
 * Returns the products a[i] b[i] of two batches of matrices.
 *
 * @param a [b, n, k], any strides.
 * @param b [b, k, m], any strides, of the same dtype.
 * @param options Where the result goes; a new tensor by default.
 * @returns [b, n, m].
 * @throws {TypeError} If the sizes do not fit or the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { bmm, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const a = tensor([[[1, 2]], [[3, 4]]]);
 * assertEquals(bmm(a, a.transpose(1, 2)).toArray(), [[[5]], [[25]]]);
 * ```
 */
export function bmm(a: Tensor, b: Tensor, options?: OutOption): Tensor {
  checkDims("bmm", "the first factor", a, ["b", "n", "k"]);
  checkDims("bmm", "the second factor", b, ["b", "k", "m"]);
  const shape = [a.shape[0]!, a.shape[1]!, b.shape[2]!];
  return baddbmmInto(receiver("bmm", options?.out, a.store.code, shape, a.store.device), 0, 1, a, b);
}

function start(caller: string, x: Tensor, options: ScaleOptions | undefined): Tensor {
  const r = receiver(caller, options?.out, x.store.code, x.shape, x.store.device);
  return r === x ? r : copyInto(r, x);
}

/**
 * Returns beta · x + alpha · a b; beta 0 ignores what x holds.
 *
 * @param x [n, m].
 * @param a [n, k], any strides.
 * @param b [k, m], any strides.
 * @param options The factors beta and alpha, 1 by default, and where the result goes.
 * @returns Sized like `x`.
 * @throws {TypeError} If the sizes do not fit or the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { addmm, eye, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const a = tensor([[1, 2], [3, 4]]);
 * assertEquals(addmm(eye(2), a, a, { beta: 10 }).toArray(), [[17, 10], [15, 32]]);
 * ```
 */
export function addmm(x: Tensor, a: Tensor, b: Tensor, options?: ScaleOptions): Tensor {
  return addmmInto(start("addmm", x, options), options?.beta ?? 1, options?.alpha ?? 1, a, b);
}

/**
 * Returns beta · x + alpha · a y; beta 0 ignores what x holds.
 *
 * @param x [n].
 * @param a [n, m], any strides.
 * @param y [m].
 * @param options The factors beta and alpha, 1 by default, and where the result goes.
 * @returns Sized like `x`.
 * @throws {TypeError} If the sizes do not fit or the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { addmv, ones, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const a = tensor([[1, 2], [3, 4]]);
 * assertEquals(addmv(ones([2]), a, tensor([5, 6])).toArray(), [18, 40]);
 * ```
 */
export function addmv(x: Tensor, a: Tensor, y: Tensor, options?: ScaleOptions): Tensor {
  return addmvInto(start("addmv", x, options), options?.beta ?? 1, options?.alpha ?? 1, a, y);
}

/**
 * Returns beta · x + alpha · y zᵀ; beta 0 ignores what x holds.
 *
 * @param x [n, m].
 * @param y [n].
 * @param z [m].
 * @param options The factors beta and alpha, 1 by default, and where the result goes.
 * @returns Sized like `x`.
 * @throws {TypeError} If the sizes do not fit or the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { addr, eye, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(addr(eye(2), tensor([1, 2]), tensor([3, 4])).toArray(), [[4, 4], [6, 9]]);
 * ```
 */
export function addr(x: Tensor, y: Tensor, z: Tensor, options?: ScaleOptions): Tensor {
  return addrInto(start("addr", x, options), options?.beta ?? 1, options?.alpha ?? 1, y, z);
}

/**
 * Returns beta · x[i] + alpha · a[i] b[i]; beta 0 ignores what x holds.
 *
 * @param x [b, n, m].
 * @param a [b, n, k], any strides.
 * @param b [b, k, m], any strides.
 * @param options The factors beta and alpha, 1 by default, and where the result goes.
 * @returns Sized like `x`.
 * @throws {TypeError} If the sizes do not fit or the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { baddbmm, ones, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const a = tensor([[[1, 2]], [[3, 4]]]);
 * assertEquals(baddbmm(ones([2, 1, 1]), a, a.transpose(1, 2)).toArray(), [[[6]], [[26]]]);
 * ```
 */
export function baddbmm(x: Tensor, a: Tensor, b: Tensor, options?: ScaleOptions): Tensor {
  return baddbmmInto(start("baddbmm", x, options), options?.beta ?? 1, options?.alpha ?? 1, a, b);
}

/**
 * Returns beta · x + alpha · Σ a[i] b[i]; beta 0 ignores what x holds.
 *
 * @param x [n, m].
 * @param a [b, n, k], any strides.
 * @param b [b, k, m], any strides.
 * @param options The factors beta and alpha, 1 by default, and where the result goes.
 * @returns Sized like `x`.
 * @throws {TypeError} If the sizes do not fit or the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { addbmm, ones, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const a = tensor([[[1, 2]], [[3, 4]]]);
 * assertEquals(addbmm(ones([1, 1]), a, a.transpose(1, 2)).toArray(), [[31]]);
 * ```
 */
export function addbmm(x: Tensor, a: Tensor, b: Tensor, options?: ScaleOptions): Tensor {
  return addbmmInto(start("addbmm", x, options), options?.beta ?? 1, options?.alpha ?? 1, a, b);
}

/** The matrices in the last two dimensions, repeated for a batch of the given sizes, as one batch. */
function batchOf(x: Tensor, batch: readonly number[]): Tensor {
  const [n, m] = x.shape.slice(-2) as [number, number];
  return reshape(expand(x, [[...batch, n, m]]), [[countOf(batch), n, m]]);
}

/** The product of batches of matrices, whose sizes broadcast. */
function batchProduct(a: Tensor, b: Tensor): Tensor {
  const p = a.shape.slice(0, -2), q = b.shape.slice(0, -2);
  const batch = p.length === 0 || q.length === 0 ? [...p, ...q] : broadcastSize("matmul", p, q);
  const r = bmm(batchOf(a, batch), batchOf(b, batch));
  return reshape(r, [[...batch, r.shape[1]!, r.shape[2]!]]);
}

/**
 * Returns the product as Torch7's `*` and NumPy's `matmul`: two vectors give their dot product as a number, a matrix and a vector
 * or two matrices their product. Further dimensions in front are batches of matrices, which broadcast; a vector then is a row on
 * the left, a column on the right.
 *
 * @param a [n], [n, k] or [batch…, n, k].
 * @param b [k], [k, m] or [batch…, k, m], of the same dtype.
 * @throws {TypeError} If the sizes do not fit or the dtypes differ.
 *
 * @example Usage
 * ```ts
 * import { matmul, ones, type Tensor, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(matmul(tensor([1, 2]), tensor([3, 4])), 11);
 * assertEquals((matmul(ones([5, 2, 3]), ones([3, 4])) as Tensor).size(), [5, 2, 4]);
 * ```
 */
export function matmul(a: Tensor, b: Tensor): Tensor | number {
  const m = a.shape.length, n = b.shape.length;
  if (m === 0 || n === 0) {
    throw new TypeError(
      `Cannot run matmul: the operands must have dimensions but are ${formatSize(a.shape)} and ${formatSize(b.shape)}`,
    );
  }
  if (m === 1 && n === 1) return a.dot(b);
  if (m === 2 && n === 1) return mv(a, b);
  if (m === 2 && n === 2) return mm(a, b);
  if (m === 1) {
    const r = matmul(unsqueeze(a, 0), b) as Tensor;
    return squeeze(r, r.shape.length - 2);
  }
  if (n === 1) return squeeze(matmul(a, unsqueeze(b, 1)) as Tensor, -1);
  return batchProduct(a, b);
}
