import { checkOneOf, checkWritable, describe, formatSize, sameSize } from "./check.ts";
import { dtypeCode, elementSizeOf } from "./codes.ts";
import { checkDevice, cpu, Device } from "./device.ts";
import { type Dtype, DTYPES } from "./dtype.ts";
import { frame, put, putView } from "./frame.ts";
import { fresh, receiver, stridesOf } from "./make.ts";
import { overlaps } from "./overlap.ts";
import type { Storage } from "./storage.ts";
import type { Tensor } from "./tensor.ts";
import type { PlaceOptions } from "./types.ts";

/**
 * r = x where both have `count` elements; the sizes may differ, the order is row-major.
 *
 * @param queued Whether a copy between devices may be done later.
 */
export function copyInto(r: Tensor, x: Tensor, queued = false): Tensor {
  if (r.count !== x.count) {
    throw new TypeError(
      `Cannot run copy: the source must have the ${r.count} elements of ${formatSize(r.shape)} but has ` +
        `${x.count} in ${formatSize(x.shape)}`,
    );
  }
  if (r.store === x.store && overlaps(r, x)) x = clone(x);
  const rs = r.store, xs = x.store, { device } = rs;
  if (device !== xs.device) return transfer(r, x, queued);
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

/** The bytes of a contiguous tensor of the CPU. */
function bytesOf(x: Tensor): Uint8Array<ArrayBuffer> {
  const { store } = x, width = elementSizeOf(store.code);
  return new Uint8Array(store.block.buffer, (store.base + x.offset) * width, x.count * width);
}

/** r = x from one device to another, in row-major order. */
function transfer(r: Tensor, x: Tensor, queued: boolean): Tensor {
  const rs = r.store, xs = x.store, from = xs.device.memory, to = rs.device.memory;
  if (r.count === 0) return r;
  if (from !== undefined && to !== undefined) return copyInto(r, moved(x, cpu));
  const source = x.dense ? x : clone(x),
    start = (store: Storage, offset: number) => (store.base + offset) * elementSizeOf(store.code);
  if (from !== undefined) {
    const target = r.dense && rs.code === xs.code ? r : fresh(xs.code, x.shape, cpu);
    from.download(
      source.store.block.handle,
      start(source.store, source.offset),
      bytesOf(target),
      queued && target === r,
    );
    return target === r ? r : copyInto(r, target);
  }
  const converted = rs.code === xs.code ? source : copyInto(fresh(rs.code, x.shape, cpu), source);
  const target = r.dense ? r : fresh(rs.code, x.shape, rs.device);
  to!.upload(
    target.store.block.handle,
    start(target.store, target.offset),
    bytesOf(converted),
    queued && converted === x,
  );
  return target === r ? r : copyInto(r, target);
}

/** Returns `x` itself if it lies on the device, else a contiguous copy there. */
export function moved(x: Tensor, device: Device): Tensor {
  return x.store.device === device ? x : copyInto(fresh(x.store.code, x.shape, device), x);
}

/** Returns `x` itself if it has a dtype and lies on a device, else a copy that does. */
export function placed(x: Tensor, target: Dtype | Device | PlaceOptions): Tensor {
  if (typeof target === "string") return convert(x, target);
  if (target instanceof Device) return moved(x, target);
  if (typeof target !== "object" || target === null) {
    throw new TypeError(`Cannot run to: target must be a dtype, a device or both but is ${describe(target)}`);
  }
  const { dtype = x.dtype, device = x.device } = target;
  checkDevice("to", device);
  // What crosses is the smaller of the two.
  const before = elementSizeOf(dtypeCode(dtype)) <= x.elementSize();
  return before ? moved(convert(x, dtype), device) : convert(moved(x, device), dtype);
}

/** Returns a contiguous copy. */
export function clone(x: Tensor): Tensor {
  return copyInto(fresh(x.store.code, x.shape, x.store.device), x);
}

/** Returns `x`, or a copy of it if writing `r` would change elements of `x` that are still to be read. */
export function apart(r: Tensor, x: Tensor): Tensor {
  return x.store === r.store && overlaps(r, x) ? clone(x) : x;
}

/** Returns a result, or copies it to `out`. */
export function deliver(caller: string, r: Tensor, out: Tensor | undefined): Tensor {
  return out === undefined ? r : copyInto(receiver(caller, out, r.store.code, r.shape, r.store.device), r);
}

/** Returns `x` itself if it has the dtype, else a converted copy. */
export function convert(x: Tensor, dtype: Dtype): Tensor {
  checkOneOf("to", "dtype", dtype, DTYPES);
  return x.dtype === dtype ? x : copyInto(fresh(dtypeCode(dtype), x.shape, x.store.device), x);
}

/** Sets every element. */
export function fillInto(r: Tensor, value: number): Tensor {
  const { store } = r;
  put(0, r);
  const status = store.device.symbols.tm_fill(store.block.arg, frame, value);
  if (status !== 0) throw store.device.error(status);
  return r;
}
