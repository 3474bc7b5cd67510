/**
 * Optimizers as in Torch7's `optim`, and what measures training.
 *
 * @module
 */
export * from "./sgd.ts";
export * from "./adam.ts";
export * from "./objective.ts";
export * from "./confusion_matrix.ts";
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
export type { ThresholdMeterOptions } from "./meters/threshold_counts.ts";
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
