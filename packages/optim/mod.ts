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
export { Schedule, type Scheduled, type ScheduleState } from "./schedules/schedule.ts";
export { StepLR, type StepLROptions } from "./schedules/step_lr.ts";
export { MultiStepLR, type MultiStepLROptions } from "./schedules/multi_step_lr.ts";
export { ExponentialLR, type ExponentialLROptions } from "./schedules/exponential_lr.ts";
export { CosineAnnealingLR, type CosineAnnealingLROptions } from "./schedules/cosine_annealing_lr.ts";
export {
  CosineAnnealingWarmRestarts,
  type CosineAnnealingWarmRestartsOptions,
} from "./schedules/cosine_annealing_warm_restarts.ts";
export { OneCycleLR, type OneCycleLROptions } from "./schedules/one_cycle_lr.ts";
export { ReduceLROnPlateau, type ReduceLROnPlateauOptions } from "./schedules/reduce_lr_on_plateau.ts";
export { WarmUp, type WarmUpOptions } from "./schedules/warm_up.ts";
export * from "./confusion_matrix.ts";
