// Writing numbers and bytes, collected before they go out.

/** Where bytes go. */
export interface ByteTarget {
  /** Takes all of them, after those before. */
  write(bytes: Uint8Array): void;
  /** Takes the place of bytes that were written, where that is possible. */
  rewrite?(at: number, bytes: Uint8Array): void;
}

const CAPACITY = 65536;

/** Collects small pieces; large ones go out as they are. */
export class ByteWriter {
  /** Whether numbers of several bytes begin with the lowest one. */
  little = true;
  /** Bytes before the next one. */
  position = 0;
  readonly #buffer = new Uint8Array(CAPACITY);
  readonly #view = new DataView(this.#buffer.buffer);
  #used = 0;

  /** Starts with nothing written. */
  constructor(readonly target: ByteTarget) {}

  #take(bytes: number): number {
    if (this.#used + bytes > CAPACITY) this.flush();
    const at = this.#used;
    this.#used += bytes;
    this.position += bytes;
    return at;
  }

  /** Hands on what was collected. */
  flush(): void {
    if (this.#used > 0) this.target.write(this.#buffer.subarray(0, this.#used));
    this.#used = 0;
  }

  /** Writes bytes. */
  bytes(bytes: Uint8Array): void {
    if (bytes.length >= CAPACITY / 4) {
      this.flush();
      this.target.write(bytes);
      this.position += bytes.length;
    } else {
      const at = this.#take(bytes.length);
      this.#buffer.set(bytes, at);
    }
  }

  /** Writes a byte. */
  uint8(value: number): void {
    this.#view.setUint8(this.#take(1), value);
  }

  /** Writes an integer of 2 bytes. */
  uint16(value: number): void {
    this.#view.setUint16(this.#take(2), value, this.little);
  }

  /** Writes an integer of 4 bytes. */
  int32(value: number): void {
    this.#view.setInt32(this.#take(4), value, this.little);
  }

  /** Writes an integer of 4 bytes without sign. */
  uint32(value: number): void {
    this.#view.setUint32(this.#take(4), value, this.little);
  }

  /** Writes an integer of 8 bytes. */
  int64(value: bigint): void {
    this.#view.setBigInt64(this.#take(8), value, this.little);
  }

  /** Writes an integer of 8 bytes without sign. */
  uint64(value: bigint): void {
    this.#view.setBigUint64(this.#take(8), value, this.little);
  }

  /** Whether what was written can be replaced. */
  get rewritable(): boolean {
    return this.target.rewrite !== undefined;
  }

  /** Replaces the integer of 4 bytes at a position. */
  rewriteUint32(at: number, value: number): void {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, value, this.little);
    this.flush();
    this.target.rewrite!(at, bytes);
  }

  /** Writes a number of 8 bytes. NaN is the one that processors make, which has its sign set. */
  float64(value: number): void {
    if (Number.isNaN(value)) this.uint64(0xfff8000000000000n);
    else this.#view.setFloat64(this.#take(8), value, this.little);
  }
}

/** A target that keeps the bytes in memory. */
export class MemoryTarget implements ByteTarget {
  #bytes = new Uint8Array(1024);
  #used = 0;

  /** Appends bytes. */
  write(bytes: Uint8Array): void {
    const needed = this.#used + bytes.length;
    if (needed > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
      grown.set(this.#bytes.subarray(0, this.#used));
      this.#bytes = grown;
    }
    this.#bytes.set(bytes, this.#used);
    this.#used = needed;
  }

  /** Returns all of them, in memory of their own. */
  contents(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#used);
  }
}
