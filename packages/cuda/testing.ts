/**
 * Helpers for tests that run on every device there is.
 *
 * @module
 */
import { cpu, type Device } from "@taimatsu/tensor";
import { cuda } from "./cuda.ts";

/** A device, and what reports call it. */
export interface TestDevice {
  /** `cpu`, `cuda (emulated)` or `cuda`: an emulated GPU is never reported as one. */
  readonly name: string;
  /** The device. */
  readonly device: Device;
}

/**
 * Returns the devices that tests can run on: the CPU, and a GPU, real or emulated, where there is one.
 *
 * @example Usage
 * ```ts
 * import { testDevices } from "@taimatsu/cuda/testing";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(testDevices()[0]!.name, "cpu");
 * ```
 */
export function testDevices(): TestDevice[] {
  const gpu = cuda.isAvailable() ? [{ name: cuda.isEmulated() ? "cuda (emulated)" : "cuda", device: cuda(0) }] : [];
  return [{ name: "cpu", device: cpu }, ...gpu];
}
