import type { Device, Symbols } from "./device.ts";

/**
 * Returns what gives a package's functions of a device; the last device's are at hand.
 *
 * @param table The functions it calls, as in `taimatsu.h`.
 */
export function kernelsFrom<T extends Deno.ForeignLibraryInterface>(table: T): (device: Device) => Symbols<T> {
  let last: Device | undefined, symbols: Symbols<T>;
  return (device) => {
    if (device !== last) {
      symbols = device.open(table);
      last = device;
    }
    return symbols;
  };
}
