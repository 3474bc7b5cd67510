// What forms of several classes share.
import { describe, type Dtype, Tensor } from "@taimatsu/tensor";
import { dataClass, type FieldForm, FLOAT64, tensorClass } from "@taimatsu/tensor/native";

/** Returns the size of a tensor of so many dimensions that a file holds. */
export function shapeOf(name: string, value: unknown, dims?: number): number[] {
  if (value instanceof Tensor && (dims === undefined || value.shape.length === dims)) return [...value.shape];
  const found = value instanceof Tensor ? `[${value.shape}]` : describe(value);
  const count = dims === undefined ? "" : ` of ${dims === 2 ? "two" : dims} dimensions`;
  throw new TypeError(`${name} must be a tensor${count} but is ${found}`);
}

/** Returns the sizes of a matrix that a file holds. */
export function matrixOf(name: string, value: unknown): [rows: number, columns: number] {
  return shapeOf(name, value, 2) as [number, number];
}

/** Returns whether a file has nothing there. */
export function isMissing(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

/** Returns the floating-point dtype of a class of tensors, on a GPU or not: modules have no other than these two. */
export function floatDtype(className: unknown): "float32" | "float64" {
  return typeof className === "string" && dataClass(className)?.code === FLOAT64 ? "float64" : "float32";
}

/** A floating-point dtype, which files hold as the name of a class of tensors. */
export function dtypeField(name: string): FieldForm {
  return { ours: name, torch: name, read: floatDtype, write: (value) => tensorClass(value as Dtype) };
}
