// Targets that are 1 or −1.
import { checkSize, checkTensor, cpu, type Device, FLOAT64, type Tensor } from "@taimatsu/tensor";
import { type Elements, elementsOf, hosted } from "@taimatsu/tensor/native";
import { fit } from "./buffers.ts";

/** What is kept for targets that are 1 or −1. */
export interface SignBuffers {
  /** The targets as float64 on the CPU, where they are looked at. */
  signs?: Tensor;
  /** The targets in another dtype. */
  converted?: Tensor;
  /** The targets on another device. */
  moved?: Tensor;
}

/** Returns targets that are 1 or −1 in a dtype and on a device; see {@linkcode signsIn}. */
export function signsLike(
  buffers: SignBuffers,
  caller: string,
  target: Tensor | number,
  shape: readonly number[],
  { code, device }: { readonly code: number; readonly device: Device },
): Tensor {
  let signs = buffers.signs = signsIn(buffers.signs, caller, target, shape);
  if (signs.count > 0 && code !== FLOAT64) {
    signs = buffers.converted = fit(buffers.converted, code, shape, cpu).copy(signs);
  }
  return signs.count === 0 || device === cpu
    ? signs
    : buffers.moved = fit(buffers.moved, code, shape, device).copy(signs);
}

/**
 * Returns targets that are 1 or −1 as float64 on the CPU, where they are looked at, in `kept`, which is made anew if it does not fit.
 *
 * @param caller The method that was called, for messages.
 * @param target A number, which stands for all, or a tensor of any dtype.
 * @param shape The size that the tensor must have; a single target may have any size of one element.
 * @throws {TypeError} If the size is another.
 * @throws {RangeError} If a target is neither 1 nor −1.
 */
export function signsIn(
  kept: Tensor | undefined,
  caller: string,
  target: Tensor | number,
  shape: readonly number[],
): Tensor {
  const signs = fit(kept, FLOAT64, shape, cpu);
  if (typeof target === "number") signs.fill(target);
  else {
    checkTensor(caller, "target", target);
    if (signs.count !== 1 || target.count !== 1) checkSize(caller, "target", target, shape);
    if (signs.count > 0) signs.copy(hosted(target));
  }
  checkSigns(caller, elementsOf(signs), signs.count);
  return signs;
}

function checkSigns(caller: string, { data, start }: Elements, count: number): void {
  for (let i = 0; i < count; i++) {
    const sign = data[start + i]!;
    if (sign !== 1 && sign !== -1) {
      throw new RangeError(`Cannot run ${caller}: target must be 1 or -1 but is ${sign} at position ${i}`);
    }
  }
}
