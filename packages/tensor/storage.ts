import { checkInteger } from "./check.ts";
import { dtypeCode, elementSizeOf, viewOf } from "./codes.ts";
import { type Dtype, DTYPES, type TypedArray } from "./dtype.ts";
import { cpu, type Device } from "./device.ts";
import { forget, remember, takeBuffer } from "./pool.ts";

/**
 * Memory that storages lie in: a buffer of one storage, or a slab that small storages share, because a buffer of its own would
 * cost more than most operations. A slab is never handed to the user: a storage moves out of it when its memory is asked for.
 */
export class Block {
  /** What is passed to the native library; `null` after `dispose()`. */
  arg: ArrayBuffer | Uint8Array<ArrayBuffer> | null;
  /** Whether more than one storage lies in it. */
  readonly shared: boolean;
  readonly #views: (TypedArray | undefined)[] = [];

  /** Wraps a buffer; `shared` says that more than one storage lies in it. */
  constructor(buffer: ArrayBuffer | SharedArrayBuffer, shared: boolean) {
    // The FFI takes shared memory only through a view.
    this.arg = buffer instanceof ArrayBuffer ? buffer : new Uint8Array(buffer) as unknown as Uint8Array<ArrayBuffer>;
    this.shared = shared;
  }

  /** The buffer behind {@linkcode arg}. */
  get buffer(): ArrayBuffer {
    if (this.arg === null) throw new TypeError("Cannot read a tensor after it was disposed");
    return this.arg instanceof ArrayBuffer ? this.arg : this.arg.buffer;
  }

  /** The typed array of dtype number `code` over the whole block. */
  view(code: number): TypedArray {
    let view = this.#views[code];
    if (view === undefined || view.length === 0) {
      const { buffer } = this;
      if (buffer instanceof ArrayBuffer && buffer.detached) {
        throw new TypeError("Cannot read a tensor whose buffer was transferred away");
      }
      view = viewOf(code, buffer);
      this.#views[code] = view;
    }
    return view;
  }
}

/** Cuts slabs of `size` bytes into the memory of small storages. A slab lives as long as one of its storages. */
class Slabs {
  #block: Block | undefined;
  #used: number;

  constructor(readonly size: number) {
    this.#used = size;
  }

  /** Places a storage of so many bytes. */
  place(storage: Storage, bytes: number, width: number): void {
    const rounded = (bytes + 63) & ~63;
    let block = this.#block, used = this.#used;
    if (block === undefined || used + rounded > this.size) {
      this.#block = block = new Block(new ArrayBuffer(this.size), true);
      used = 0;
    }
    storage.block = block;
    storage.base = used / width;
    storage.extent = used + bytes;
    this.#used = used + rounded;
  }
}

// A larger slab costs less per storage, but one storage that is kept keeps more.
const TINY = 1024, SMALL = 4096;
const tiny = new Slabs(16384), small = new Slabs(262144);

/**
 * The memory of one or more tensors: elements of one dtype on one device. Views share it.
 *
 * @example Usage
 * ```ts
 * import { tensor } from "@taimatsu/tensor";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const x = tensor([[1, 2], [3, 4]]), storage = x.t().storage();
 * assert(storage === x.storage());
 * assertEquals([...storage.data], [1, 2, 3, 4]);
 * ```
 */
export class Storage {
  /** The dtype's number in the native library. */
  readonly code: number;
  /** Where the elements live. */
  readonly device: Device;
  /** The memory that the elements lie in. */
  block!: Block;
  /** Elements before the first one in the block. */
  base!: number;
  /** Number of elements. */
  length: number;
  /** Bytes from the block's beginning to the end of this storage: what the native library may touch. */
  extent!: number;
  /** Whether the user may hold a view of the memory, which then is never reused. */
  exposed = false;

  /** Reserves zeroed memory, or memory of unknown contents if `reuse` is set. */
  constructor(code: number, length: number, reuse = false) {
    const width = elementSizeOf(code), bytes = length * width;
    this.code = code;
    this.device = cpu;
    this.length = length;
    if (bytes <= TINY) tiny.place(this, bytes, width);
    else if (bytes <= SMALL) small.place(this, bytes, width);
    else {
      this.block = new Block(takeBuffer(bytes, reuse), false);
      this.base = 0;
      this.extent = bytes;
    }
    remember(this);
  }

  /** The element type. */
  get dtype(): Dtype {
    return DTYPES[this.code]!;
  }

