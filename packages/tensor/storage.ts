import { checkIndex, checkInteger, describe } from "./check.ts";
import { defaultCode, dtypeCode, elementSizeOf, INT64, INT8, UINT8, viewOf } from "./codes.ts";
import { copyInto, fillInto } from "./copy.ts";
import { cpu, defaultDevice, type Device } from "./device.ts";
import { type Dtype, DTYPES, type TypedArray } from "./dtype.ts";
import { readBigInt, readElement, writeElement } from "./element.ts";
import { overStorage } from "./make.ts";
import { forget, remember, takeBuffer } from "./pool.ts";
import { format } from "./print.ts";
import { rawBuffer } from "./raw_buffer.ts";

/** The FFI takes shared memory only through a view. */
function argumentOf(buffer: ArrayBuffer | SharedArrayBuffer): ArrayBuffer | Uint8Array<ArrayBuffer> {
  return buffer instanceof ArrayBuffer ? buffer : new Uint8Array(buffer) as unknown as Uint8Array<ArrayBuffer>;
}

/** Memory of devices that nobody refers to any more is given back; what is held here must not lead to the block. */
const unreachable = new FinalizationRegistry<{ handle: ArrayBuffer; owner: Device }>(({ handle, owner }) =>
  owner.memory!.release(handle)
);

/**
 * Memory that storages lie in: a buffer of one storage, or a slab that small storages share, because a buffer of its own would
 * cost more than most operations. A slab is never handed to the user: a storage moves out of it when its memory is asked for.
 */
export class Block {
  /** What is passed to the native library; `null` after `dispose()`. */
  arg: ArrayBuffer | Uint8Array<ArrayBuffer> | null;
  /** Whether it is a slab. */
  readonly slab: boolean;
  /** What it is if others made it, and it must stay where it is. */
  foreign: string | undefined = undefined;
  #views: (TypedArray | undefined)[] = [];

  /** The device whose memory this is, if JavaScript cannot see it: {@linkcode arg} is a handle then. */
  readonly owner: Device | undefined;

  /** Wraps a buffer, or a handle; `slab` says that storages that know nothing of each other lie in it. */
  constructor(buffer: ArrayBuffer | SharedArrayBuffer, slab: boolean, owner?: Device) {
    this.arg = argumentOf(buffer);
    this.slab = slab;
    this.owner = owner;
    if (owner !== undefined) unreachable.register(this, { handle: this.arg as ArrayBuffer, owner }, this);
  }

  /** Goes on in another buffer, with all storages that lie here. */
  move(buffer: SharedArrayBuffer): void {
    this.arg = argumentOf(buffer);
    this.#views = [];
  }

  /** The handle of memory that JavaScript cannot see. */
  get handle(): ArrayBuffer {
    if (this.arg === null) throw new TypeError("Cannot read a tensor after it was disposed");
    return this.arg as ArrayBuffer;
  }

  /** The buffer behind {@linkcode arg}. */
  get buffer(): ArrayBuffer {
    if (this.arg === null) throw new TypeError("Cannot read a tensor after it was disposed");
    if (this.owner !== undefined) {
      throw new TypeError(`Cannot read the elements of a tensor on ${this.owner.name} directly: copy it with cpu()`);
    }
    return this.arg instanceof ArrayBuffer ? this.arg : this.arg.buffer;
  }

