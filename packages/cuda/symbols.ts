// The functions of taimatsu_cuda.h. tools/check_symbols.ts compares the table with the header.

/** Devices and their memory: one line a function, with the names of its arguments. */
export const CUDA_SYMBOLS = {
  // frame
  tm_device_count: { parameters: ["buffer"], result: "i32" },
  // frame
  tm_cuda_versions: { parameters: ["buffer"], result: "i32" },
  // device, text, capacity
  tm_device_properties: { parameters: ["i32", "buffer", "i32"], result: "i32" },
  // device
  tm_synchronize: { parameters: ["i32"], result: "i32" },
  // device
  tm_wait: { parameters: ["i32"], result: "i32" },
  // allowed
  tm_allow_tf32: { parameters: ["i32"], result: "i32" },
  // device, text, capacity
  tm_blas_description: { parameters: ["i32", "buffer", "i32"], result: "i32" },
  // device, allowed, frame
  tm_allow_cudnn: { parameters: ["i32", "i32", "buffer"], result: "i32" },
  // device, text, capacity
  tm_cudnn_description: { parameters: ["i32", "buffer", "i32"], result: "i32" },
  // handle, device, bytes, zeroed
  tm_alloc: { parameters: ["buffer", "i32", "f64", "i32"], result: "i32" },
  // handle
  tm_free: { parameters: ["buffer"], result: "i32" },
  // handle, offset, from, bytes, queued
  tm_upload: { parameters: ["buffer", "f64", "buffer", "f64", "i32"], result: "i32" },
  // handle, offset, to, bytes, queued
  tm_download: { parameters: ["buffer", "f64", "buffer", "f64", "i32"], result: "i32" },
  // device, bytes, frame
  tm_pin: { parameters: ["i32", "f64", "buffer"], result: "i32" },
  // address
  tm_unpin: { parameters: ["f64"], result: "i32" },
  // device, frame
  tm_memory_info: { parameters: ["i32", "buffer"], result: "i32" },
  // device
  tm_empty_cache: { parameters: ["i32"], result: "i32" },
  // device, frame
  tm_stream_new: { parameters: ["i32", "buffer"], result: "i32" },
  // stream
  tm_stream_free: { parameters: ["i32"], result: "i32" },
  // device, stream
  tm_set_stream: { parameters: ["i32", "i32"], result: "i32" },
  // stream
  tm_stream_synchronize: { parameters: ["i32"], result: "i32" },
  // device, frame
  tm_event_new: { parameters: ["i32", "buffer"], result: "i32" },
  // event
  tm_event_free: { parameters: ["i32"], result: "i32" },
  // event
  tm_event_record: { parameters: ["i32"], result: "i32" },
  // event
  tm_event_wait: { parameters: ["i32"], result: "i32" },
  // event
  tm_event_synchronize: { parameters: ["i32"], result: "i32" },
  // event, frame
  tm_event_query: { parameters: ["i32", "buffer"], result: "i32" },
  // from, to, frame
  tm_event_elapsed: { parameters: ["i32", "i32", "buffer"], result: "i32" },
  // device
  tm_graph_begin: { parameters: ["i32"], result: "i32" },
  // device, frame
  tm_graph_end: { parameters: ["i32", "buffer"], result: "i32" },
  // graph
  tm_graph_launch: { parameters: ["i32"], result: "i32" },
  // graph
  tm_graph_free: { parameters: ["i32"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;
