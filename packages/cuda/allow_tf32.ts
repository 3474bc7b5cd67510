import { describe } from "@taimatsu/tensor";
import { check, functions } from "./functions.ts";

/**
 * Says whether products of float32, and convolutions through cuDNN, may round their factors to TF32, with 10 bits of mantissa: many
 * times faster on GPUs that have it, through cuBLAS and cuDNN alone. They may not at first.
 *
 * @throws {TypeError} If `allowed` is no boolean.
 */
export function allowTF32(allowed: boolean): void {
  if (typeof allowed !== "boolean") {
    throw new TypeError(`Cannot run allowTF32: allowed must be true or false but is ${describe(allowed)}`);
  }
  check(functions().tm_allow_tf32(allowed ? 1 : 0));
}
