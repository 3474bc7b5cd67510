// The dtypes of NumPy as its files name them.
import { dtypeCode } from "../../codes.ts";
import type { Dtype } from "../../dtype.ts";
import { type FileDtype, fileDtype } from "../read_elements.ts";
import type { PythonValue } from "./python_literal.ts";

const TYPES: Readonly<Record<string, FileDtype>> = {
  b1: fileDtype("bool"),
  u1: fileDtype("uint8"),
  i1: fileDtype("int8"),
  i2: fileDtype("int16"),
  i4: fileDtype("int32"),
  i8: fileDtype("int64"),
  f2: fileDtype("float16"),
  f4: fileDtype("float32"),
  f8: fileDtype("float64"),
  u2: fileDtype("int32", true, 2),
  u4: fileDtype("int64", true, 4),
  u8: fileDtype("int64", true),
};

/** What files may hold, for messages. */
const SUPPORTED =
  "bool, uint8, int8, int16, int32, int64, float16, float32, float64, or uint16, uint32 and uint64, which become " +
  "int32 and int64";

const DESCR: Readonly<Partial<Record<Dtype, string>>> = {
  uint8: "|u1",
  int8: "|i1",
  int16: "<i2",
  int32: "<i4",
  int64: "<i8",
  float32: "<f4",
  float64: "<f8",
  bool: "|b1",
  float16: "<f2",
};

/** How elements lie in a file. */
export interface Descr {
  /** How each one does. */
  readonly type: FileDtype;
  /** Whether those of several bytes begin with the lowest one. */
  readonly little: boolean;
}

const KINDS: Readonly<Record<string, string>> = {
  c: "complex numbers",
  S: "strings",
  U: "strings",
  O: "objects of Python",
  M: "dates",
  m: "spans of time",
  V: "raw bytes, as which NumPy also saves bfloat16 of ml_dtypes",
};

/** Returns how elements lie in a file, or what is wrong with their dtype. */
export function descrFrom(value: PythonValue): Descr | string {
  if (typeof value !== "string") return `the dtype must be ${SUPPORTED} but has fields of its own`;
  const order = /^[<>=|]/.test(value) ? value[0]! : "", kind = value.slice(order.length);
  const type = Object.hasOwn(TYPES, kind) ? TYPES[kind] : undefined;
  if (type !== undefined) return { type, little: order !== ">" };
  const meaning = KINDS[kind[0] ?? ""];
  return `the dtype must be ${SUPPORTED} but is ${JSON.stringify(value)}${meaning === undefined ? "" : `: ${meaning}`}`;
}

/**
 * Returns what NumPy calls a dtype in its files.
 *
 * @throws {TypeError} If NumPy has none such.
 */
export function descrOf(caller: string, name: string, dtype: Dtype): string {
  const descr = DESCR[dtype];
  if (descr !== undefined) return descr;
  dtypeCode(dtype);
  throw new TypeError(
    `Cannot run ${caller}: ${name} must have a dtype that NumPy has but is ${dtype} (convert it, to("float32"))`,
  );
}
