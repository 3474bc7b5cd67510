// The functions of taimatsu.h that this package calls. tools/check_symbols.ts compares the table with the header.

/** Kernels for images: one line a function, with the names of its arguments. */
export const IMAGE_SYMBOLS = {
  // op, y, x, frame
  tm_image_color: { parameters: ["i32", "buffer", "buffer", "buffer"], result: "i32" },
  // y, x, kernel, column, frame, top, left, nearest, pad
  tm_image_correlate: {
    parameters: ["buffer", "buffer", "buffer", "buffer", "buffer", "i32", "i32", "i32", "f64"],
    result: "i32",
  },
  // r, x, row, row_weight, column, column_weight, frame
  tm_image_scale: {
    parameters: ["buffer", "buffer", "buffer", "buffer", "buffer", "buffer", "buffer"],
    result: "i32",
  },
  // r, src, map, fill, frame, mode, border, offset
  tm_image_sample: {
    parameters: ["buffer", "buffer", "buffer", "buffer", "buffer", "i32", "i32", "i32"],
    result: "i32",
  },
} as const satisfies Deno.ForeignLibraryInterface;
