import { checkInteger, checkShape, checkTensor, formatSize, sameSize } from "./check.ts";
import type { Device } from "./device.ts";
import { DTYPES } from "./dtype.ts";
import { Storage } from "./storage.ts";
import { Tensor } from "./tensor.ts";

const ONE: readonly number[] = [1];

/** Returns the number of elements of a size; no dimension means empty. */
export function countOf(shape: readonly number[]): number {
  if (shape.length === 1) return shape[0]!;
  if (shape.length === 0) return 0;
  let n = 1;
  for (let d = 0; d < shape.length; d++) n *= shape[d]!;
  return n;
}

/** Returns the strides of a contiguous tensor. */
export function stridesOf(shape: readonly number[]): readonly number[] {
  if (shape.length === 1) return ONE;
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let d = shape.length - 1; d >= 0; d--) {
    strides[d] = step;
    step *= shape[d]!;
  }
  return strides;
}

/** Makes a contiguous tensor of dtype number `code` on a device, with unknown contents. `shape` is kept, not copied. */
export function fresh(code: number, shape: readonly number[], device: Device): Tensor {
  const n = countOf(shape);
  return new Tensor(new Storage(code, n, true, device), shape, stridesOf(shape), 0, n, true);
}

/** As {@linkcode fresh}, filled with zeros. */
export function freshZero(code: number, shape: readonly number[], device: Device): Tensor {
  const n = countOf(shape);
  return new Tensor(new Storage(code, n, false, device), shape, stridesOf(shape), 0, n, true);
}

/** Returns whether the elements follow each other in row-major order. */
function isDense(shape: readonly number[], strides: readonly number[]): boolean {
  let step = 1;
  for (let d = shape.length - 1; d >= 0; d--) {
    const size = shape[d]!;
    if (size !== 1 && strides[d] !== step) return false;
    step *= size;
  }
  return true;
}

/** Makes a view of `x`'s storage. */
export function viewAt(x: Tensor, shape: readonly number[], strides: readonly number[], offset: number): Tensor {
  const n = countOf(shape);
  return new Tensor(x.store, shape, strides, offset, n, n === 0 || isDense(shape, strides));
}

/** Makes a tensor over a storage, which it must not leave. */
export function overStorage(
  storage: Storage,
  offset = 0,
  shape: readonly number[] = [storage.length - offset],
  strides: readonly number[] = stridesOf(shape),
): Tensor {
  checkInteger("fromStorage", "offset", offset, 0, storage.length);
  checkShape("fromStorage", shape);
  if (strides.length !== shape.length || !strides.every(Number.isInteger)) {
    throw new TypeError(
      `Cannot run fromStorage: strides must be ${shape.length} integers but are ${formatSize(strides)}`,
    );
  }
  let low = offset, high = offset;
  for (let d = 0; d < shape.length; d++) {
    const reach = (shape[d]! - 1) * strides[d]!;
    if (reach < 0) low += reach;
    else high += reach;
  }
  const n = countOf(shape);
  if (n > 0 && (low < 0 || high >= storage.length)) {
    throw new RangeError(
      `Cannot run fromStorage: the tensor must lie in the storage of ${storage.length} elements but reaches from ` +
        `${low} to ${high}`,
    );
  }
  return new Tensor(storage, shape.slice(), strides.slice(), offset, n, n === 0 || isDense(shape, strides));
}

type Layout = { -readonly [K in keyof Tensor]: Tensor[K] };

/** Makes `x` view another storage, in place. */
export function relayout(
  x: Tensor,
  store: Storage,
  shape: readonly number[],
  strides: readonly number[],
  offset: number,
): void {
  const layout = x as Layout;
  layout.store = store;
  layout.shape = shape;
  layout.strides = strides;
  layout.offset = offset;
  layout.count = countOf(shape);
  layout.dense = layout.count === 0 || isDense(shape, strides);
}

/**
 * Gives `x` other sizes, contiguous from its offset on; the storage grows if it is too small, the contents are then unknown.
 * Nothing happens if `x` has these sizes already, whatever its strides.
 */
export function resizeTo(x: Tensor, shape: readonly number[]): Tensor {
  if (sameSize(x.shape, shape)) return x;
  const n = countOf(shape), layout = x as Layout;
  layout.shape = shape;
  layout.strides = stridesOf(shape);
  layout.count = n;
  layout.dense = true;
  x.store.reserve(x.offset + n);
  return x;
}

/**
 * Returns the tensor that receives a result: `out`, resized, or a new one.
 *
 * @throws {TypeError} If `out` is no tensor, has another dtype or lies on another device.
 */
export function receiver(
  caller: string,
  out: Tensor | undefined,
  code: number,
  shape: readonly number[],
  device: Device,
): Tensor {
  if (out === undefined) return fresh(code, shape, device);
  if (out?.store?.code !== code) {
    checkTensor(caller, "out", out);
    throw new TypeError(`Cannot run ${caller}: out must be ${DTYPES[code]} but is ${out.dtype}`);
  }
  if (out.store.device !== device) {
    throw new TypeError(`Cannot run ${caller}: out must be on ${device.name} but is on ${out.store.device.name}`);
  }
  return resizeTo(out, shape);
}

/** Sizes as a user gives them, `view(2, 3)` or `view([2, 3])`, as a list of their own. */
export function sizesFrom(caller: string, sizes: readonly (number | readonly number[])[]): number[] {
  const shape = sizes.length === 1 && Array.isArray(sizes[0]) ? [...sizes[0]] : [...sizes as readonly number[]];
  checkShape(caller, shape);
  return shape;
}

/** As {@linkcode sizesFrom}, where one entry may be −1: the size that makes the elements `n`. */
export function sizesFor(caller: string, sizes: readonly (number | readonly number[])[], n: number): number[] {
  const shape = sizes.length === 1 && Array.isArray(sizes[0]) ? [...sizes[0]] : [...sizes as readonly number[]];
  const free = shape.indexOf(-1);
  if (free >= 0) {
    shape[free] = 1;
    const others = countOf(shape);
    shape[free] = n / others;
    if (!Number.isInteger(shape[free])) {
      shape[free] = -1;
      throw new TypeError(`Cannot run ${caller}: ${n} elements cannot be viewed as ${formatSize(shape)}`);
    }
  }
  checkShape(caller, shape);
  if (countOf(shape) !== n) {
    throw new TypeError(`Cannot run ${caller}: ${n} elements cannot be viewed as ${formatSize(shape)}`);
  }
  return shape;
}
