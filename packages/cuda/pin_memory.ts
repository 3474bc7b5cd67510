import { checkTensor, cpu, fromStorage, type Tensor } from "@taimatsu/tensor";
import { foreignStorage, frame, result } from "@taimatsu/tensor/native";
import { deviceAt } from "./current_device.ts";
import { check, functions } from "./functions.ts";

/** What marks the storages that lie in pinned memory. */
const PINNED = "pinned memory: share a copy, clone()";

/** Returns a copy of a tensor of the CPU in pinned memory, or the tensor itself if it lies there. */
export function pinMemory(x: Tensor): Tensor {
  checkTensor("pinMemory", "x", x);
  if (x.device !== cpu) throw new TypeError(`Cannot run pinMemory: x must be on cpu but is on ${x.device.name}`);
  const n = x.nElement();
  if (n === 0 || isPinned(x)) return x;
  const bytes = n * x.elementSize();
  check(functions().tm_pin(deviceAt().index, bytes, frame));
  const release = (address: number): void => void functions().tm_unpin(address);
  const storage = foreignStorage(x.dtype, { address: result(), bytes, kind: PINNED, release });
  return fromStorage(storage, 0, x.size()).copy(x);
}

/** Returns whether a tensor lies in pinned memory. */
export function isPinned(x: Tensor): boolean {
  checkTensor("isPinned", "x", x);
  return x.store.block.foreign === PINNED;
}