  /**
   * Makes a storage over a buffer, without a copy.
   *
   * @throws {TypeError} If the buffer is detached or resizable, or its length is no multiple of the element size.
   */
  static from(dtype: Dtype, buffer: ArrayBuffer | SharedArrayBuffer): Storage {
    const code = dtypeCode(dtype), width = elementSizeOf(code);
    const resizable = buffer instanceof ArrayBuffer ? buffer.resizable : buffer.growable;
    if (resizable) throw new TypeError("Cannot make a storage: the buffer must have a fixed length but is resizable");
    if (buffer instanceof ArrayBuffer && buffer.detached) {
      throw new TypeError("Cannot make a storage: the buffer is detached");
    }
    if (buffer.byteLength % width !== 0) {
      throw new TypeError(
        `Cannot make a storage: the buffer must hold a multiple of ${width} bytes but holds ${buffer.byteLength}`,
      );
    }
    const storage = new Storage(code, 0);
    storage.#adopt(new Block(buffer, false), buffer.byteLength / width);
    storage.exposed = true;
    return storage;
  }

  /** Bytes of an element. */
  elementSize(): number {
    return elementSizeOf(this.code);
  }

  /** Bytes of all elements. */
  get bytes(): number {
    return this.length * elementSizeOf(this.code);
  }

  /**
   * Grows or shrinks the storage, keeping what fits (Torch7's `resize`); all tensors over it see the new memory. What is added
   * holds unknown numbers.
   */
  resize(length: number): void {
    checkInteger("Storage.resize", "length", length, 0);
    if (length === this.length) return;
    const { block, base, exposed } = this, width = elementSizeOf(this.code);
    const grown = new Block(takeBuffer(length * width, true), false);
    const kept = Math.min(length, this.length) * width;
    if (kept > 0) new Uint8Array(grown.buffer).set(new Uint8Array(block.buffer, base * width, kept));
    this.#adopt(grown, length);
    if (!block.shared && !exposed && block.arg instanceof ArrayBuffer) forget(block.arg);
    this.exposed = false;
  }

  /** As {@linkcode resize} if the storage has fewer than `length` elements. */
  reserve(length: number): void {
    if (length > this.length) this.resize(length);
  }

  /** The typed array over exactly this storage's elements. The memory may then be read and written by anyone. */
  get data(): TypedArray {
    if (this.block.shared) {
      const width = elementSizeOf(this.code), start = this.base * width;
      const own = this.block.buffer.slice(start, start + this.bytes);
      this.#adopt(new Block(own, false), this.length);
    }
    this.exposed = true;
    return viewOf(this.code, this.block.buffer, 0, this.length);
  }

  /** Moves the elements into shared memory, which Workers can use without a copy. */
  share(): void {
    if (this.isShared()) return;
    const width = elementSizeOf(this.code), shared = new SharedArrayBuffer(this.bytes);
    new Uint8Array(shared).set(new Uint8Array(this.block.buffer, this.base * width, this.bytes));
    this.#adopt(new Block(shared, false), this.length);
    this.exposed = true;
  }

  /** Returns whether the elements lie in shared memory. */
  isShared(): boolean {
    return this.block.arg instanceof Uint8Array;
  }

  /** Returns whether the memory is gone: disposed, or transferred away by whoever held its buffer. */
  isGone(): boolean {
    const { arg } = this.block;
    return arg === null || (this.length > 0 && arg.byteLength === 0);
  }

  /** Gives the memory back for reuse. Reading a tensor over this storage afterwards is an error. */
  [Symbol.dispose](): void {
    const { block } = this;
    if (block.arg === null) return;
    if (!block.shared && !this.exposed && block.arg instanceof ArrayBuffer) forget(block.arg);
    this.#adopt(DISPOSED, 0);
  }

  #adopt(block: Block, length: number): void {
    this.block = block;
    this.base = 0;
    this.length = length;
    this.extent = length * elementSizeOf(this.code);
  }
}

const DISPOSED = new Block(new ArrayBuffer(0), true);
DISPOSED.arg = null;

/**
 * Returns whether a value is a storage.
 *
 * @param value Any value.
 *
 * @example Usage
 * ```ts
 * import { isStorage, zeros } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * assert(isStorage(zeros([2]).storage()));
 * ```
 */
export function isStorage(value: unknown): value is Storage {
  return value instanceof Storage;
}
