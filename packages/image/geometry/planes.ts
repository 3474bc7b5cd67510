// Images of any number of dimensions as the native library takes them, and where results go.
import { checkInteger, formatSize, type Tensor } from "@taimatsu/tensor";
import { fresh, receiver } from "@taimatsu/tensor/native";

/** Most rows or columns of an image that is made. */
const MOST = 2 ** 24;

/** Returns [batch, channels, height, width]. */
export function planesOf({ shape }: { shape: readonly number[] }): [number, number, number, number] {
  const n = shape.length;
  return [n > 3 ? shape[n - 4]! : 1, n > 2 ? shape[n - 3]! : 1, shape[n - 2]!, shape[n - 1]!];
}

/** Returns the sizes of `x` with other ones in space. */
export function sized(caller: string, x: Tensor, width: number, height: number): number[] {
  if (width > MOST || height > MOST || width * height > 2 ** 31 - 1) {
    throw new RangeError(
      `Cannot run ${caller}: the result must have less than 2^31 pixels, up to ${MOST} a side, but is ${
        formatSize([height, width])
      }`,
    );
  }
  return [...x.shape.slice(0, -2), height, width];
}

/** Returns the view of a part; the ends are exclusive. */
export function part(caller: string, src: Tensor, x1: number, y1: number, x2: number, y2: number): Tensor {
  Object.entries({ x1, y1, x2, y2 }).forEach(([name, value]) => checkInteger(caller, name, value, -Infinity));
  const n = src.shape.length, height = src.shape[n - 2]!, width = src.shape[n - 1]!;
  if (x1 < 0 || y1 < 0 || x2 > width || y2 > height || x2 <= x1 || y2 <= y1) {
    throw new RangeError(
      `Cannot run ${caller}: the part must lie in [0, ${width}) and [0, ${height}) but has x from ${x1} to ${x2}, y from ` +
        `${y1} to ${y2}`,
    );
  }
  return src.narrow(n - 2, y1, y2 - y1).narrow(n - 1, x1, x2 - x1);
}

/**
 * Lets `run` write a result of the dtype of the first input: into `out` where that does no harm, else beside it.
 *
 * @param run Gets a contiguous result that shares no memory with the inputs, and returns the status of the native library.
 */
export function produce(
  caller: string,
  inputs: readonly Tensor[],
  shape: readonly number[],
  out: Tensor | undefined,
  run: (r: Tensor) => number,
): Tensor {
  const { code, device } = inputs[0]!.store;
  const shared = out === undefined || inputs.some((x) => x.store === out.store);
  let r = shared
    ? fresh(code, shape, inputs[0]!.store.device)
    : receiver(caller, out, code, shape, inputs[0]!.store.device);
  if (!r.dense) r = fresh(code, shape, inputs[0]!.store.device);
  const status = run(r);
  if (status !== 0) throw device.error(status);
  return out === undefined || out === r ? r : receiver(caller, out, code, shape, inputs[0]!.store.device).copy(r);
}
