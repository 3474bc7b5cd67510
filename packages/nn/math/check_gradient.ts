import { sameSize, type Tensor } from "@taimatsu/tensor";
import type { Module } from "../module.ts";

/** Checks the arguments of `backward` of a module whose output is sized like its input. */
export function checkGradient(module: Module, input: Tensor, gradOutput: Tensor): void {
  if (input?.store?.code !== module.code) throw module.refusal("backward", "input", input, []);
  if (gradOutput?.store?.code !== module.code || !sameSize(gradOutput.shape, input.shape)) {
    throw module.refusal("backward", "gradOutput", gradOutput, [input.shape]);
  }
}
