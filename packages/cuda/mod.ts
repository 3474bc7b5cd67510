/**
 * The CUDA device for Taimatsu: tensors, layers, criterions and optimizers on a GPU of NVIDIA's.
 *
 * @module
 */
export { type Cuda, cuda } from "./cuda.ts";
export * from "./cuda_device.ts";
export type { DeviceProperties } from "./device_properties.ts";
export { Event } from "./event.ts";
export { Graph } from "./graph.ts";
export { Stream } from "./stream.ts";
export type { Numbered } from "./numbered.ts";
export type { MemoryInfo } from "./memory_info.ts";
