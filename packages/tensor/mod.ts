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
export * from "./einsum.ts";
export * from "./gather.ts";
export * from "./scatter.ts";
export * from "./masks.ts";
export * from "./join.ts";
export * from "./split.ts";
export * from "./diagonal.ts";
export * from "./reorder.ts";
export * from "./scan.ts";
export * from "./sort.ts";
export * from "./arg_extreme.ts";
export * from "./logsumexp.ts";
export * from "./histogram.ts";
export * from "./geometry.ts";
export * from "./convolve.ts";
export * from "./multinomial.ts";
export * from "./solve.ts";
export * from "./cholesky.ts";
export * from "./eigen.ts";
export * from "./qr.ts";
export * from "./determinant.ts";
export * from "./batch_lu.ts";
export * from "./expm.ts";
export * from "./generator.ts";
export * from "./random.ts";
export * from "./threads.ts";
export * from "./timer.ts";
export * from "./storage.ts";
export * from "./mapped_file.ts";
export * from "./worker_pool.ts";
export * from "./mutex.ts";
export * from "./condition.ts";
export * from "./atomic_counter.ts";
export { typeName } from "./type_name.ts";
export * from "./device.ts";
export * from "./dtype.ts";
export * from "./memory.ts";
export * from "./check.ts";
export * from "./types.ts";
