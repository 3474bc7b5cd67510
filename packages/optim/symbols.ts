// The functions of taimatsu.h that this package calls. tools/check_symbols.ts compares the table with the header.

/** Kernels for optimizers: one line a function, with the names of its arguments. */
export const OPTIM_SYMBOLS = {
  // x, g, velocity, rates, decays, scalars, frame
  tm_sgd: { parameters: ["buffer", "buffer", "buffer", "buffer", "buffer", "buffer", "buffer"], result: "i32" },
  // x, g, m, v, scalars, frame
  tm_adam: { parameters: ["buffer", "buffer", "buffer", "buffer", "buffer", "buffer"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;
