// Torch7's classes of tensors and storages.
import { BOOL, dtypeCode } from "../../codes.ts";
import type { Dtype } from "../../dtype.ts";
import { className } from "../../type_name.ts";

const DTYPE_OF: Record<string, Dtype> = {
  Byte: "uint8",
  Char: "int8",
  Short: "int16",
  Int: "int32",
  Long: "int64",
  Float: "float32",
  Double: "float64",
  Half: "float16",
};

/** A class of tensors or storages. */
export interface DataClass {
  /** The dtype's number in the native library. */
  readonly code: number;
  /** Which of the two it is. */
  readonly kind: "tensor" | "storage";
}

/** Returns what a class of tensors or storages holds, on a GPU or not; `undefined` for other classes. */
export function dataClass(name: string): DataClass | undefined {
  const match = /^torch\.(Cuda)?(\w*?)(Tensor|Storage)$/.exec(name);
  if (match === null) return undefined;
  const [, cuda, type, kind] = match, dtype = DTYPE_OF[cuda !== undefined && type === "" ? "Float" : type!];
  return dtype && { code: dtypeCode(dtype), kind: kind === "Tensor" ? "tensor" : "storage" };
}

/**
 * Returns Torch7's class of tensors or storages of dtype number `code`; those of bool are bytes there.
 *
 * @throws {TypeError} If Torch7 has none.
 */
export function dataClassName(code: number, kind: "Tensor" | "Storage"): string {
  const name = className(code === BOOL ? 0 : code);
  if (DTYPE_OF[name] === undefined) throw new TypeError("Torch7 has no bfloat16: convert it to float32");
  return `torch.${name}${kind}`;
}

/** Returns Torch7's class of tensors of a dtype, as modules have it in `_type`. */
export function tensorClass(dtype: Dtype): string {
  return dataClassName(dtypeCode(dtype), "Tensor");
}
