/**
 * Optimizers as in Torch7's `optim`, and what measures training.
 *
 * @module
 */
export * from "./sgd.ts";
export * from "./adam.ts";
export * from "./objective.ts";
export * from "./optimizer/method.ts";
export * from "./optimizer/parameterized.ts";
export * from "./optimizer/optimizer.ts";
export type { OptimizerGroupState, OptimizerState } from "./optimizer/state.ts";
export type { Gradients } from "./clipping/gradients.ts";
export { clipGradNorm, type ClipGradNormOptions } from "./clipping/clip_grad_norm.ts";
export * from "./clipping/clip_grad_value.ts";
export * from "./confusion_matrix.ts";
