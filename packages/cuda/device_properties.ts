import { deviceAt } from "./current_device.ts";
import { check, functions } from "./functions.ts";
import { textOf } from "./library.ts";

/** What is known of a GPU, under the names that Torch7 has for it; more may follow. */
export interface DeviceProperties {
  /** The model; `emulated on the host` if it is none. */
  readonly name: string;
  /** The compute capability: 9 and 0 for 9.0. */
  readonly major: number;
  /** Its second number. */
  readonly minor: number;
  /** Bytes of memory. */
  readonly totalGlobalMem: number;
  /** Number of multiprocessors. */
  readonly multiProcessorCount: number;
  /** Threads that run in step. */
  readonly warpSize: number;
  /** Threads that a block may have. */
  readonly maxThreadsPerBlock: number;
  /** Bytes of memory that the threads of a block may share. */
  readonly sharedMemPerBlock: number;
  /** What else the library tells. */
  readonly [name: string]: string | number;
}

function parse(line: string): [string, string | number] {
  const space = line.indexOf(" "), value = line.slice(space + 1);
  return [line.slice(0, space), /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value];
}

/** Returns what is known of a GPU (Torch7's `cutorch.getDeviceProperties`). */
export function deviceProperties(index?: number): DeviceProperties {
  const device = deviceAt(index);
  const text = textOf((text) => check(functions().tm_device_properties(device.index, text, text.length)), 4096);
  const lines = text.split("\n").filter((line) => line !== "");
  return Object.fromEntries(lines.map(parse)) as unknown as DeviceProperties;
}
