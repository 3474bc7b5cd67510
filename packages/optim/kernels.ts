// What optimizers share on the way to the native library.
import { checkSameSize, checkSameType, type Device, empty, formatSize, Tensor } from "@taimatsu/tensor";
import { putSize, type Symbols } from "@taimatsu/tensor/native";
import { OPTIM_SYMBOLS } from "./symbols.ts";

let device: Device | undefined, symbols: Symbols<typeof OPTIM_SYMBOLS>;

/** Returns the optimizers' kernels on a device; the last device's are at hand. */
export function kernelsOf(wanted: Device): Symbols<typeof OPTIM_SYMBOLS> {
  if (wanted !== device) {
    symbols = wanted.open(OPTIM_SYMBOLS);
    device = wanted;
  }
  return symbols;
}

/**
 * Checks what an optimizer moves: a contiguous float32 or float64 tensor.
 *
 * @throws {TypeError} If it is none.
 */
export function checkParameters(caller: string, x: Tensor): void {
  if (!(x instanceof Tensor)) throw new TypeError(`Cannot run ${caller}: x must be a tensor but is ${typeof x}`);
  if (x.dtype !== "float32" && x.dtype !== "float64") {
    throw new TypeError(`Cannot run ${caller}: x must be float32 or float64 but is ${x.dtype}`);
  }
  if (!x.dense) {
    throw new TypeError(`Cannot run ${caller}: x must be contiguous but has the strides ${formatSize(x.strides)}`);
  }
}

/**
 * Checks a tensor that belongs to the parameters element by element.
 *
 * @throws {TypeError} If its size or dtype differs, or it is not contiguous.
 */
export function checkCompanion(caller: string, name: string, x: Tensor, companion: Tensor): void {
  if (!(companion instanceof Tensor)) {
    throw new TypeError(`Cannot run ${caller}: ${name} must be a tensor but is ${typeof companion}`);
  }
  if (companion.store.code !== x.store.code) checkSameType(caller, { x, [name]: companion });
  if (companion.count !== x.count) checkSameSize(caller, { x, [name]: companion });
  if (!companion.dense) throw new TypeError(`Cannot run ${caller}: ${name} must be contiguous`);
}

const size = [0];

/** Describes a tensor that belongs to the parameters, as operand `k` of n elements. */
export function putFlat(k: number, x: Tensor): void {
  size[0] = x.count;
  putSize(k, x, size);
}

/** Numbers that a step reads on the tensor's device: it is made once and written anew at each step. */
export function scalars(n: number): Tensor {
  return empty([n], { dtype: "float64" });
}
