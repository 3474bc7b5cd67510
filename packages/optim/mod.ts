/**
 * Optimizers as in Torch7's `optim`, and what measures training.
 *
 * @module
 */
export * from "./sgd.ts";
export * from "./adam.ts";
export * from "./objective.ts";
export * from "./confusion_matrix.ts";
export * from "./data/mod.ts";
