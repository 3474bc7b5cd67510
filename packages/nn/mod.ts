/**
 * Neural-network modules as in Torch7's `nn`: layers, and containers that join them.
 *
 * @module
 */
export * from "./options.ts";
export * as utils from "./utils.ts";
export * as init from "./init/mod.ts";
export * as hessian from "./training/hessian.ts";
export * from "./module.ts";
export * from "./hooks.ts";
export * from "./summary.ts";
export * from "./containers/container.ts";
export * from "./containers/sequential.ts";
export * from "./containers/residual.ts";
export * from "./containers/lazy.ts";
export * from "./shape/viewing.ts";
export * from "./shape/view.ts";
export * from "./shape/reshape.ts";
export * from "./linear/linear.ts";
export * from "./transfer/pointwise.ts";
export * from "./transfer/relu.ts";
export * from "./transfer/tanh.ts";
export * from "./transfer/sigmoid.ts";
export * from "./transfer/soft_max.ts";
export * from "./transfer/log_soft_max.ts";
export * from "./noise/dropout.ts";
export * from "./normalization/batch_normalization.ts";
export * from "./normalization/spatial_batch_normalization.ts";
export * from "./normalization/layer_norm.ts";
export * from "./normalization/group_norm.ts";
export * from "./normalization/instance_norm.ts";
export * from "./convolution/spatial_convolution.ts";
export * from "./convolution/spatial_convolution_mm.ts";
export * from "./pooling/spatial_pooling.ts";
export * from "./pooling/spatial_max_pooling.ts";
export * from "./pooling/spatial_average_pooling.ts";
export * from "./attention/multi_head_attention.ts";
export * from "./attention/feed_forward.ts";
export * from "./attention/transformer_encoder_layer.ts";
export * from "./attention/positions.ts";
export * from "./attention/positional_embedding.ts";
export * from "./attention/sinusoidal_positions.ts";
export * from "./training/gradient_check.ts";
export * from "./training/jacobian.ts";
export * from "./training/stochastic_gradient.ts";
