import { checkOneOf, checkWritable, formatSize, sameSize } from "./check.ts";
import { dtypeCode } from "./codes.ts";
import { type Dtype, DTYPES } from "./dtype.ts";
import { frame, put, putView } from "./frame.ts";
import { fresh, receiver, stridesOf } from "./make.ts";
import { overlaps } from "./overlap.ts";
import type { Tensor } from "./tensor.ts";

/** r = x where both have `count` elements; the sizes may differ, the order is row-major. */
export function copyInto(r: Tensor, x: Tensor): Tensor {
  if (r.count !== x.count) {
    throw new TypeError(
      `Cannot run copy: the source must have the ${r.count} elements of ${formatSize(r.shape)} but has ` +
        `${x.count} in ${formatSize(x.shape)}`,
    );
  }
  if (r.store === x.store && overlaps(r, x)) x = clone(x);
  const rs = r.store, xs = x.store, { device } = rs;
  let status: number;
  if (r.dense && x.dense && rs.code === xs.code) {
    // deno-fmt-ignore
    status = device.symbols.tm_copy_n(rs.code, r.count, rs.block.arg, rs.base + r.offset, rs.extent,
      xs.block.arg, xs.base + x.offset, xs.extent);
  } else {
    if (!r.dense) checkWritable("copy", "the tensor", r);
    if (sameSize(r.shape, x.shape)) {
      put(0, r);
      put(1, x);
    } else if (x.dense) {
      put(0, r);
      putView(1, x, r.shape, stridesOf(r.shape));
    } else if (r.dense) {
      putView(0, r, x.shape, stridesOf(x.shape));
      put(1, x);
    } else {
      return copyInto(r, clone(x));
    }
    status = device.symbols.tm_copy(rs.block.arg, xs.block.arg, frame);
  }
  if (status !== 0) throw device.error(status);
  return r;
}

/** Returns a contiguous copy. */
export function clone(x: Tensor): Tensor {
  return copyInto(fresh(x.store.code, x.shape), x);
}

/** Returns `x`, or a copy of it if writing `r` would change elements of `x` that are still to be read. */
export function apart(r: Tensor, x: Tensor): Tensor {
  return x.store === r.store && overlaps(r, x) ? clone(x) : x;
}

/** Returns a result, or copies it to `out`. */
export function deliver(caller: string, r: Tensor, out: Tensor | undefined): Tensor {
  return out === undefined ? r : copyInto(receiver(caller, out, r.store.code, r.shape), r);
}

/** Returns `x` itself if it has the dtype, else a converted copy. */
export function convert(x: Tensor, dtype: Dtype): Tensor {
  checkOneOf("to", "dtype", dtype, DTYPES);
  return x.dtype === dtype ? x : copyInto(fresh(dtypeCode(dtype), x.shape), x);
}

/** Sets every element. */
export function fillInto(r: Tensor, value: number): Tensor {
  const { store } = r;
  put(0, r);
  const status = store.device.symbols.tm_fill(store.block.arg, frame, value);
  if (status !== 0) throw store.device.error(status);
  return r;
}
