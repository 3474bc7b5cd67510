/**
 * The door to the native library, for packages that bring kernels of their own: describe the operands with {@linkcode put},
 * pass `x.store.block.arg` for each and {@linkcode frame}, and check the status.
 *
 * @module
 */
export { callerOf } from "./caller.ts";
export * from "./codes.ts";
export { deliver } from "./copy.ts";
export * from "./foreign_memory.ts";
export * from "./frame.ts";
export * from "./elements.ts";
export * from "./elementwise.ts";
export * from "./make.ts";
export * from "./ops.ts";
export * from "./softmax.ts";
export { TENSOR_SYMBOLS } from "./symbols.ts";
export { ABI } from "./library_path.ts";
export { type LibraryDescription, NativeLibrary } from "./load.ts";
export { decode, encode } from "./worker_message.ts";
export * from "./kernels_from.ts";
export type { Symbols } from "./device.ts";
export * from "./meta_device.ts";
export * from "./files/t7/fields.ts";
export { type DataClass, dataClass, tensorClass } from "./files/t7/class_names.ts";
export * from "./files/t7/merged_fields.ts";
export { originOf, placeOf } from "./files/t7/origins.ts";
export { classesOf } from "./files/t7/torch_class.ts";
export { writeSafetensors } from "./files/safetensors/save_safetensors.ts";
export { PARTIAL, removeStale } from "./files/atomic_write.ts";
