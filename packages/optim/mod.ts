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
export * from "./schedules/linear_lr.ts";
export * from "./schedules/cosine_annealing_lr.ts";
export * from "./schedules/cosine_annealing_warm_restarts.ts";
export * from "./schedules/one_cycle_lr.ts";
export * from "./schedules/reduce_lr_on_plateau.ts";
export * from "./schedules/warm_up.ts";
export type { Batch, Batches } from "./training/batches.ts";
export { evaluate, type EvaluateOptions, type Evaluation } from "./training/evaluate.ts";
export * from "./training/train.ts";
export type {
  TrainCriterion,
  TrainEpoch,
  TrainHistory,
  TrainModel,
  TrainOptimizer,
  TrainOptions,
  TrainStep,
} from "./training/train_options.ts";
export * from "./confusion_matrix.ts";
export * from "./data/mod.ts";
export * from "./meters/meter.ts";
export * from "./meters/average_value_meter.ts";
export * from "./meters/moving_average_value_meter.ts";
export * from "./meters/mse_meter.ts";
export * from "./meters/class_error_meter.ts";
export { ConfusionMeter, type ConfusionMeterOptions } from "./meters/confusion_meter.ts";
export * from "./meters/multi_label_confusion_meter.ts";
export * from "./meters/auc_meter.ts";
export * from "./meters/ap_meter.ts";
export * from "./meters/map_meter.ts";
export type { ThresholdCount, ThresholdMeterOptions } from "./meters/threshold_counts.ts";
export * from "./meters/threshold_meter.ts";
export * from "./meters/precision_meter.ts";
export * from "./meters/recall_meter.ts";
export * from "./meters/precision_at_k_meter.ts";
export * from "./meters/ndcg_meter.ts";
export * from "./meters/time_meter.ts";
export * from "./logger.ts";
export * from "./plots/figure.ts";
export type { PlotOptions } from "./plots/options.ts";
export { type Numbers, plot, type PlotStyle, type Series } from "./plots/plot.ts";
export * from "./format_time.ts";
export * from "./profiler.ts";
export { type Metrics, Progress, type ProgressBar, type ProgressOptions } from "./progress.ts";
export type { ProgressOutput } from "./terminal.ts";
export * from "./cmd_line.ts";
export * from "./plots/hist.ts";
export * from "./plots/imagesc.ts";
