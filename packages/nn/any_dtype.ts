// What layers share that take any dtype: what they keep has the dtype of their input.
import { type Device, formatSize, sameSize, Tensor } from "@taimatsu/tensor";
import { fresh } from "@taimatsu/tensor/native";
import { fitLike } from "./kernels.ts";
import type { AnyModule } from "./module.ts";

/** Returns what a module keeps if that is a tensor of a dtype and on a device, else a new one; sized `shape`, contents unknown. */
export function keptLike(kept: unknown, code: number, shape: readonly number[], device: Device): Tensor {
  const fits = kept instanceof Tensor && kept.store.code === code && kept.store.device === device;
  return fits ? fitLike(kept, shape) : fresh(code, shape, device);
}

/** Throws unless an argument is a tensor. */
export function checkAnyTensor(module: AnyModule, method: string, name: string, x: unknown): asserts x is Tensor {
  if (!(x instanceof Tensor)) throw module.refusal(method, name, x, []);
}

/** Returns the error for a tensor of the wrong size. */
export function sizeError(
  module: AnyModule,
  method: string,
  name: string,
  x: Tensor,
  wanted: readonly (number | string)[],
): TypeError {
  return new TypeError(
    `Cannot run ${module.constructor.name}.${method}: ${name} must be ${formatSize(wanted)} but is ${
      formatSize(x.shape)
    }`,
  );
}

/**
 * Throws unless a gradient is a tensor of the dtype of another and of these sizes.
 *
 * @param like The other tensor.
 * @param whose What that is, for the message: `input` or `output`.
 */
export function checkGradOutput(
  module: AnyModule,
  name: string,
  gradOutput: unknown,
  like: Tensor,
  whose: string,
  shape: readonly number[],
): asserts gradOutput is Tensor {
  checkAnyTensor(module, "backward", name, gradOutput);
  if (gradOutput.store.code !== like.store.code) {
    throw new TypeError(
      `Cannot run ${module.constructor.name}.backward: ${name} must be ${like.dtype} like the ${whose} but is ` +
        gradOutput.dtype,
    );
  }
  if (!sameSize(gradOutput.shape, shape)) throw sizeError(module, "backward", name, gradOutput, shape);
}
