/**
 * Criterions (loss functions) as in Torch7's `nn`.
 *
 * @module
 */
export * from "./criterion.ts";
export * from "./labelled_criterion.ts";
export * from "./class_nll_criterion.ts";
export * from "./cross_entropy_criterion.ts";
export * from "./mse_criterion.ts";
