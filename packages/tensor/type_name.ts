// Torch7's names of types.
import { type Dtype, DTYPES } from "./dtype.ts";
import { Storage } from "./storage.ts";
import { Tensor } from "./tensor.ts";

const NAMES: Record<Dtype, string> = {
  uint8: "Byte",
  int8: "Char",
  int16: "Short",
  int32: "Int",
  int64: "Long",
  float32: "Float",
  float64: "Double",
  bool: "Bool",
  float16: "Half",
  bfloat16: "BFloat16",
};

/** Returns what a dtype is called in Torch7's class names: `Float`. */
export function className(code: number): string {
  return NAMES[DTYPES[code]!];
}

/**
 * Returns the name of a value's type (`torch.type`): `torch.FloatTensor`, `torch.LongStorage`, the name of another object's
 * class, or JavaScript's name of what is no object. Whether an object is of a class is said by `instanceof`.
 *
 * @param value Any value.
 *
 * @example Usage
 * ```ts
 * import { typeName, zeros } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const x = zeros([2]);
 * assertEquals([x, x.storage(), new Map(), 3].map(typeName), ["torch.FloatTensor", "torch.FloatStorage", "Map", "number"]);
 * ```
 */
export function typeName(value: unknown): string {
  if (value instanceof Tensor) return `torch.${className(value.store.code)}Tensor`;
  if (value instanceof Storage) return `torch.${className(value.code)}Storage`;
  if (value === null) return "null";
  return typeof value === "object" ? value.constructor?.name ?? "object" : typeof value;
}
