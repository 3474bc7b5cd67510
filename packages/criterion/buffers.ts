// Tensors that a criterion keeps from call to call.
import type { Device, Tensor } from "@taimatsu/tensor";
import { fresh, resizeTo } from "@taimatsu/tensor/native";

/** The size of a loss. */
export const ONE: readonly number[] = [1];

/**
 * Returns `kept` with other sizes and unknown contents, or a new tensor if it is missing, disposed, of another dtype or on another
 * device.
 */
export function fit(kept: Tensor | undefined, code: number, shape: readonly number[], device: Device): Tensor {
  const fits = kept !== undefined && kept.store.code === code && kept.store.device === device && kept.dense &&
    kept.store.block.arg !== null;
  return fits ? resizeTo(kept, shape) : fresh(code, shape, device);
}

/** Returns `x` if it is contiguous, else a copy of it in `kept`. */
export function denseIn(kept: Tensor | undefined, x: Tensor): Tensor {
  return x.dense ? x : fit(kept, x.store.code, x.shape, x.store.device).copy(x);
}
