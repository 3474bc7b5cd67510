import type { Device, Dtype, Generator, Storage, Tensor } from "@taimatsu/tensor";

/** What goes into a module or comes out of it: a tensor, or nested lists of tensors. */
export type Activity = Tensor | readonly Activity[];

/** Options of every module. */
export interface ModuleOptions {
  /** `float32` or `float64`; {@linkcode defaultDtype} unless given. */
  dtype?: Dtype;
  /** Where the module computes; {@linkcode defaultDevice} unless given. */
  device?: Device;
}

/** Dtype, as its number in the native library, and device: of a module or a storage. */
export type Place = Pick<Storage, "code" | "device">;

/** Options of modules that draw random numbers. */
export interface RandomModuleOptions extends ModuleOptions {
  /** The source; the default generator unless given. */
  generator?: Generator;
}

/** Sizes that an argument may have: a number is fixed, a word stands for any. */
export type SizeForms = readonly (readonly (number | string)[])[];
