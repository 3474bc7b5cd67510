import { describe } from "@taimatsu/tensor";
import { frame, result } from "@taimatsu/tensor/native";
import { currentDevice } from "./current_device.ts";
import { check, functions } from "./functions.ts";

/**
 * Says whether 2-D convolutions and their gradients may go to cuDNN, where it is installed (`libcudnn.so.9`). They may not at first.
 *
 * @returns Whether they go there from now on; {@linkcode describe} says why not.
 * @throws {TypeError} If `allowed` is no boolean.
 */
export function allowCuDNN(allowed: boolean): boolean {
  if (typeof allowed !== "boolean") {
    throw new TypeError(`Cannot run allowCuDNN: allowed must be true or false but is ${describe(allowed)}`);
  }
  check(functions().tm_allow_cudnn(currentDevice().index, allowed ? 1 : 0, frame));
  return result(0) === 1;
}
