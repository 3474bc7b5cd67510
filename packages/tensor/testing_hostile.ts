// What the native library must survive: arguments that no tensor of ours would give it.
import { cpu } from "./device.ts";
import { dtypeCode, elementSizeOf } from "./codes.ts";
import type { Dtype } from "./dtype.ts";
import { frame, FRAME_LAYOUT, poke } from "./frame.ts";
import { mulberry } from "./mulberry.ts";

/** A tensor that a {@linkcode NativeCall} passes. */
export interface NativeOperand {
  /** Its element type. */
  dtype: Dtype;
  /** Its sizes; none for an operand that is left out. */
  shape: readonly number[];
  /** Its strides; contiguous by default. */
  strides?: readonly number[];
  /** What all its elements are; 1 by default. */
  value?: number;
  /** What element k is, instead. */
  fill?: (k: number) => number;
}

/**
 * An argument of a {@linkcode NativeCall}: a number, the frame, the storage of operand k (`null` if left out), the extent in
 * bytes or the offset in elements of operand k, or host memory of so many bytes that is no tensor (`fill` writes it).
 */
export type NativeArgument =
  | number
  | "frame"
  | { storage: number }
  | { extent: number }
  | { offset: number }
  | { bytes: number; fill?: (memory: ArrayBuffer) => void }
  | { capacity: number };

/** A call of a native function that succeeds, which {@linkcode attackNative} then spoils in every way. */
export interface NativeCall {
  /** The tensors, in the order in which the frame holds them. */
  operands: readonly NativeOperand[];
  /** The arguments, in the order of the function's parameters. */
  args: readonly NativeArgument[];
}

/** Options of {@linkcode attackNative}. */
export interface AttackOptions {
  /** Attacks that change several things at once; 300 by default. */
  random?: number;
  /** Says that the function may fail without a message. */
  silent?: boolean;
  /** Is told each attack before it is made: what a process that dies did last. */
  trace?: (attack: string) => void;
}

// deno-lint-ignore no-explicit-any
type NativeFunction = (...args: any[]) => unknown;
type Passed = ArrayBuffer | number | null;

/** Bytes around each tensor that no call may touch. */
const GUARD = 64, GUARD_BYTE = 0xa5;
const { RESULTS, OPERAND, SIZE, STRIDE, MAX_DIMS } = FRAME_LAYOUT;
const DTYPE = 0, DIMS = 1, OFFSET = 2, BYTES = 3;
const HUGE = 2 ** 53, LOOP_LIMIT = 1e7;

/** The state of one attack: the frame's numbers and the arguments, before they are passed. */
interface Attack {
  readonly fields: number[][];
  readonly args: Passed[];
  readonly buffers: ArrayBuffer[];
}

function countOf(shape: readonly number[]): number {
  return shape.length === 0 ? 0 : shape.reduce((n, s) => n * s, 1);
}

function stridesOf(shape: readonly number[]): number[] {
  return shape.map((_, d) => shape.slice(d + 1).reduce((n, s) => n * s, 1));
}

/** Elements from the first to the last that a tensor reaches. */
function reachOf({ shape, strides = stridesOf(shape) }: NativeOperand): number {
  if (countOf(shape) === 0) return 0;
  return shape.reduce((reach, s, d) => reach + (s - 1) * strides[d]!, 1);
}

function write(view: DataView, dtype: Dtype, position: number, value: number): void {
  switch (dtype) {
    case "int8":
      return view.setInt8(position, value);
    case "int16":
      return view.setInt16(position, value, true);
    case "int32":
      return view.setInt32(position, value, true);
    case "int64":
      return view.setBigInt64(position, BigInt(value), true);
    case "float32":
      return view.setFloat32(position, value, true);
    case "float64":
      return view.setFloat64(position, value, true);
    case "float16":
      return view.setFloat16(position, value, true);
    case "bfloat16":
      return view.setUint16(position, value === 0 ? 0 : 0x3f80, true);
    default:
      return view.setUint8(position, value);
  }
}

/** Elements between the guard and the tensor. */
function firstOf(operand: NativeOperand): number {
  return GUARD / elementSizeOf(dtypeCode(operand.dtype));
}

function extentOf(operand: NativeOperand): number {
  return GUARD + reachOf(operand) * elementSizeOf(dtypeCode(operand.dtype));
}

function bufferOf(operand: NativeOperand): ArrayBuffer {
  const extent = extentOf(operand), buffer = new ArrayBuffer(extent + GUARD), view = new DataView(buffer);
  const width = elementSizeOf(dtypeCode(operand.dtype));
  new Uint8Array(buffer).fill(GUARD_BYTE);
  for (let at = GUARD; at < extent; at += width) {
    write(view, operand.dtype, at, operand.fill?.((at - GUARD) / width) ?? operand.value ?? 1);
  }
  return buffer;
}

