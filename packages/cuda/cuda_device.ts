import { Device } from "@taimatsu/tensor";
import type { Symbols } from "@taimatsu/tensor/native";
import { CudaMemory } from "./cuda_memory.ts";
import { openCuda } from "./library.ts";

/**
 * A GPU as the device of tensors: what {@linkcode cuda} returns.
 *
 * @example Usage
 * ```ts
 * import { cuda } from "@taimatsu/cuda";
 * import { ones } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * if (cuda.isAvailable()) {
 *   const x = ones([3]).to(cuda(0));
 *   assertEquals(x.device.name, "cuda:0");
 * }
 * ```
 */
export class CudaDevice extends Device {
  /** Stands for the GPU of a number, which {@linkcode cuda} has looked for. */
  constructor(readonly index: number) {
    super(`cuda:${index}`, new CudaMemory(index));
  }

  /** Opens the CUDA library with a table of functions. One that it lacks says so when it is called. */
  protected override load<T extends Deno.ForeignLibraryInterface>(table: T): Symbols<T> {
    return openCuda(table);
  }

  /** Does nothing: the pages of the host are no matter of a GPU. */
  override preferLargePages(): void {}
}
