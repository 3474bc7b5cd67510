import { frame, result } from "@taimatsu/tensor/native";
import { check, functions } from "./functions.ts";
import { lastMessage } from "./library.ts";

/** What was found when the GPUs were counted. */
interface Census {
  /** How many there are. */
  count: number;
  /** Whether they are emulated on the host. */
  emulated: boolean;
  /** Why there are none. */
  reason: string;
}

let census: Census | undefined;

/** Counts the GPUs; once there are some, their number stays. */
export function takeCensus(): Census {
  if (census !== undefined) return census;
  let found: Census;
  try {
    check(functions().tm_device_count(frame));
    const count = result(0);
    found = { count, emulated: result(1) === 1, reason: count > 0 ? "" : lastMessage() };
  } catch (error) {
    return { count: 0, emulated: false, reason: (error as Error).message };
  }
  if (found.count > 0) census = found;
  return found;
}

/**
 * Returns how many GPUs there are: 0, without an error, where the library, a driver or a GPU is missing; {@linkcode describe}
 * says which.
 */
export function deviceCount(): number {
  return takeCensus().count;
}

/** Returns whether there is a GPU. */
export function isAvailable(): boolean {
  return deviceCount() > 0;
}

/** Returns whether the GPUs are emulated on the host, as `TAIMATSU_CUDA_EMULATE=1` asks for in tests. */
export function isEmulated(): boolean {
  return takeCensus().emulated;
}
