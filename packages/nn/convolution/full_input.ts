// Inputs of full convolutions: a tensor, or a list of it and of one whose size the output shall have.
import { formatSize, Tensor } from "@taimatsu/tensor";
import { fresh } from "@taimatsu/tensor/native";
import { fitLike } from "../kernels.ts";
import type { AnyModule, Module } from "../module.ts";
import { checkTensors } from "../refusal.ts";
import type { FullInput } from "./transposed_convolution.ts";

type Full = Module<FullInput>;

/** Returns the tensor of an input whose elements count. */
export function valuesOf(module: Full, method: string, input: FullInput): Tensor {
  if (!Array.isArray(input)) return input as Tensor;
  return checkTensors(module as unknown as AnyModule, method, "input", input, 2)[0]!;
}

/**
 * Returns the size of the output along a dimension.
 *
 * @param dim The dimension, from the end.
 * @param least The size without elements that are left over.
 * @param adj How many are left over where the input names no size.
 * @param step More than are ever left over.
 * @throws {TypeError} If the size that the input names cannot be reached.
 */
export function outputSize(
  module: Full,
  method: string,
  input: FullInput,
  dim: number,
  least: number,
  adj: number,
  step: number,
): number {
  if (input instanceof Tensor) return least + adj;
  const target = input[1], size = target.shape.at(dim);
  if (size === undefined || size < Math.max(1, least) || size >= least + step) {
    throw new TypeError(
      `Cannot run ${module.constructor.name}.${method}: input[1] must have a size from ${Math.max(1, least)} to ` +
        `${least + step - 1} in dimension ${dim} but is ${formatSize(target.shape)}`,
    );
  }
  return size;
}

/** Returns the tensor that receives the gradient with respect to the values. */
export function gradientOf(module: Full): Tensor {
  const { gradInput, code } = module;
  return gradInput instanceof Tensor ? gradInput : gradInput?.[0] ?? fresh(code, [], module.device);
}

/** Keeps that gradient, beside zeros for the tensor that names a size, in the form of the input. */
export function keepGradient(module: Full, gradient: Tensor, input: FullInput): FullInput {
  if (input instanceof Tensor) return module.gradInput = gradient;
  const { gradInput, code } = module;
  const pair: readonly [Tensor, Tensor] = gradInput instanceof Tensor || gradInput === null || gradInput.length < 2
    ? [gradient, fresh(code, [], module.device)]
    : gradInput;
  fitLike(pair[1], input[1].shape).zero();
  return module.gradInput = pair;
}
