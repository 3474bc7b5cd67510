// A device whose memory JavaScript cannot see, made of the CPU's: what runs there runs on a GPU, as far as TypeScript decides.
import { cpu, defaultDevice, Device, type DeviceMemory, type Symbols } from "./device.ts";
import { frame, FRAME_LAYOUT } from "./frame.ts";

const HANDLE_BYTES = 32, UNIT = 2 ** 46;

/** What the handles stand for. */
const hidden = new WeakMap<ArrayBuffer, ArrayBuffer>();
const operands = new Float64Array(frame);

function memoryOf(handle: ArrayBuffer): ArrayBuffer {
  const memory = hidden.get(handle);
  if (memory === undefined) throw new TypeError("Cannot use memory of a device after it was released");
  return memory;
}

class HiddenMemory implements DeviceMemory {
  reserve(bytes: number, zeroed: boolean): ArrayBuffer {
    const handle = new ArrayBuffer(HANDLE_BYTES), memory = new ArrayBuffer(bytes);
    if (!zeroed) new Uint8Array(memory).fill(0xff); // what nobody wrote shows
    hidden.set(handle, memory);
    return handle;
  }

  release(handle: ArrayBuffer): void {
    hidden.delete(handle);
  }

  extent(bytes: number): number {
    return -(UNIT + bytes);
  }

  upload(handle: ArrayBuffer, byteOffset: number, from: Uint8Array<ArrayBuffer>): void {
    new Uint8Array(memoryOf(handle), byteOffset, from.length).set(from);
  }

  download(handle: ArrayBuffer, byteOffset: number, to: Uint8Array<ArrayBuffer>): void {
    to.set(new Uint8Array(memoryOf(handle), byteOffset, to.length));
  }
}

/** An extent as the CPU's library takes it; one of the CPU fails here as it would on a GPU. */
function bytesOf(extent: number): number {
  return extent < 0 ? -extent - UNIT : -(2 * UNIT + extent);
}

function translated(value: unknown): unknown {
  if (value === frame) {
    for (let k = 0; k < FRAME_LAYOUT.OPERANDS; k++) {
      const at = FRAME_LAYOUT.RESULTS + k * FRAME_LAYOUT.OPERAND + 3;
      if (operands[at]! <= -UNIT) operands[at] = bytesOf(operands[at]!);
    }
    return value;
  }
  if (value instanceof ArrayBuffer) return hidden.get(value) ?? value;
  return typeof value === "number" && value <= -UNIT ? bytesOf(value) : value;
}

class RemoteDevice extends Device {
  protected override load<T extends Deno.ForeignLibraryInterface>(table: T): Symbols<T> {
    const symbols = super.load(table) as Record<string, (...args: unknown[]) => unknown>;
    return Object.fromEntries(
      Object.entries(symbols).map(([name, fn]) => [name, (...args: unknown[]) => fn(...args.map(translated))]),
    ) as Symbols<T>;
  }
}

/**
 * A device like a GPU, of which every machine has one: its tensors lie in memory that JavaScript does not see.
 *
 * @example Usage
 * ```ts
 * import { tensor } from "@taimatsu/tensor";
 * import { elsewhere } from "@taimatsu/tensor/testing";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const x = tensor([1, 2]).to(elsewhere);
 * assertEquals(x.mul(2).toArray(), [2, 4]);
 * assertThrows(() => x.storage().data, TypeError, "on elsewhere:0 directly");
 * ```
 */
export const elsewhere: Device = new RemoteDevice("elsewhere:0", new HiddenMemory());

/**
 * Returns a device that is not the default one: {@linkcode elsewhere}, or the CPU. What forgets to say where it makes a tensor fails
 * there.
 *
 * @example Usage
 * ```ts
 * import { defaultDevice, tensor } from "@taimatsu/tensor";
 * import { anotherDevice } from "@taimatsu/tensor/testing";
 * import { assert } from "@std/assert";
 *
 * assert(tensor([1]).to(anotherDevice()).device !== defaultDevice());
 * ```
 */
export function anotherDevice(): Device {
  return defaultDevice() === cpu ? elsewhere : cpu;
}
