// Damage to the bytes of a file.
import type { Draw } from "./draw.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** A kind of damage: returns other bytes. */
type Mutation = (draw: Draw, bytes: Bytes, other: Bytes) => Bytes;

/** No damaged file is larger. */
const LARGEST = 2 ** 16;

/** Joins parts into bytes of their own. */
export function concat(...parts: readonly Uint8Array[]): Bytes {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Puts a part in the place of so many bytes. */
export function replaced(bytes: Bytes, at: number, count: number, part: Uint8Array): Bytes {
  return concat(bytes.subarray(0, at), part, bytes.subarray(at + count));
}

/** Writes an integer of 1, 2, 4 or 8 bytes. */
function put(bytes: Bytes, at: number, width: number, value: bigint, little: boolean): void {
  for (let i = 0; i < width; i++) {
    bytes[little ? at + i : at + width - 1 - i] = Number((value >> BigInt(8 * i)) & 255n);
  }
}

/** A place in the file; half of the time one near the beginning. */
function place(draw: Draw, bytes: Bytes): number {
  return draw.chance(50) ? draw.int(0, Math.min(bytes.length - 1, 200)) : draw.int(0, bytes.length - 1);
}

const flip: Mutation = (draw, bytes) => {
  const copy = bytes.slice();
  for (let n = draw.int(1, 4); n > 0 && copy.length > 0; n--) copy[place(draw, copy)]! ^= 1 << draw.int(0, 7);
  return copy;
};

const overwrite: Mutation = (draw, bytes) => {
  const copy = bytes.slice();
  for (let n = draw.int(1, 3); n > 0 && copy.length > 0; n--) copy[place(draw, copy)] = draw.int(0, 255);
  return copy;
};

const truncate: Mutation = (draw, bytes) =>
  bytes.slice(0, draw.chance(50) ? draw.int(0, bytes.length) : Math.max(0, bytes.length - draw.length(64)));

const insert: Mutation = (draw, bytes) => {
  const part = new Uint8Array(draw.length(300)), fill = draw.chance(50) ? draw.int(0, 255) : -1;
  for (let i = 0; i < part.length; i++) part[i] = fill < 0 ? draw.int(0, 255) : fill;
  return replaced(bytes, place(draw, bytes), 0, part);
};

const remove: Mutation = (draw, bytes) =>
  replaced(bytes, place(draw, bytes), draw.length(bytes.length), new Uint8Array(0));

/** The beginning of one file and the end of another, or a part of the other in the middle. */
const splice: Mutation = (draw, bytes, other) => {
  const from = draw.int(0, other.length), at = draw.int(0, bytes.length);
  if (draw.chance(50)) return concat(bytes.subarray(0, at), other.subarray(from));
  return replaced(bytes, at, draw.length(bytes.length), other.subarray(from, from + draw.length(other.length)));
};

const repeat: Mutation = (draw, bytes) => {
  const from = place(draw, bytes), part = bytes.subarray(from, from + draw.length(200));
  const times = draw.chance(80) ? draw.int(1, 8) : draw.int(1, 2000);
  const parts = Array.from({ length: Math.min(times, Math.ceil(LARGEST / Math.max(1, part.length))) }, () => part);
  return replaced(bytes, from, 0, concat(...parts));
};

/** Numbers of several bytes become other ones, at aligned places and others. */
const numbers: Mutation = (draw, bytes) => {
  const copy = bytes.slice();
  for (let n = draw.int(1, 2); n > 0; n--) {
    const width = draw.of([1, 2, 4, 4, 8, 8]), aligned = draw.chance(60);
    const at = place(draw, copy), start = aligned ? at - at % Math.min(4, width) : at;
    if (start + width <= copy.length) put(copy, start, width, draw.integer(bytes.length), draw.chance(75));
  }
  return copy;
};

/** A number of the same file stands elsewhere, too: sizes and references then mean something else. */
const moveNumber: Mutation = (draw, bytes) => {
  const copy = bytes.slice(), width = draw.of([4, 8]), from = place(draw, bytes) & ~3, to = place(draw, bytes) & ~3;
  if (Math.max(from, to) + width <= bytes.length) copy.set(bytes.subarray(from, from + width), to);
  return copy;
};

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 48 && byte <= 57;

/** Numbers that are text become other text: long, huge, negative, no numbers. */
const textNumber: Mutation = (draw, bytes) => {
  let at = place(draw, bytes);
  for (let tries = 200; tries > 0 && !isDigit(bytes[at]); tries--) at = (at + 1) % Math.max(1, bytes.length);
  let end = at;
  while (isDigit(bytes[end])) end++;
  const text = draw.of([
    () => String(draw.integer(bytes.length)),
    () => String(draw.integer(bytes.length)),
    () => String(draw.int(0, 9)).repeat(draw.of([5, 20, 399, 401, 5000])),
    () => `${"0".repeat(draw.int(1, 500))}${draw.int(0, 9)}`,
    () =>
      draw.of([
        "1e400",
        "-1e400",
        "1e-400",
        "nan",
        "-inf",
        "0x10",
        "1_0",
        "1e5",
        "+3",
        "--1",
        "",
        " ",
        "1.5",
        ".",
        "e",
      ]),
  ])();
  return replaced(bytes, at, end - at, new TextEncoder().encode(text));
};

const MUTATIONS: readonly Mutation[] = [
  flip,
  overwrite,
  truncate,
  insert,
  remove,
  splice,
  repeat,
  numbers,
  numbers,
  numbers,
  moveNumber,
  textNumber,
  textNumber,
];

/** Damages bytes once or a few times. */
export function mutate(draw: Draw, bytes: Bytes, other: Bytes): Bytes {
  let result = bytes;
  for (let n = draw.chance(60) ? 1 : draw.int(2, 4); n > 0; n--) {
    result = draw.of(MUTATIONS)(draw, result, other);
    if (result.length > LARGEST) result = result.slice(0, LARGEST);
  }
  return result;
}
