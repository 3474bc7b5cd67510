/**
 * First values of weights.
 *
 * @module
 */
export * from "./fans.ts";
export * from "./xavier.ts";
export * from "./he.ts";
export * from "./orthogonal.ts";
export * from "./fill.ts";
export * from "./initialize.ts";