/** Builds the call that succeeds. */
function prepare({ operands, args }: NativeCall): Attack {
  const buffers = operands.map(bufferOf);
  const fields = operands.map((operand) => {
    const { dtype, shape, strides = stridesOf(shape) } = operand, list = new Array<number>(OPERAND).fill(1);
    list[DTYPE] = dtypeCode(dtype);
    list[DIMS] = shape.length;
    list[OFFSET] = firstOf(operand);
    list[BYTES] = extentOf(operand);
    shape.forEach((s, d) => [list[SIZE + d], list[STRIDE + d]] = [s, strides[d]!]);
    return list;
  });
  const passed = args.map((arg): Passed => {
    if (typeof arg === "number") return arg;
    if (arg === "frame") return frame;
    if ("storage" in arg) return operands[arg.storage]!.shape.length === 0 ? null : buffers[arg.storage]!;
    if ("extent" in arg) return extentOf(operands[arg.extent]!);
    if ("offset" in arg) return firstOf(operands[arg.offset]!);
    if ("capacity" in arg) return arg.capacity;
    const memory = new ArrayBuffer(arg.bytes);
    arg.fill?.(memory);
    return memory;
  });
  return { fields, args: passed, buffers };
}

/** Whether a call would be allowed to loop for very long: a tensor of enormous size that lies on few elements. */
function isEndless(attack: Attack): boolean {
  return attack.fields.some((list) => {
    let n = 1, reach = 0;
    for (let d = 0; d < Math.min(list[DIMS]!, MAX_DIMS); d++) {
      n *= list[SIZE + d]!;
      reach += Math.abs((list[SIZE + d]! - 1) * list[STRIDE + d]!);
    }
    return n > LOOP_LIMIT && reach <= list[BYTES]!;
  });
}

/** One change of a call that succeeds. */
interface Change {
  readonly name: string;
  apply(attack: Attack): void;
}

function detached(): ArrayBuffer {
  const buffer = new ArrayBuffer(64);
  buffer.transfer();
  return buffer;
}

function changesOf(call: NativeCall, parameters: readonly Deno.NativeType[]): Change[] {
  const changes: Change[] = [];
  const argument = (k: number, name: string, value: Passed) =>
    changes.push({ name: `argument ${k} ${name}`, apply: ({ args }) => args[k] = value });
  call.args.forEach((arg, k) => {
    if (parameters[k] === "buffer") {
      argument(k, "NULL", null);
      if (arg !== "frame") argument(k, "detached", detached());
    } else if (typeof arg === "object" && ("extent" in arg || "capacity" in arg)) {
      // Larger ones would be lies that the library cannot see through.
      for (const value of [-1, 0, 1]) argument(k, `= ${value}`, value);
      if (parameters[k] === "f64") { for (const value of [NaN, 0.5, -Infinity]) argument(k, `= ${value}`, value); }
    } else if (parameters[k] === "i32") {
      for (const value of [-(2 ** 31), -1, 0, 1, 2, 3, 100, 2 ** 30, 2 ** 31 - 1]) argument(k, `= ${value}`, value);
    } else {
      for (const value of [NaN, -Infinity, -HUGE, -1, -0.5, 0, 0.5, 1, 100, HUGE, 1e300, Infinity]) {
        argument(k, `= ${value}`, value);
      }
    }
  });
  call.operands.forEach((operand, k) => {
    const field = (index: number, name: string, values: readonly number[]) => {
      for (const value of values) {
        changes.push({ name: `operand ${k} ${name} = ${value}`, apply: ({ fields }) => fields[k]![index] = value });
      }
    };
    const { shape, strides = stridesOf(shape) } = operand, elements = firstOf(operand) + reachOf(operand);
    field(DTYPE, "dtype", [-1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0.5, NaN, 1e300]);
    field(DIMS, "dims", [-1, 0, 1, 2, 3, 4, 5, 16, 17, 0.5, NaN, 1e300]);
    field(OFFSET, "offset", [-1, elements - 1, elements, 0.5, NaN, HUGE, -Infinity]);
    field(BYTES, "bytes", [-1, 0, 1, extentOf(operand) - 1, NaN, -Infinity]);
    shape.forEach((s, d) => {
      field(SIZE + d, `size ${d}`, [-1, 0, 1, 2, s + 1, 0.5, NaN, 2 ** 31, 2 ** 32 + s, HUGE, 1e300, -HUGE]);
      field(STRIDE + d, `stride ${d}`, [-1, 0, 1, strides[d]! + 1, 0.5, NaN, 2 ** 31, HUGE, -HUGE, Infinity]);
    });
    for (const byte of [0xff, 0x7f, 0x80]) {
      changes.push({
        name: `operand ${k} full of ${byte.toString(16)}`,
        apply: ({ buffers }) => new Uint8Array(buffers[k]!, GUARD, extentOf(operand) - GUARD).fill(byte),
      });
    }
  });
  // One storage for two operands: the second on the first, shifted by an element or not.
  for (const [i, a] of call.operands.entries()) {
    for (const [j, b] of call.operands.entries()) {
      if (i === j || extentOf(a) < extentOf(b)) continue;
      for (const shift of [0, 1]) {
        changes.push({
          name: `operand ${j} in the storage of operand ${i}, shifted by ${shift}`,
          apply: ({ args, fields, buffers }) => {
            call.args.forEach((arg, k) => {
              if (typeof arg === "object" && "storage" in arg && arg.storage === j) args[k] = buffers[i]!;
              if (typeof arg === "object" && "offset" in arg && arg.offset === j) args[k] = Number(args[k]) + shift;
            });
            fields[j]![OFFSET]! += shift;
          },
        });
      }
    }
  }
  return changes;
}

