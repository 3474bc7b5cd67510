/**
 * The CUDA device for Taimatsu. Not built yet: everything here says so when it is called.
 *
 * @module
 */
import type { Device } from "@taimatsu/tensor";

/**
 * Returns a GPU as a device.
 *
 * @param index Which GPU, from 0.
 * @throws {Error} Always: the CUDA library is not built yet.
 *
 * @example Usage
 * ```ts
 * import { cuda } from "@taimatsu/cuda";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => cuda(0), Error, "Cannot use cuda:0: the CUDA library is not built yet");
 * ```
 */
export function cuda(index = 0): Device {
  throw new Error(`Cannot use cuda:${index}: the CUDA library is not built yet`);
}
