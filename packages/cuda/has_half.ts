import { deviceProperties } from "./device_properties.ts";

/**
 * Returns whether a GPU has instructions for 16-bit numbers (Torch7's `cutorch.hasHalfInstructions`): compute capability 5.3 or
 * later. Tensors of float16 and bfloat16 can be stored and converted on any.
 */
export function hasHalf(index?: number): boolean {
  const { major, minor } = deviceProperties(index);
  return major > 5 || (major === 5 && minor >= 3);
}
