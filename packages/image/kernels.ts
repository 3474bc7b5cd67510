// What images share on the way to the native library.
import type { Device } from "@taimatsu/tensor";
import { kernelsFrom, type Symbols } from "@taimatsu/tensor/native";
import { IMAGE_SYMBOLS } from "./symbols.ts";

/** Returns the functions for images of a device; the last device's are at hand. */
export const kernelsOf: (device: Device) => Symbols<typeof IMAGE_SYMBOLS> = kernelsFrom(IMAGE_SYMBOLS);
