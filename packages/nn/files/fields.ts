// What forms of several classes share.
import { describe, Tensor } from "@taimatsu/tensor";

/** Returns the sizes of a matrix that a file holds. */
export function matrixOf(name: string, value: unknown): [rows: number, columns: number] {
  if (value instanceof Tensor && value.shape.length === 2) return [value.shape[0]!, value.shape[1]!];
  const found = value instanceof Tensor ? `[${value.shape}]` : describe(value);
  throw new TypeError(`${name} must be a tensor of two dimensions but is ${found}`);
}
