// Sequences of frames: [frames, size], or [batch, frames, size].
import { sameSize, type Tensor } from "@taimatsu/tensor";
import { fitLike } from "../kernels.ts";
import type { AnyModule, Module } from "../module.ts";
import { refusal } from "../refusal.ts";

/** Returns the number of samples and of frames of an input; throws if it has not frames of that size, or fewer than `least`. */
export function checkFrames(
  module: Module,
  method: string,
  input: Tensor,
  size: number,
  least: number,
): [batch: number, frames: number] {
  if (input?.store?.code === module.code) {
    const { shape } = input, d = shape.length - 2;
    if ((d === 0 || d === 1) && shape[d]! >= least && shape[d + 1] === size) {
      return [d === 0 ? 1 : shape[0]!, shape[d]!];
    }
  }
  const sequence = [`frames >= ${least}`, size];
  throw refusal(module as unknown as AnyModule, method, "input", input, [sequence, ["batch", ...sequence]]);
}

/** Returns the size of a result with so many frames of that size, in a batch if the input is one. */
function likeInput(input: Tensor, frames: number, size: number): number[] {
  return input.shape.length === 2 ? [frames, size] : [input.shape[0]!, frames, size];
}

/** Throws if ∂loss/∂output has not so many frames of that size. */
export function checkFramesBackward(
  module: Module,
  input: Tensor,
  gradOutput: Tensor,
  frames: number,
  size: number,
): void {
  const wanted = likeInput(input, frames, size);
  if (gradOutput?.store?.code !== module.code || !sameSize(gradOutput.shape, wanted)) {
    throw refusal(module as unknown as AnyModule, "backward", "gradOutput", gradOutput, [wanted]);
  }
}

/** Gives a tensor that a module keeps so many frames of that size, in a batch if the input is one. */
export function fitFrames(x: Tensor, input: Tensor, frames: number, size: number): Tensor {
  return fitLike(x, likeInput(input, frames, size));
}
