// Runs native functions on the CPU and on the emulated GPU side by side, below all that TypeScript knows of devices.
import { empty, type Tensor } from "@taimatsu/tensor";
import { frame, FRAME_LAYOUT, put, result, skip, TENSOR_SYMBOLS } from "@taimatsu/tensor/native";

/** An argument of a call: a tensor, the frame, a tensor as address, offset and bytes (for functions named …_n), or a number. */
export type Argument = Tensor | "frame" | { n: Tensor } | number | Uint8Array | null;

const MEMORY_SYMBOLS = {
  tm_alloc: { parameters: ["buffer", "i32", "f64", "i32"], result: "i32" },
  tm_free: { parameters: ["buffer"], result: "i32" },
  tm_upload: { parameters: ["buffer", "f64", "buffer", "f64", "i32"], result: "i32" },
  tm_download: { parameters: ["buffer", "f64", "buffer", "f64", "i32"], result: "i32" },
  tm_synchronize: { parameters: ["i32"], result: "i32" },
  tm_last_error: { parameters: ["buffer", "i32"], result: "i32" },
} as const;

const HANDLE_BYTES = 32, EXTENT_UNIT = 2 ** 46;
const file = Deno.env.get("TAIMATSU_CUDA_LIBRARY") ??
  new URL("../../native/build/libtaimatsu_cuda_emulated.so", import.meta.url).pathname;

type Table = Record<string, Deno.ForeignFunction>;

/** What a call left: its status, the numbers in result[], and the message of a failure. */
export interface Outcome {
  status: number;
  results: number[];
  message: string;
}

let memory: Deno.DynamicLibrary<typeof MEMORY_SYMBOLS>["symbols"] | undefined;

function messageOf(
  library: { tm_last_error: (text: Uint8Array<ArrayBuffer>, capacity: number) => number } = memory!,
): string {
  const text = new Uint8Array(512);
  library.tm_last_error(text, text.length);
  return new TextDecoder().decode(text.subarray(0, text.indexOf(0)));
}

function want(status: number): void {
  if (status !== 0) throw new Error(messageOf());
}

function isTensor(x: unknown): x is Tensor {
  return typeof x === "object" && x !== null && "store" in x;
}

/** Calls a function of the emulated library on tensors of the CPU: they are copied there, and back afterwards. */
export function callEmulated(
  name: string,
  args: Argument[],
  operands: (Tensor | null)[],
  table: Table = TENSOR_SYMBOLS,
): Outcome {
  memory ??= Deno.dlopen(file, MEMORY_SYMBOLS).symbols;
  const library = Deno.dlopen(file, { [name]: table[name]! }).symbols as Record<string, (...args: unknown[]) => number>;
  const handles = new Map<Tensor["store"], Uint8Array>(), stores = new Map<Tensor["store"], Uint8Array>();
  for (const x of [...operands, ...args.map((a) => typeof a === "object" && a !== null && "n" in a ? a.n : a)]) {
    if (!isTensor(x) || handles.has(x.store)) continue;
    const handle = new Uint8Array(HANDLE_BYTES), bytes = new Uint8Array(x.store.block.buffer, 0, x.store.extent);
    want(memory.tm_alloc(handle, 0, x.store.extent, 0));
    want(memory.tm_upload(handle, 0, bytes, x.store.extent, 0));
    handles.set(x.store, handle);
    stores.set(x.store, bytes);
  }
  const extentOf = (x: Tensor) => -(EXTENT_UNIT + x.store.extent), numbers = new Float64Array(frame);
  operands.forEach((x, k) => {
    if (x === null) return skip(k);
    put(k, x);
    numbers[FRAME_LAYOUT.RESULTS + k * FRAME_LAYOUT.OPERAND + 3] = extentOf(x);
  });
  const flat = args.flatMap((a): unknown[] => {
    if (a === "frame") return [frame];
    if (isTensor(a)) return [handles.get(a.store)];
    if (typeof a === "object" && a !== null && "n" in a) {
      return [handles.get(a.n.store), a.n.store.base + a.n.offset, extentOf(a.n)];
    }
    return [a];
  });
  let status = library[name]!(...flat);
  const results = Array.from({ length: FRAME_LAYOUT.RESULTS }, (_, k) => result(k));
  let message = status === 0 ? "" : messageOf();
  for (const [store, whole] of stores) {
    const handle = handles.get(store)!, start = store.base * store.elementSize();
    const bytes = whole.subarray(start); // other storages may lie before it in the same buffer
    const failed = memory.tm_download(handle, start, bytes, bytes.length, 0);
    if (failed !== 0 && status === 0) {
      status = failed;
      message = messageOf();
      memory.tm_download(handle, start, bytes, bytes.length, 0);
    }
    want(memory.tm_free(handle));
  }
  return { status, results, message };
}

/** Calls the same function of the CPU library. */
export function callCpu(
  name: string,
  args: Argument[],
  operands: (Tensor | null)[],
  table: Table = TENSOR_SYMBOLS,
): Outcome {
  const { device } = operands.find((x) => x !== null) ?? empty([1]);
  const symbols = device.open(table) as unknown as Record<string, (...args: unknown[]) => number>;
  operands.forEach((x, k) => x === null ? skip(k) : put(k, x));
  const flat = args.flatMap((a): unknown[] => {
    if (a === "frame") return [frame];
    if (isTensor(a)) return [a.store.block.arg];
    if (typeof a === "object" && a !== null && "n" in a) {
      return [a.n.store.block.arg, a.n.store.base + a.n.offset, a.n.store.extent];
    }
    return [a];
  });
  const status = symbols[name]!(...flat);
  const results = Array.from({ length: FRAME_LAYOUT.RESULTS }, (_, k) => result(k));
  return { status, results, message: status === 0 ? "" : messageOf(device.symbols) };
}
