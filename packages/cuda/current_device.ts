import { defaultDevice, setDefaultDevice } from "@taimatsu/tensor";
import { CudaDevice } from "./cuda_device.ts";
import { takeCensus } from "./device_count.ts";

const devices: CudaDevice[] = [];
let current = 0;

/** Counts GPUs in words. */
function gpus(count: number): string {
  return count === 1 ? "there is 1 GPU, number 0" : `there are ${count} GPUs, from 0`;
}

/**
 * Returns the device of a GPU, always the same one.
 *
 * @throws {RangeError} If there is no GPU of that number.
 * @throws {Error} If there is no GPU at all; the message says what is missing.
 */
export function deviceAt(index: number = current): CudaDevice {
  const known = devices[index];
  if (known !== undefined) return known;
  if (!Number.isInteger(index) || index < 0) {
    throw new RangeError(`Cannot use a GPU: its number must be an integer from 0 but is ${index}`);
  }
  const { count, reason } = takeCensus();
  if (count === 0) throw new Error(`Cannot use cuda:${index}: ${reason}`);
  if (index >= count) throw new RangeError(`Cannot use cuda:${index}: ${gpus(count)}`);
  return devices[index] = new CudaDevice(index);
}

/** Returns the GPU that is meant where none is named (Torch7's `cutorch.getDevice`). */
export function currentDevice(): CudaDevice {
  return deviceAt(current);
}

/**
 * Says which GPU is meant where none is named (Torch7's `cutorch.setDevice`). If new tensors are made on a GPU, they are made
 * there from then on.
 */
export function setDevice(index: number): void {
  const device = deviceAt(index);
  current = index;
  if (defaultDevice() instanceof CudaDevice) setDefaultDevice(device);
}

/**
 * Runs a function with another GPU as the one that is meant where none is named, and makes the former one that again, whatever
 * happens (Torch7's `cutorch.withDevice`).
 *
 * @param fn A synchronous function.
 * @returns What `fn` returned.
 * @throws {TypeError} If `fn` returns a promise.
 */
export function withDevice<T>(index: number, fn: () => T): T {
  const before = current, made = defaultDevice();
  setDevice(index);
  let result: T;
  try {
    result = fn();
  } finally {
    current = before;
    if (made instanceof CudaDevice) setDefaultDevice(made);
  }
  if (result instanceof Promise) throw new TypeError("Cannot run withDevice: the function must not be async");
  return result;
}
