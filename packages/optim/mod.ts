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
export * from "./confusion_matrix.ts";
