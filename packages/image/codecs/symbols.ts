// The functions of taimatsu_image.h. tools/check_symbols.ts compares the table with the header.

/** Reading and writing image files: one line a function, with the names of its arguments. */
export const CODEC_SYMBOLS = {
  // file, bytes, call
  tm_codec_header: { parameters: ["buffer", "f64", "buffer"], result: "i32" },
  // file, bytes, image, offset, extent, dtype, channels, orient, call
  tm_codec_decode: {
    parameters: ["buffer", "f64", "buffer", "f64", "f64", "i32", "i32", "i32", "buffer"],
    result: "i32",
  },
  // file, capacity, image, offset, extent, dtype, call
  tm_codec_encode: { parameters: ["buffer", "f64", "buffer", "f64", "f64", "i32", "buffer"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;