  /** Gives the memory back for reuse; nobody else may hold it. */
  release(): void {
    const { arg, owner } = this;
    if (this.slab || !(arg instanceof ArrayBuffer)) return;
    if (owner === undefined) return forget(arg);
    unreachable.unregister(this);
    owner.memory!.release(arg);
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
  #bytes!: Uint8Array;
  #used: number;

  constructor(readonly size: number) {
    this.#used = size;
  }

  /** Places a storage of so many bytes, zeroed unless `reuse` is set. */
  place(storage: Storage, bytes: number, width: number, reuse: boolean): void {
    const rounded = (bytes + 63) & ~63;
    let block = this.#block, used = this.#used;
    if (block === undefined || used + rounded > this.size) {
      const buffer = rawBuffer(this.size);
      this.#block = block = new Block(buffer, true);
      this.#bytes = new Uint8Array(buffer);
      used = 0;
    }
    if (!reuse) this.#bytes.fill(0, used, used + bytes);
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
  /** Whether someone else may hold the memory, which then is never reused. */
  exposed = false;
  /** Whether the length is fixed: the storage is a part of another, a file, or pinned memory. */
  fixed = false;

  /**
   * Makes a storage with unknown contents.
   *
   * @param dtype Element type; `defaultDtype()` unless given.
   * @param length Number of elements.
   * @throws {RangeError} If `length` is negative or no integer.
   */
  constructor(dtype?: Dtype, length?: number);
  /** As above with the dtype's number in the native library; zeroed unless `reuse` is set. */
  constructor(code: number, length: number, reuse: boolean, device: Device);
  constructor(dtype: Dtype | number = defaultCode(), length = 0, reuse = false, device: Device = defaultDevice()) {
    if (typeof dtype !== "number") {
      checkInteger("Storage", "length", length, 0);
      dtype = dtypeCode(dtype);
    }
    const width = elementSizeOf(dtype), bytes = length * width;
    this.code = dtype;
    this.device = device;
    this.length = length;
    if (device !== cpu) this.#settle(bytes, reuse);
    else if (bytes <= TINY) tiny.place(this, bytes, width, reuse);
    else if (bytes <= SMALL) small.place(this, bytes, width, reuse);
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
   * Makes a storage over a buffer, without a copy, or of a list of numbers, which are copied.
   *
   * @throws {TypeError} If the buffer is detached or resizable, or its length is no multiple of the element size.
   */
  static from(dtype: Dtype, source: ArrayBuffer | SharedArrayBuffer | ArrayLike<number | bigint>): Storage {
    const code = dtypeCode(dtype), width = elementSizeOf(code);
    if (!(source instanceof ArrayBuffer || source instanceof SharedArrayBuffer)) return copyOf(code, source);
    const resizable = source instanceof ArrayBuffer ? source.resizable : source.growable;
    if (resizable) throw new TypeError("Cannot make a storage: the buffer must have a fixed length but is resizable");
    if (source instanceof ArrayBuffer && source.detached) {
      throw new TypeError("Cannot make a storage: the buffer is detached");
    }
    if (source.byteLength % width !== 0) {
      throw new TypeError(
        `Cannot make a storage: the buffer must hold a multiple of ${width} bytes but holds ${source.byteLength}`,
      );
    }
    const storage = new Storage(code, 0, true, cpu);
    storage.#adopt(new Block(source, false), source.byteLength / width);
    storage.exposed = true;
    return storage;
  }

  /**
   * Makes a storage over memory that foreign code owns and must keep as long as the storage lives. It needs `--allow-ffi` without
   * a path.
   *
   * @param dtype Element type.
   * @param pointer The first element.
   * @param length Number of elements.
   */
  static fromPointer(dtype: Dtype, pointer: Deno.PointerObject, length: number): Storage {
    checkInteger("Storage.fromPointer", "length", length, 0);
    const bytes = length * elementSizeOf(dtypeCode(dtype));
    return Storage.from(dtype, Deno.UnsafePointerView.getArrayBuffer(pointer, bytes));
  }

  /** Bytes of an element. */
  elementSize(): number {
    return elementSizeOf(this.code);
  }

  /** Bytes of all elements. */
  get bytes(): number {
    return this.length * elementSizeOf(this.code);
  }

  /** Returns an element; an index may count from the end. */
  get(index: number): number {
    return readElement(this, this.base + checkIndex("Storage.get", "index", index, this.length));
  }

  /** Returns an element of an int64 storage exactly. */
  getBigInt(index: number): bigint {
    if (this.code !== INT64) {
      throw new TypeError(`Cannot run Storage.getBigInt: the storage must be int64 but is ${this.dtype}`);
    }
    return readBigInt(this, this.base + checkIndex("Storage.getBigInt", "index", index, this.length));
  }

  /** Writes an element; an index may count from the end. */
  set(index: number, value: number | bigint): this {
    const position = this.base + checkIndex("Storage.set", "index", index, this.length);
    if (typeof value !== "number" && typeof value !== "bigint") {
      throw new TypeError(`Cannot run Storage.set: value must be a number but is ${describe(value)}`);
    }
    writeElement(this, position, value);
    return this;
  }

  /** Copies the elements of a storage of equal length and any dtype. */
  copy(source: Storage): this {
    if (!(source instanceof Storage) || source.length !== this.length) {
      const found = source instanceof Storage ? `has ${source.length}` : `is ${describe(source)}`;
      throw new TypeError(`Cannot run Storage.copy: source must be a storage of ${this.length} elements but ${found}`);
    }
    if (this.length > 0) copyInto(overStorage(this), overStorage(source));
    return this;
  }

  /** Sets every element to a number. */
  fill(value: number): this {
    if (this.length > 0) fillInto(overStorage(this), value);
    return this;
  }

  /** Returns the elements as a list. */
  toArray(): number[] {
    const host = onHost(this), { base, length } = host;
    return Array.from({ length }, (_, i) => readElement(host, base + i));
  }

  /** Returns the bytes of a uint8 or int8 storage as UTF-8 text. */
  string(): string;
  /** Makes the bytes of text in UTF-8 the contents of a uint8 or int8 storage, in place. */
  string(text: string): this;
  string(text?: string): string | this {
    if (this.code !== UINT8 && this.code !== INT8) {
      throw new TypeError(`Cannot run Storage.string: the storage must be uint8 or int8 but is ${this.dtype}`);
    }
    if (text === undefined) {
      const { block, base, length } = onHost(this);
      // What lies in shared memory must be copied before it is decoded.
      return new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array(block.buffer, base, length).slice());
    }
    const bytes = new TextEncoder().encode(text);
    this.resize(bytes.length);
    const { device, block, base } = this;
    if (device !== cpu) device.memory!.upload(block.handle, base, bytes);
    else new Uint8Array(block.buffer, base, this.length).set(bytes);
    return this;
  }

  /**
   * Returns a part as a storage of its own that shares the memory and cannot be resized. Resizing the whole moves it away from
   * its parts.
   *
   * @param offset The first element.
   * @param length Number of elements; all from `offset` on by default.
   * @throws {RangeError} If the part would reach outside.
   */
  subarray(offset = 0, length: number = this.length - offset): Storage {
    checkInteger("Storage.subarray", "offset", offset, 0, this.length);
    checkInteger("Storage.subarray", "length", length, 0, this.length - offset);
    this.#leaveSlab();
    this.exposed = true;
    const part = new Storage(this.code, 0, true, this.device);
    part.#adopt(this.block, length, this.base + offset);
    part.exposed = part.fixed = true;
    return part;
  }

  /**
   * Grows or shrinks the storage, keeping what fits (Torch7's `resize`); all tensors over it see the new memory. What is added
   * holds unknown numbers.
   *
   * @throws {TypeError} If the storage is a part of another or a file.
   */
  resize(length: number): void {
    checkInteger("Storage.resize", "length", length, 0);
    if (length === this.length) return;
    if (this.fixed) {
      throw new TypeError(
        `Cannot run Storage.resize: the storage is a part of another or a file and keeps its length of ${this.length}`,
      );
    }
    const { block, base, exposed, device } = this, width = elementSizeOf(this.code);
    const kept = Math.min(length, this.length);
    if (device !== cpu) {
      const grown = new Storage(this.code, length, true, device);
      if (kept > 0) copyInto(overStorage(grown, 0, [kept]), overStorage(this, 0, [kept]));
      this.#adopt(grown.block, length);
      grown.#adopt(DISPOSED, 0); // a tidy() that runs must not dispose what lies here now
    } else {
      const grown = new Block(takeBuffer(length * width, true), false);
      if (kept > 0) new Uint8Array(grown.buffer).set(new Uint8Array(block.buffer, base * width, kept * width));
      this.#adopt(grown, length);
    }
    if (!exposed) block.release();
    this.exposed = false;
  }

  /** As {@linkcode resize} if the storage has fewer than `length` elements. */
  reserve(length: number): void {
    if (length > this.length) this.resize(length);
  }

  /** The typed array over exactly this storage's elements. The memory may then be read and written by anyone. */
  get data(): TypedArray {
    this.#leaveSlab();
    this.exposed = true;
    return viewOf(this.code, this.block.buffer, this.base * elementSizeOf(this.code), this.length);
  }

  /**
   * Moves the elements into shared memory, which Workers can use without a copy; parts of the storage come along.
   *
   * @throws {TypeError} If the storage is a file, which Workers can map themselves, or pinned memory.
   */
  share(): void {
    if (this.isShared()) return;
    if (this.device !== cpu) throw new TypeError(`Cannot share memory of ${this.device.name}: share a copy, cpu()`);
    if (this.block.foreign !== undefined) throw new TypeError(`Cannot share ${this.block.foreign}`);
    this.#leaveSlab();
    const { buffer } = this.block, shared = new SharedArrayBuffer(buffer.byteLength);
    new Uint8Array(shared).set(new Uint8Array(buffer));
    this.block.move(shared);
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
    if (!this.exposed) block.release();
    this.#adopt(DISPOSED, 0);
  }

  /** Returns the text that Torch7 prints, shortened as that of a tensor. */
  toString(): string {
    return format(overStorage(this)).replace(/Tensor (with no dimension|of size)/, "Storage of size");
  }

  /** What `console.log` shows: {@linkcode toString}. */
  [Symbol.for("Deno.customInspect")](): string {
    return this.toString();
  }

  /** Takes memory of a device that JavaScript cannot see. */
  #settle(bytes: number, reuse: boolean): void {
    const { device } = this, memory = device.memory!;
    this.block = new Block(memory.reserve(bytes, !reuse), false, device);
    this.base = 0;
    this.extent = memory.extent(bytes);
  }

  #leaveSlab(): void {
    if (!this.block.slab) return;
    const start = this.base * elementSizeOf(this.code);
    this.#adopt(new Block(this.block.buffer.slice(start, start + this.bytes), false), this.length);
  }

  #adopt(block: Block, length: number, base = 0): void {
    this.block = block;
    this.base = base;
    this.length = length;
    const bytes = (base + length) * elementSizeOf(this.code);
    this.extent = this.device === cpu ? bytes : this.device.memory!.extent(bytes);
  }
}

/** The elements of a storage in memory that JavaScript sees: the storage itself, or a copy. */
function onHost(store: Storage): Storage {
  if (store.device === cpu) return store;
  const host = new Storage(store.code, store.length, true, cpu);
  if (store.length > 0) copyInto(overStorage(host), overStorage(store));
  return host;
}

function copyOf(code: number, list: ArrayLike<number | bigint>): Storage {
  if (typeof list !== "object" || list === null || typeof list.length !== "number") {
    throw new TypeError(
      `Cannot make a storage: the source must be a buffer or a list of numbers but is ${describe(list)}`,
    );
  }
  const storage = new Storage(code, list.length, true, cpu);
  for (let i = 0; i < list.length; i++) storage.set(i, list[i]!);
  return storage;
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
