// Positions as users give them: int64 tensors or lists.
import { checkSize, describe } from "./check.ts";
import { INT64 } from "./codes.ts";
import { tensor } from "./create.ts";
import type { Device } from "./device.ts";
import { Tensor } from "./tensor.ts";
import type { Positions } from "./types.ts";

/** Returns positions as an int64 tensor; those of a list lie on the device. */
export function positionsOf(caller: string, index: Positions, device: Device): Tensor {
  if (Array.isArray(index)) return tensor(index, { dtype: "int64", device });
  if (!(index instanceof Tensor)) {
    throw new TypeError(`Cannot run ${caller}: index must be an int64 tensor or a list but is ${describe(index)}`);
  }
  if (index.store.code !== INT64) {
    throw new TypeError(`Cannot run ${caller}: index must be int64 but is ${index.dtype}`);
  }
  return index;
}

/** As {@linkcode positionsOf}, for positions in one dimension. */
export function vectorOf(caller: string, index: Positions, device: Device): Tensor {
  const positions = positionsOf(caller, index, device);
  if (positions.shape.length > 1) checkSize(caller, "index", positions, ["n"]);
  return positions;
}

/** Strides that repeat a vector along all dimensions but `dim`. */
export function strideAlong(dim: number, dims: number, stride: number): number[] {
  const strides = new Array<number>(dims).fill(0);
  strides[dim] = stride;
  return strides;
}
