import type { DeviceMemory } from "@taimatsu/tensor";
import { check, functions } from "./functions.ts";
import { collectGarbage } from "./garbage.ts";
import { MemoryPressure } from "./memory_pressure.ts";

// TM_HANDLE_BYTES and TM_EXTENT_UNIT in taimatsu_cuda.h.
const HANDLE_BYTES = 32, EXTENT_UNIT = 2 ** 46;
// TM_OUT_OF_MEMORY in taimatsu.h.
const OUT_OF_MEMORY = 5;

/** The memory of a GPU, from the driver's pool. */
export class CudaMemory implements DeviceMemory {
  readonly #pressure: MemoryPressure;

  /** Names the GPU. */
  constructor(readonly index: number) {
    this.#pressure = new MemoryPressure(index);
  }

  reserve(bytes: number, zeroed: boolean): ArrayBuffer {
    const handle = new ArrayBuffer(HANDLE_BYTES),
      status = functions().tm_alloc(handle, this.index, bytes, zeroed ? 1 : 0);
    if (status === OUT_OF_MEMORY) collectGarbage(); // so that a program that goes on has what is unreachable now
    check(status);
    this.#pressure.note(bytes);
    return handle;
  }

  release(handle: ArrayBuffer): void {
    // A GPU that failed says so wherever it is used next; what runs between tasks cannot tell anybody.
    functions().tm_free(handle);
  }

  extent(bytes: number): number {
    return -((this.index + 1) * EXTENT_UNIT + bytes);
  }

  upload(handle: ArrayBuffer, byteOffset: number, from: Uint8Array<ArrayBuffer>, queued = false): void {
    check(functions().tm_upload(handle, byteOffset, from, from.byteLength, queued ? 1 : 0));
  }

  download(handle: ArrayBuffer, byteOffset: number, to: Uint8Array<ArrayBuffer>, queued = false): void {
    check(functions().tm_download(handle, byteOffset, to, to.byteLength, queued ? 1 : 0));
  }
}