function run(fn: NativeFunction, name: string, attack: Attack, description: string, silent: boolean): number {
  cpu.symbols.tm_set_num_threads(-1); // leaves a message, which a failure must replace
  const stale = cpu.error(1).message;
  poke(0, 0);
  attack.fields.forEach((list, k) => list.forEach((value, i) => poke(RESULTS + k * OPERAND + i, value)));
  const before = attack.buffers.map((buffer) => buffer.slice(0));
  const status = fn(...attack.args) as number;
  if (!Number.isInteger(status) || status < 0 || status > 8) {
    throw new Error(`${name} returned the status ${status} for: ${description}`);
  }
  attack.buffers.forEach((buffer, k) => {
    const now = new Uint8Array(buffer), was = new Uint8Array(before[k]!);
    // A call that fails has computed nothing; one that succeeds stays inside of the tensors.
    const same = status !== 0
      ? now.every((byte, i) => byte === was[i])
      : now.subarray(now.length - GUARD).every((byte) => byte === GUARD_BYTE);
    if (!same) {
      throw new Error(
        `${name} changed operand ${k} ${
          status === 0 ? "outside of its extent" : `and failed (${status})`
        } for: ${description}`,
      );
    }
  });
  if (status !== 0 && !silent) {
    const { message } = cpu.error(status);
    if (!message.startsWith("Cannot ") || (message === stale && name !== "tm_set_num_threads")) {
      throw new Error(`${name} failed with the message "${message}" for: ${description}`);
    }
  }
  return status;
}

/**
 * Calls a native function with hostile arguments: NULL and detached storages, wrong dtypes, sizes, strides, offsets and numbers,
 * overlapping operands, wild contents. It must return a status each time, leave a message if it fails, and write nothing then,
 * nor ever past the end of a storage. A process that dies fails as well.
 *
 * @param symbols The opened functions.
 * @param table The table that declares them.
 * @param name The function.
 * @param call A call of it that succeeds.
 * @returns How many attacks were made and how many of them the library refused.
 * @throws {Error} If the call does not succeed unspoiled, or an attack did.
 *
 * @example Usage
 * ```ts
 * import { cpu } from "@taimatsu/tensor";
 * import { TENSOR_SYMBOLS } from "@taimatsu/tensor/native";
 * import { attackNative } from "@taimatsu/tensor/testing";
 * import { assert } from "@std/assert";
 *
 * const { attacks, refused } = attackNative(cpu.symbols, TENSOR_SYMBOLS, "tm_fill", {
 *   operands: [{ dtype: "float32", shape: [2, 3] }],
 *   args: [{ storage: 0 }, "frame", 1.5],
 * }, { random: 10 });
 * assert(refused > 0 && refused < attacks);
 * ```
 */
export function attackNative(
  symbols: Record<string, unknown>,
  table: Deno.ForeignLibraryInterface,
  name: string,
  call: NativeCall,
  options: AttackOptions = {},
): { attacks: number; refused: number } {
  const { random = 300, silent = false, trace } = options, fn = symbols[name] as NativeFunction;
  const { parameters } = table[name] as Deno.ForeignFunction;
  if (call.args.length !== parameters.length) {
    throw new Error(`${name} takes ${parameters.length} arguments but the call has ${call.args.length}`);
  }
  const status = run(fn, name, prepare(call), "the call that succeeds", silent);
  if (status !== 0) throw new Error(`${name} must succeed before it is attacked: ${cpu.error(status).message}`);
  const changes = changesOf(call, parameters), draw = mulberry(1);
  let attacks = 0, refused = 0;
  const make = (chosen: Change[]) => {
    const attack = prepare(call), description = chosen.map((change) => change.name).join(", ");
    for (const change of chosen) change.apply(attack);
    if (isEndless(attack)) return;
    trace?.(`${name}: ${description}`);
    attacks++;
    if (run(fn, name, attack, description, silent) !== 0) refused++;
  };
  for (const change of changes) make([change]);
  for (let i = 0; i < random; i++) {
    make(Array.from({ length: 2 + Math.floor(draw() * 3) }, () => changes[Math.floor(draw() * changes.length)]!));
  }
  return { attacks, refused };
}
