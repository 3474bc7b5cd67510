import { checkTensor, cpu, fromStorage, type Storage, type Tensor } from "@taimatsu/tensor";
import { foreignStorage, frame, result } from "@taimatsu/tensor/native";
import { deviceAt } from "./current_device.ts";
import { check, functions } from "./functions.ts";

/** The storages that lie in pinned memory. */
const pinned = new WeakSet<Storage>();

/** Returns a copy of a tensor of the CPU in pinned memory, or the tensor itself if it lies there. */
export function pinMemory(x: Tensor): Tensor {
  checkTensor("pinMemory", "x", x);
  if (x.device !== cpu) throw new TypeError(`Cannot run pinMemory: x must be on cpu but is on ${x.device.name}`);
  const n = x.nElement();
  if (n === 0 || isPinned(x)) return x;
  const bytes = n * x.elementSize();
  check(functions().tm_pin(deviceAt().index, bytes, frame));
  const release = (address: number): void => void functions().tm_unpin(address);
  const kind = "pinned memory: share a copy, clone()";
  const storage = foreignStorage(x.dtype, { address: result(), bytes, kind, release });
  pinned.add(storage);
  return fromStorage(storage, 0, x.size()).copy(x);
}

/** Returns whether a tensor lies in pinned memory. */
export function isPinned(x: Tensor): boolean {
  checkTensor("isPinned", "x", x);
  return pinned.has(x.storage());
}
