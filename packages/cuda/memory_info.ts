import { frame, result } from "@taimatsu/tensor/native";
import { deviceAt } from "./current_device.ts";
import { check, functions } from "./functions.ts";

/** How the memory of a GPU is used, in bytes. */
export interface MemoryInfo {
  /** What no program uses. */
  readonly free: number;
  /** All that there is. */
  readonly total: number;
  /** What tensors of this program hold. */
  readonly used: number;
  /** The most that they have held. */
  readonly peak: number;
  /** What the pool has taken from the device for them, used or not. */
  readonly reserved: number;
  /** How many storages hold {@linkcode used}. */
  readonly storages: number;
}

/** Returns how the memory of a GPU is used (Torch7's `cutorch.getMemoryUsage`). */
export function memoryInfo(index?: number): MemoryInfo {
  check(functions().tm_memory_info(deviceAt(index).index, frame));
  const [free, total, used, peak, reserved, storages] = [0, 1, 2, 3, 4, 5].map(result) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return { free, total, used, peak, reserved, storages };
}
