// What images share on the way to the native library.
import type { Device } from "@taimatsu/tensor";
import type { Symbols } from "@taimatsu/tensor/native";
import { IMAGE_SYMBOLS } from "./symbols.ts";

let device: Device | undefined, symbols: Symbols<typeof IMAGE_SYMBOLS>;

/** Returns the functions for images of a device; the last device's are at hand. */
export function kernelsOf(wanted: Device): Symbols<typeof IMAGE_SYMBOLS> {
  if (wanted !== device) {
    symbols = wanted.open(IMAGE_SYMBOLS);
    device = wanted;
  }
  return symbols;
}
