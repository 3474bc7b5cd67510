// The dtypes of safetensors files.
import { dtypeCode } from "../../codes.ts";
import type { Dtype } from "../../dtype.ts";
import { type FileDtype, fileDtype } from "../read_elements.ts";

/** Dtypes by their names, in the order in which tensors are written: the most aligned ones first. */
const WRITTEN: readonly (readonly [string, Dtype])[] = [
  ["I64", "int64"],
  ["F64", "float64"],
  ["F32", "float32"],
  ["I32", "int32"],
  ["BF16", "bfloat16"],
  ["F16", "float16"],
  ["I16", "int16"],
  ["I8", "int8"],
  ["U8", "uint8"],
  ["BOOL", "bool"],
];

const READ: ReadonlyMap<string, FileDtype> = new Map([
  ...WRITTEN.map(([name, dtype]) => [name, fileDtype(dtype)] as const),
  ["U16", fileDtype("int32", true, 2)],
  ["U32", fileDtype("int64", true, 4)],
  ["U64", fileDtype("int64", true)],
]);

/** Bits of elements that no dtype holds: their sizes are checked, and tensors of them are refused when they are asked for. */
const OTHERS: ReadonlyMap<string, number> = new Map([
  ["F4", 4],
  ["F6_E2M3", 6],
  ["F6_E3M2", 6],
  ["F8_E5M2", 8],
  ["F8_E4M3", 8],
  ["F8_E8M0", 8],
  ["F8_E5M2FNUZ", 8],
  ["F8_E4M3FNUZ", 8],
  ["C64", 64],
]);

/** What files may hold, for messages. */
export const SUPPORTED = `one of ${[...READ.keys()].join(", ")}`;

/** Returns how a file holds elements of a dtype; `undefined` if no tensor can. */
export function safetensorsType(name: string): FileDtype | undefined {
  return READ.get(name);
}

/** Returns the bits of an element; `undefined` if there is no such dtype. */
export function bitsOf(name: string): number | undefined {
  const type = READ.get(name);
  return type === undefined ? OTHERS.get(name) : 8 * type.width;
}

/** Returns what files call a dtype, and its place among those that are written. */
export function safetensorsDtype(dtype: Dtype): { name: string; rank: number } {
  const rank = WRITTEN.findIndex(([, written]) => written === dtype);
  if (rank < 0) dtypeCode(dtype);
  return { name: WRITTEN[rank]![0], rank };
}
