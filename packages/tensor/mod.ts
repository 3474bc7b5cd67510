/**
 * Strided tensors as in Torch7, on a small C library.
 *
 * @module
 */
export * from "./tensor.ts";
export * from "./create.ts";
export * from "./sequences.ts";
export * from "./arithmetic.ts";
export * from "./fused.ts";
export * from "./pointwise.ts";
export * from "./trigonometry.ts";
export * from "./rounding.ts";
export * from "./bits.ts";
export * from "./compare.ts";
export * from "./reduce.ts";
export * from "./norms.ts";
export * from "./blas.ts";
export * from "./generator.ts";
export * from "./random.ts";
export * from "./threads.ts";
export * from "./storage.ts";
export * from "./device.ts";
export * from "./dtype.ts";
export * from "./memory.ts";
export * from "./check.ts";
export * from "./types.ts";
