import { INT64 } from "../../codes.ts";
import type { Storage } from "../../storage.ts";
import type { ByteWriter } from "../byte_writer.ts";
import { swapBytes } from "../swap_bytes.ts";
import type { Encoder } from "./encoder.ts";

/** Writes numbers as they lie in a machine's memory. */
export class BinaryEncoder implements Encoder {
  /** Gives `long` so many bytes. */
  constructor(readonly writer: ByteWriter, readonly longSize: 4 | 8) {}

  /** Writes 4 bytes. */
  int(value: number): void {
    this.writer.int32(value);
  }

  /** Writes 4 or 8 bytes. */
  long(value: number): void {
    this.#long(BigInt(value));
  }

  #long(value: bigint): void {
    if (this.longSize === 8) return this.writer.int64(value);
    if (BigInt.asIntN(32, value) !== value) {
      throw new RangeError(`Cannot write ${value} as a long of 4 bytes: use the longSize 8`);
    }
    this.writer.int32(Number(value));
  }

  /** Writes 4 or 8 bytes for each. */
  longs(values: readonly number[]): void {
    for (const value of values) this.long(value);
  }

  /** Writes 8 bytes. */
  double(value: number): void {
    this.writer.float64(value);
  }

  /** Writes bytes as they are. */
  chars(bytes: Uint8Array): void {
    this.writer.bytes(bytes);
  }

  /** Writes elements straight from the storage. */
  elements(storage: Storage): void {
    const { writer } = this, width = storage.elementSize(), { block, base, length } = storage;
    if (storage.code === INT64 && this.longSize === 4) {
      for (const value of new BigInt64Array(block.buffer, base * 8, length)) this.#long(value);
      return;
    }
    const bytes = new Uint8Array(block.buffer, base * width, length * width);
    if (writer.little || width === 1) return writer.bytes(bytes);
    const swapped = bytes.slice();
    swapBytes(swapped, width);
    writer.bytes(swapped);
  }
}
