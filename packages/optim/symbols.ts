// The functions of taimatsu.h that this package calls. tools/check_symbols.ts compares the table with the header.

/** Kernels for optimizers: one line a function, with the names of its arguments. */
export const OPTIM_SYMBOLS = {
  // x, g, velocity, rates, decays, scalars, frame
  tm_sgd: { parameters: ["buffer", "buffer", "buffer", "buffer", "buffer", "buffer", "buffer"], result: "i32" },
  // op, x, g, a, b, c, scalars, frame
  tm_step: { parameters: ["i32", "buffer", "buffer", "buffer", "buffer", "buffer", "buffer", "buffer"], result: "i32" },
  // x, g, m, v, sizes, scalars, frame
  tm_lamb: { parameters: ["buffer", "buffer", "buffer", "buffer", "buffer", "buffer", "buffer"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;
