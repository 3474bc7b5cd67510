// The functions of taimatsu_cuda.h. tools/check_symbols.ts compares the table with the header.

/** Devices and their memory: one line a function, with the names of its arguments. */
export const CUDA_SYMBOLS = {
  // frame
  tm_device_count: { parameters: ["buffer"], result: "i32" },
  // device, text, capacity
  tm_device_properties: { parameters: ["i32", "buffer", "i32"], result: "i32" },
  // device
  tm_synchronize: { parameters: ["i32"], result: "i32" },
  // device
  tm_wait: { parameters: ["i32"], result: "i32" },
  // handle, device, bytes, zeroed
  tm_alloc: { parameters: ["buffer", "i32", "f64", "i32"], result: "i32" },
  // handle
  tm_free: { parameters: ["buffer"], result: "i32" },
  // handle, offset, from, bytes
  tm_upload: { parameters: ["buffer", "f64", "buffer", "f64"], result: "i32" },
  // handle, offset, to, bytes
  tm_download: { parameters: ["buffer", "f64", "buffer", "f64"], result: "i32" },
  // device, frame
  tm_memory_info: { parameters: ["i32", "buffer"], result: "i32" },
  // device
  tm_empty_cache: { parameters: ["i32"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;
