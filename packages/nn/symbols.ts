// The functions of taimatsu.h that this package calls. tools/check_symbols.ts compares the table with the header.

/** Kernels for layers: one line a function, with the names of its arguments. */
export const NN_SYMBOLS = {
  // y, x, weight, bias, frame
  tm_linear: { parameters: ["buffer", "buffer", "buffer", "buffer", "buffer"], result: "i32" },
  // gx, gy, weight, frame
  tm_linear_grad_input: { parameters: ["buffer", "buffer", "buffer", "buffer"], result: "i32" },
  // gweight, gbias, x, gy, frame, scale
  tm_linear_grad_parameters: { parameters: ["buffer", "buffer", "buffer", "buffer", "buffer", "f64"], result: "i32" },
  // y, x, weight, bias, frame, dh, dw, padh, padw, dilationh, dilationw, groups, op, a, b
  tm_conv2d: {
    // deno-fmt-ignore
    parameters: ["buffer", "buffer", "buffer", "buffer", "buffer", "i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32", "f64", "f64"],
    result: "i32",
  },
  // gx, gy, weight, frame, dh, dw, padh, padw, dilationh, dilationw, groups
  tm_conv2d_grad_input: {
    parameters: ["buffer", "buffer", "buffer", "buffer", "i32", "i32", "i32", "i32", "i32", "i32", "i32"],
    result: "i32",
  },
  // gweight, gbias, x, gy, frame, dh, dw, padh, padw, dilationh, dilationw, groups, scale
  tm_conv2d_grad_parameters: {
    // deno-fmt-ignore
    parameters: ["buffer", "buffer", "buffer", "buffer", "buffer", "i32", "i32", "i32", "i32", "i32", "i32", "i32", "f64"],
    result: "i32",
  },
  // y, index, x, frame, kh, kw, dh, dw, padh, padw, dilationh, dilationw
  tm_max_pool2d: {
    parameters: ["buffer", "buffer", "buffer", "buffer", "i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32"],
    result: "i32",
  },
  // gx, gy, index, frame
  tm_max_pool2d_grad: { parameters: ["buffer", "buffer", "buffer", "buffer"], result: "i32" },
  // y, x, frame, kh, kw, dh, dw, padh, padw, count_pad, divide
  tm_avg_pool2d: {
    parameters: ["buffer", "buffer", "buffer", "i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32"],
    result: "i32",
  },
  // gx, gy, frame, kh, kw, dh, dw, padh, padw, count_pad, divide
  tm_avg_pool2d_grad: {
    parameters: ["buffer", "buffer", "buffer", "i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32"],
    result: "i32",
  },
  // y, x, weight, bias, running_mean, running_var, mean, istd, frame, train, momentum, eps
  tm_batch_norm: {
    // deno-fmt-ignore
    parameters: ["buffer", "buffer", "buffer", "buffer", "buffer", "buffer", "buffer", "buffer", "buffer", "i32", "f64", "f64"],
    result: "i32",
  },
  // gx, gweight, gbias, x, gy, weight, mean, istd, frame, train, scale
  tm_batch_norm_grad: {
    // deno-fmt-ignore
    parameters: ["buffer", "buffer", "buffer", "buffer", "buffer", "buffer", "buffer", "buffer", "buffer", "i32", "f64"],
    result: "i32",
  },
  // y, index, x, rows, columns, frame
  tm_max_windows: { parameters: ["buffer", "buffer", "buffer", "buffer", "buffer", "buffer"], result: "i32" },
  // r, x, rows, columns, weight, frame
  tm_sparse_mm: { parameters: ["buffer", "buffer", "buffer", "buffer", "buffer", "buffer"], result: "i32" },
  // y, x, weight, bias, mean, istd, frame, groups, eps
  tm_layer_norm: {
    parameters: ["buffer", "buffer", "buffer", "buffer", "buffer", "buffer", "buffer", "i32", "f64"],
    result: "i32",
  },
  // gx, gweight, gbias, x, gy, weight, mean, istd, frame, groups, scale
  tm_layer_norm_grad: {
    // deno-fmt-ignore
    parameters: ["buffer", "buffer", "buffer", "buffer", "buffer", "buffer", "buffer", "buffer", "buffer", "i32", "f64"],
    result: "i32",
  },
  // y, mask, x, frame, generator, p, keep
  tm_dropout: { parameters: ["buffer", "buffer", "buffer", "buffer", "buffer", "f64", "f64"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;
