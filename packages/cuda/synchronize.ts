import type { Symbols } from "@taimatsu/tensor/native";
import { deviceAt } from "./current_device.ts";
import { deviceCount } from "./device_count.ts";
import { check, functions } from "./functions.ts";
import { openCuda } from "./library.ts";
import { CUDA_SYMBOLS } from "./symbols.ts";

/** Waiting off the main thread. */
const ASIDE = { tm_wait: { ...CUDA_SYMBOLS.tm_wait, nonblocking: true } } as const;

let aside: Symbols<typeof ASIDE> | undefined;

/**
 * Waits for all work on a GPU (Torch7's `cutorch.synchronize`).
 *
 * @throws {NativeError} If something went wrong meanwhile: an index out of range, a launch that failed.
 */
export function synchronize(index?: number): void {
  check(functions().tm_synchronize(deviceAt(index).index));
}

/** Waits for all work on all GPUs (Torch7's `cutorch.synchronizeAll`). */
export function synchronizeAll(): void {
  for (let index = 0; index < deviceCount(); index++) synchronize(index);
}

/** As {@linkcode synchronize}, while the event loop goes on. */
export async function synchronizeAsync(index?: number): Promise<void> {
  const device = deviceAt(index);
  await (aside ??= openCuda(ASIDE)).tm_wait(device.index);
  synchronize(device.index); // what went wrong is told to the thread that queued the work
}
