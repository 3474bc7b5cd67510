// The functions of taimatsu.h that this package calls. tools/check_symbols.ts compares the table with the header.

/** Kernels for tensors: one line a function, with the names of its arguments. */
export const TENSOR_SYMBOLS = {
  // text, capacity
  tm_last_error: { parameters: ["buffer", "i32"], result: "i32" },
  // family, text, capacity
  tm_op_names: { parameters: ["i32", "buffer", "i32"], result: "i32" },
  // text, capacity
  tm_isa: { parameters: ["buffer", "i32"], result: "i32" },
  // threads
  tm_set_num_threads: { parameters: ["i32"], result: "i32" },
  // frame
  tm_num_threads: { parameters: ["buffer"], result: "i32" },
  // memory, bytes
  tm_prefer_large_pages: { parameters: ["buffer", "f64"], result: "i32" },
  // r, frame, value
  tm_fill: { parameters: ["buffer", "buffer", "f64"], result: "i32" },
  // r, x, frame
  tm_copy: { parameters: ["buffer", "buffer", "buffer"], result: "i32" },
  // dtype, n, r, offset, bytes, x, offset, bytes
  tm_copy_n: { parameters: ["i32", "f64", "buffer", "f64", "f64", "buffer", "f64", "f64"], result: "i32" },
  // r, eight parts, frame, parts, dim
  // deno-fmt-ignore
  tm_join: { parameters: ["buffer", "buffer", "buffer", "buffer", "buffer", "buffer", "buffer", "buffer", "buffer", "buffer", "i32", "i32"], result: "i32" },
  // r, frame, start, step
  tm_arange: { parameters: ["buffer", "buffer", "f64", "f64"], result: "i32" },
  // op, r, x, frame, a, b
  tm_unary: { parameters: ["i32", "buffer", "buffer", "buffer", "f64", "f64"], result: "i32" },
  // op, dtype, n, r, offset, bytes, x, offset, bytes, a, b
  tm_unary_n: {
    parameters: ["i32", "i32", "f64", "buffer", "f64", "f64", "buffer", "f64", "f64", "f64", "f64"],
    result: "i32",
  },
  // op, r, g, x, y, frame, a, b
  tm_unary_grad: {
    parameters: ["i32", "buffer", "buffer", "buffer", "buffer", "buffer", "f64", "f64"],
    result: "i32",
  },
  // op, dtype, n, r, offset, bytes, g, offset, bytes, x, offset, bytes, y, offset, bytes, a, b
  tm_unary_grad_n: {
    // deno-fmt-ignore
    parameters: ["i32", "i32", "f64", "buffer", "f64", "f64", "buffer", "f64", "f64", "buffer", "f64", "f64", "buffer", "f64", "f64", "f64", "f64"],
    result: "i32",
  },
  // op, r, x, y, frame, a
  tm_binary: { parameters: ["i32", "buffer", "buffer", "buffer", "buffer", "f64"], result: "i32" },
  // op, dtype, n, r, offset, bytes, x, offset, bytes, y, offset, bytes, a
  tm_binary_n: {
    // deno-fmt-ignore
    parameters: ["i32", "i32", "f64", "buffer", "f64", "f64", "buffer", "f64", "f64", "buffer", "f64", "f64", "f64"],
    result: "i32",
  },
  // op, r, x, y, z, frame, a
  tm_ternary: { parameters: ["i32", "buffer", "buffer", "buffer", "buffer", "buffer", "f64"], result: "i32" },
  // op, r, x, y, frame
  tm_compare: { parameters: ["i32", "buffer", "buffer", "buffer", "buffer"], result: "i32" },
  // op, r, x, frame, value
  tm_compare_scalar: { parameters: ["i32", "buffer", "buffer", "buffer", "f64"], result: "i32" },
  // op, x, frame, p
  tm_reduce_all: { parameters: ["i32", "buffer", "buffer", "f64"], result: "i32" },
  // op, dtype, n, x, offset, bytes, p, frame
  tm_reduce_all_n: { parameters: ["i32", "i32", "f64", "buffer", "f64", "f64", "f64", "buffer"], result: "i32" },
  // op, r, x, frame, dim, p
  tm_reduce: { parameters: ["i32", "buffer", "buffer", "buffer", "i32", "f64"], result: "i32" },
  // op, r, index, x, frame, dim
  tm_reduce_index: { parameters: ["i32", "buffer", "buffer", "buffer", "buffer", "i32"], result: "i32" },
  // x, y, frame
  tm_dot: { parameters: ["buffer", "buffer", "buffer"], result: "i32" },
  // x, y, frame, p
  tm_dist: { parameters: ["buffer", "buffer", "buffer", "f64"], result: "i32" },
  // x, y, frame
  tm_equal: { parameters: ["buffer", "buffer", "buffer"], result: "i32" },
  // r, x, frame, dim, product
  tm_scan: { parameters: ["buffer", "buffer", "buffer", "i32", "i32"], result: "i32" },
  // r, x, frame, low, high
  tm_histogram: { parameters: ["buffer", "buffer", "buffer", "f64", "f64"], result: "i32" },
  // r, x, kernel, frame, full, flip, slicewise
  tm_correlate: { parameters: ["buffer", "buffer", "buffer", "buffer", "i32", "i32", "i32"], result: "i32" },
  // r, index, x, frame, dim, descending
  tm_sort: { parameters: ["buffer", "buffer", "buffer", "buffer", "i32", "i32"], result: "i32" },
  // r, index, x, frame, dim, largest, sorted
  tm_topk: { parameters: ["buffer", "buffer", "buffer", "buffer", "i32", "i32", "i32"], result: "i32" },
  // r, index, x, frame, dim, k
  tm_kthvalue: { parameters: ["buffer", "buffer", "buffer", "buffer", "i32", "f64"], result: "i32" },
  // r, index, x, frame, dim
  tm_mode: { parameters: ["buffer", "buffer", "buffer", "buffer", "i32"], result: "i32" },
  // r, x, index, frame, dim
  tm_gather: { parameters: ["buffer", "buffer", "buffer", "buffer", "i32"], result: "i32" },
  // r, x, index, frame, dim, add
  tm_scatter: { parameters: ["buffer", "buffer", "buffer", "buffer", "i32", "i32"], result: "i32" },
  // x, frame
  tm_count: { parameters: ["buffer", "buffer"], result: "i32" },
  // r, x, mask, frame
  tm_masked_select: { parameters: ["buffer", "buffer", "buffer", "buffer"], result: "i32" },
  // r, x, mask, frame
  tm_masked_copy: { parameters: ["buffer", "buffer", "buffer", "buffer"], result: "i32" },
  // r, mask, x, y, frame
  tm_where: { parameters: ["buffer", "buffer", "buffer", "buffer", "buffer"], result: "i32" },
  // r, x, frame
  tm_nonzero: { parameters: ["buffer", "buffer", "buffer"], result: "i32" },
  // r, a, b, frame, beta, alpha
  tm_addmm: { parameters: ["buffer", "buffer", "buffer", "buffer", "f64", "f64"], result: "i32" },
  // dtype, m, n, k, r, offset, bytes, a, offset, bytes, b, offset, bytes, beta, alpha
  tm_addmm_n: {
    // deno-fmt-ignore
    parameters: ["i32", "f64", "f64", "f64", "buffer", "f64", "f64", "buffer", "f64", "f64", "buffer", "f64", "f64", "f64", "f64"],
    result: "i32",
  },
  // r, a, x, frame, beta, alpha
  tm_addmv: { parameters: ["buffer", "buffer", "buffer", "buffer", "f64", "f64"], result: "i32" },
  // r, x, y, frame, beta, alpha
  tm_addr: { parameters: ["buffer", "buffer", "buffer", "buffer", "f64", "f64"], result: "i32" },
  // r, a, b, frame, beta, alpha
  tm_baddbmm: { parameters: ["buffer", "buffer", "buffer", "buffer", "f64", "f64"], result: "i32" },
  // b, a, frame
  tm_gesv: { parameters: ["buffer", "buffer", "buffer"], result: "i32" },
  // a, pivots, frame
  tm_getrf: { parameters: ["buffer", "buffer", "buffer"], result: "i32" },
  // a, frame
  tm_inverse: { parameters: ["buffer", "buffer"], result: "i32" },
  // b, a, frame, upper, transposed, unit
  tm_trtrs: { parameters: ["buffer", "buffer", "buffer", "i32", "i32", "i32"], result: "i32" },
  // a, frame, upper
  tm_potrf: { parameters: ["buffer", "buffer", "i32"], result: "i32" },
  // a, pivots, frame, upper, tolerance
  tm_pstrf: { parameters: ["buffer", "buffer", "buffer", "i32", "f64"], result: "i32" },
  // b, a, frame, upper
  tm_potrs: { parameters: ["buffer", "buffer", "buffer", "i32"], result: "i32" },
  // a, frame, upper
  tm_potri: { parameters: ["buffer", "buffer", "i32"], result: "i32" },
  // b, a, frame
  tm_gels: { parameters: ["buffer", "buffer", "buffer"], result: "i32" },
  // values, a, frame, vectors, upper
  tm_symeig: { parameters: ["buffer", "buffer", "buffer", "i32", "i32"], result: "i32" },
  // values, vectors, a, frame
  tm_eig: { parameters: ["buffer", "buffer", "buffer", "buffer"], result: "i32" },
  // u, s, vt, a, frame, all
  tm_svd: { parameters: ["buffer", "buffer", "buffer", "buffer", "buffer", "i32"], result: "i32" },
  // a, tau, frame
  tm_geqrf: { parameters: ["buffer", "buffer", "buffer"], result: "i32" },
  // a, tau, frame
  tm_orgqr: { parameters: ["buffer", "buffer", "buffer"], result: "i32" },
  // c, a, tau, frame, left, transposed
  tm_ormqr: { parameters: ["buffer", "buffer", "buffer", "buffer", "i32", "i32"], result: "i32" },
  // y, x, frame, log
  tm_softmax: { parameters: ["buffer", "buffer", "buffer", "i32"], result: "i32" },
  // gx, gy, y, frame, log
  tm_softmax_grad: { parameters: ["buffer", "buffer", "buffer", "buffer", "i32"], result: "i32" },
  // generator, seed
  tm_generator_seed: { parameters: ["buffer", "f64"], result: "i32" },
  // op, r, frame, generator, a, b
  tm_random: { parameters: ["i32", "buffer", "buffer", "buffer", "f64", "f64"], result: "i32" },
  // op, generator, a, b, frame
  tm_random_number: { parameters: ["i32", "buffer", "f64", "f64", "buffer"], result: "i32" },
  // r, p, frame, generator
  tm_bernoulli: { parameters: ["buffer", "buffer", "buffer", "buffer"], result: "i32" },
  // r, frame, generator
  tm_randperm: { parameters: ["buffer", "buffer", "buffer"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

/** Files as memory. */
export const FILE_SYMBOLS = {
  // path, bytes of it, shared, bytes, frame
  tm_map_file: { parameters: ["buffer", "i32", "i32", "f64", "buffer"], result: "i32" },
  // address
  tm_unmap_file: { parameters: ["f64"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;
