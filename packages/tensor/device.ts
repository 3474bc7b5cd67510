import { callerOf } from "./caller.ts";
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

  /** Names a device: `cpu`. */
  constructor(readonly name: string) {}

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
      symbols = openLibrary(table);
      this.#opened.set(table, symbols);
    }
    return symbols;
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
    const message = text.replace(/^Cannot run (\w+)/, (_, name) => `Cannot run ${callerOf(name)}`);
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
