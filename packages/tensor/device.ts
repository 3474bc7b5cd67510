import { callerOf } from "./caller.ts";
import { describe } from "./check.ts";
import { openLibrary } from "./load.ts";
import { TENSOR_SYMBOLS } from "./symbols.ts";

/** Functions of a native library, by the table that declares them. */
export type Symbols<T extends Deno.ForeignLibraryInterface> = Deno.DynamicLibrary<T>["symbols"];

/** TM_BAD_DTYPE in taimatsu.h. */
const BAD_DTYPE = 2;

/**
 * A failure that the native library reports.
 *
 * @example Usage
 * ```ts
 * import { div, NativeError, tensor } from "@taimatsu/tensor";
 * import { assertThrows } from "@std/assert";
 *
 * const x = tensor([1, 2], { dtype: "int32" });
 * assertThrows(() => div(x, 0), NativeError, "Cannot run div: the divisor must not be 0 for int32");
 * ```
 */
export class NativeError extends Error {
  /** `NativeError` */
  override readonly name = "NativeError";

  /** Keeps the library's message and its status number (`tm_status` in `taimatsu.h`). */
  constructor(message: string, readonly status: number) {
    super(message);
  }
}

/** Memory that JavaScript cannot see, in which a device keeps its storages. */
export interface DeviceMemory {
  /**
   * Makes the memory of a storage.
   *
   * @param bytes How much.
   * @param zeroed Whether it is filled with zeros; else the contents are unknown.
   * @returns The handle that stands for it, in calls of the native library too.
   */
  reserve(bytes: number, zeroed: boolean): ArrayBuffer;
  /** Gives memory back. A handle that holds nothing is left alone. */
  release(handle: ArrayBuffer): void;
  /** What is passed to the native library as the bytes of a storage: a negative number, which other devices refuse. */
  extent(bytes: number): number;
  /** Copies bytes of the host into memory; if `queued` is set and the device can, later than it returns. */
  upload(handle: ArrayBuffer, byteOffset: number, from: Uint8Array<ArrayBuffer>, queued?: boolean): void;
  /** Copies bytes of memory to the host; if `queued` is set and the device can, later than it returns. */
  download(handle: ArrayBuffer, byteOffset: number, to: Uint8Array<ArrayBuffer>, queued?: boolean): void;
}

/**
 * Where tensors live and compute. It carries the native functions, so that code which computes never asks which device it is.
 *
 * @example Usage
 * ```ts
 * import { cpu } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(cpu.name, "cpu");
 * ```
 */
export class Device {
  readonly #opened = new Map<Deno.ForeignLibraryInterface, unknown>();
  readonly #message = new Uint8Array(512);
  #core: Symbols<typeof TENSOR_SYMBOLS> | undefined;

  /**
   * Names a device.
   *
   * @param name `cpu`, `cuda:0` …
   * @param memory Its memory, unless JavaScript sees it.
   */
  constructor(readonly name: string, readonly memory?: DeviceMemory) {}

  /** The kernels for tensors; opened at first use. */
  get symbols(): Symbols<typeof TENSOR_SYMBOLS> {
    return this.#core ??= this.open(TENSOR_SYMBOLS);
  }

  /**
   * Opens a package's own table of functions, once.
   *
   * @param table The functions it calls, as in `taimatsu.h`.
   * @throws {Error} If the library is missing, of another version, or may not be loaded; the message says what mends it.
   */
  open<T extends Deno.ForeignLibraryInterface>(table: T): Symbols<T> {
    let symbols = this.#opened.get(table) as Symbols<T> | undefined;
    if (symbols === undefined) {
      symbols = this.load(table);
      this.#opened.set(table, symbols);
    }
    return symbols;
  }

  /** Opens the device's library with a table of functions. */
  protected load<T extends Deno.ForeignLibraryInterface>(table: T): Symbols<T> {
    return openLibrary(table);
  }

  /** Asks for large pages below memory that was just reserved; without effect as long as nothing was computed. */
  preferLargePages(memory: ArrayBuffer): void {
    if (this.#core !== undefined) this.check(this.#core.tm_prefer_large_pages(memory, memory.byteLength));
  }

  /** Throws what the native library reports for a status other than 0. */
  check(status: number): void {
    if (status !== 0) throw this.error(status);
  }

  /** Returns the failure that the last call of the native library reported: a `TypeError` for a dtype, else a `NativeError`. */
  error(status: number): Error {
    this.symbols.tm_last_error(this.#message, this.#message.length);
    const end = this.#message.indexOf(0);
    const text = new TextDecoder().decode(this.#message.subarray(0, end));
    const message = text.replace(/^Cannot run (\w+)/, (_, name) => `Cannot run ${callerOf(name)}`)
      .replace("must be on a GPU", `must be on ${this.name}`); // the library does not know which one was meant
    return status === BAD_DTYPE ? new TypeError(message) : new NativeError(message, status);
  }
}

/**
 * The processor.
 *
 * @example Usage
 * ```ts
 * import { cpu, zeros } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(zeros([2]).device, cpu);
 * ```
 */
export const cpu: Device = new Device("cpu");

let current: Device = cpu;

/**
 * Returns the device of tensors that are made without one; the CPU unless {@linkcode setDefaultDevice} says otherwise.
 *
 * @example Usage
 * ```ts
 * import { cpu, defaultDevice } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(defaultDevice(), cpu);
 * ```
 */
export function defaultDevice(): Device {
  return current;
}

/**
 * Sets the device of tensors that are made without one (Torch7's `setdefaulttensortype`). Results of operations lie where their
 * operands lie.
 *
 * @param device Where new tensors live.
 * @throws {TypeError} If `device` is no device.
 *
 * @example Usage
 * ```ts
 * import { cpu, setDefaultDevice, zeros } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * setDefaultDevice(cpu);
 * assertEquals(zeros([2]).device, cpu);
 * ```
 */
export function setDefaultDevice(device: Device): void {
  current = checkDevice("setDefaultDevice", device);
}

/** Returns a value that must be a device. */
export function checkDevice(caller: string, device: unknown): Device {
  if (device instanceof Device) return device;
  throw new TypeError(`Cannot run ${caller}: device must be a device, as cpu or cuda(0), but is ${describe(device)}`);
}

/** Returns the device that options ask for, or the default one. */
export function deviceFrom(options: { device?: Device } | undefined): Device {
  return options?.device === undefined ? current : checkDevice("Tensor", options.device);
}
