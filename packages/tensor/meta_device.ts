import { Device, type DeviceMemory, type Symbols } from "./device.ts";

/** Stands for all memory there. */
const HANDLE = new ArrayBuffer(8);

const memory: DeviceMemory = {
  reserve: () => HANDLE,
  release: () => {},
  extent: () => -1,
  upload: () => {},
  download: (_handle, _byteOffset, to) => void to.fill(0),
};

class MetaDevice extends Device {
  protected override load<T extends Deno.ForeignLibraryInterface>(): Symbols<T> {
    return new Proxy({}, { get: () => () => 0 }) as Symbols<T>;
  }
}

/**
 * A device without memory: tensors there have sizes and no elements, and what computes there does nothing. Modules are made there when
 * their parameters come from a file.
 *
 * @example Usage
 * ```ts
 * import { empty } from "@taimatsu/tensor";
 * import { meta } from "@taimatsu/tensor/native";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(empty([1e6, 1e6], { device: meta }).fill(1).size(), [1e6, 1e6]);
 * ```
 */
export const meta: Device = new MetaDevice("meta", memory);
