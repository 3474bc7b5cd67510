// Reading and writing single elements of a storage's block, converted as the native library converts.
import { BFLOAT16, BOOL, elementSizeOf, FLOAT32, FLOAT64, INT64, viewOf } from "./codes.ts";
import type { TypedArray } from "./dtype.ts";
import type { Storage } from "./storage.ts";

const bits = new Uint32Array(1), floats = new Float32Array(bits.buffer);

function fromBfloat16(x: number): number {
  bits[0] = x << 16;
  return floats[0]!;
}

/** Rounds once to the nearest bfloat16, ties to even. */
function toBfloat16(value: number): number {
  floats[0] = value;
  let x = bits[0]!;
  if ((x & 0x7fffffff) > 0x7f800000) return (x >>> 16) | 0x40;
  // Where the float32 is not exact: the one towards zero, its last bit set, so that a half way is not mistaken for one.
  if (Math.abs(floats[0]) > Math.abs(value)) x = (x - 1) | 1;
  else if (floats[0] !== value) x |= 1;
  return (x + 0x7fff + ((x >>> 16) & 1)) >>> 16;
}

/** Reads element `position` of the block that a storage lies in, as it is stored. */
function read(store: Storage, position: number): number | bigint {
  const { block, code } = store;
  if (block.owner === undefined) return block.view(code)[position]!;
  const bytes = new Uint8Array(elementSizeOf(code));
  block.owner.memory!.download(block.handle, position * bytes.length, bytes);
  return viewOf(code, bytes.buffer)[0]!;
}

/** Reads element `position` of the block of an int64 storage exactly. */
export function readBigInt(store: Storage, position: number): bigint {
  return read(store, position) as bigint;
}

/** Reads element `position` of the block that a storage lies in. */
export function readElement(store: Storage, position: number): number {
  const value = read(store, position);
  if (typeof value === "bigint") {
    const number = Number(value);
    if (!Number.isSafeInteger(number)) {
      throw new RangeError(`Cannot read ${value} exactly as a number: use getBigInt`);
    }
    return number;
  }
  return store.code === BFLOAT16 ? fromBfloat16(value) : value;
}

/** Reads element `position` of the block as a number, though a large int64 may lose its last digits. */
export function readNumber(store: Storage, position: number): number {
  const value = Number(read(store, position));
  return store.code === BFLOAT16 ? fromBfloat16(value) : value;
}

/** The least and the largest number of the dtypes uint8, int8, int16 and int32. */
const LIMITS = [[0, 255], [-128, 127], [-32768, 32767], [-2147483648, 2147483647]] as const;

/** Writes element `position` of the block, converted as the native library does: a number out of range becomes the nearest. */
export function writeElement(store: Storage, position: number, value: number | bigint): void {
  const { block, code } = store;
  if (block.owner !== undefined) {
    const bytes = new Uint8Array(elementSizeOf(code));
    write(code, viewOf(code, bytes.buffer), 0, value);
    block.owner.memory!.upload(block.handle, position * bytes.length, bytes);
  } else write(code, block.view(code), position, value);
}

/** Writes an element of an array, converted. */
function write(code: number, view: TypedArray, position: number, value: number | bigint): void {
  if (code === FLOAT32 || code === FLOAT64) view[position] = Number(value);
  else if (code === INT64) (view as BigInt64Array)[position] = toInt64(value);
  else if (code < INT64) {
    const number = Number(value), [least, most] = LIMITS[code]!;
    view[position] = number < least ? least : number > most ? most : number;
  } else view[position] = code === BFLOAT16 ? toBfloat16(Number(value)) : code === BOOL ? +(value != 0) : Number(value);
}

function toInt64(value: number | bigint): bigint {
  const whole = typeof value === "bigint" ? value : Math.trunc(value);
  if (typeof whole === "bigint" ? BigInt.asIntN(64, whole) !== whole : !Number.isSafeInteger(whole)) {
    const advice = typeof value === "bigint" ? "it has more than 64 bits" : "use a bigint";
    throw new RangeError(`Cannot write ${value} exactly as int64: ${advice}`);
  }
  return BigInt(whole);
}
