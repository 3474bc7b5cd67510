/**
 * Neural-network modules as in Torch7's `nn`: layers, and containers that join them.
 *
 * @module
 */
export * from "./options.ts";
export * from "./module.ts";
export * from "./container.ts";
export * from "./sequential.ts";
export * from "./viewing.ts";
export * from "./view.ts";
export * from "./reshape.ts";
export * from "./linear.ts";
export * from "./pointwise.ts";
export * from "./relu.ts";
export * from "./tanh.ts";
export * from "./sigmoid.ts";
export * from "./soft_max.ts";
export * from "./log_soft_max.ts";
export * from "./dropout.ts";
export * from "./batch_normalization.ts";
export * from "./spatial_batch_normalization.ts";
export * from "./spatial_convolution.ts";
export * from "./spatial_convolution_mm.ts";
export * from "./spatial_pooling.ts";
export * from "./spatial_max_pooling.ts";
export * from "./spatial_average_pooling.ts";
