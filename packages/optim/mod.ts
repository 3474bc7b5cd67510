/**
 * Optimizers as in Torch7's `optim`, and what measures training.
 *
 * @module
 */
export * from "./sgd.ts";
export * from "./adam.ts";
export * from "./cg.ts";
export * from "./polyinterp.ts";
export * from "./lswolfe.ts";
export * from "./lbfgs.ts";
export * from "./fista.ts";
export * from "./cmaes.ts";
export * from "./de.ts";
export * from "./checkgrad.ts";
export * from "./adadelta.ts";
export * from "./rmsprop.ts";
export * from "./adagrad.ts";
export * from "./nag.ts";
export * from "./adamax.ts";
export * from "./rprop.ts";
export * from "./asgd.ts";
export * from "./adam_w.ts";
export * from "./lamb.ts";
export * from "./objective.ts";
export * from "./optimizer/method.ts";
export * from "./optimizer/parameterized.ts";
export * from "./optimizer/options.ts";
export * from "./optimizer/optimizer.ts";
export type { OptimizerGroupState, OptimizerState } from "./optimizer/state.ts";
export type { Gradients } from "./clipping/gradients.ts";
export * from "./clipping/clip_grad_norm.ts";
export * from "./clipping/clip_grad_value.ts";
export * from "./schedules/schedule.ts";
export * from "./schedules/step_lr.ts";
export * from "./schedules/multi_step_lr.ts";
export * from "./schedules/exponential_lr.ts";
export * from "./schedules/cosine_annealing_lr.ts";
export * from "./schedules/cosine_annealing_warm_restarts.ts";
export * from "./schedules/one_cycle_lr.ts";
export * from "./schedules/reduce_lr_on_plateau.ts";
export * from "./schedules/warm_up.ts";
export * from "./train.ts";
export * from "./confusion_matrix.ts";
export * from "./data/mod.ts";
