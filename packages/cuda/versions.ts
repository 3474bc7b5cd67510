import { frame, result } from "@taimatsu/tensor/native";
import { check, functions } from "./functions.ts";

function version(k: number): number {
  check(functions().tm_cuda_versions(frame));
  return result(k);
}

/** Returns the version of CUDA that the library was built with (Torch7's `cutorch.getRuntimeVersion`): 13000 is 13.0. */
export function runtimeVersion(): number {
  return version(0);
}

/** Returns the newest version of CUDA that the driver knows (Torch7's `cutorch.getDriverVersion`); 0 without a driver. */
export function driverVersion(): number {
  return version(1);
}
