/**
 * Neural-network modules as in Torch7's `nn`: layers, and containers that join them.
 *
 * @module
 */
export * from "./options.ts";
export * as utils from "./utils.ts";
export * from "./module.ts";
export * from "./hooks.ts";
export * from "./summary.ts";
export * from "./containers/container.ts";
export * from "./containers/sequential.ts";
export * from "./containers/branches.ts";
export * from "./containers/concat.ts";
export * from "./containers/depth_concat.ts";
export * from "./containers/parallel.ts";
export * from "./containers/decorator.ts";
export * from "./containers/bottle.ts";
export * from "./containers/dont_cast.ts";
export * from "./containers/nan.ts";
export * from "./containers/profile.ts";
export * from "./containers/convert.ts";
export * from "./shape/viewing.ts";
export * from "./shape/view.ts";
export * from "./shape/reshape.ts";
export * from "./shape/identity.ts";
export * from "./shape/copy.ts";
export * from "./shape/copying.ts";
export * from "./shape/narrow.ts";
export * from "./shape/select.ts";
export * from "./shape/transpose.ts";
export * from "./shape/replicate.ts";
export * from "./shape/contiguous.ts";
export * from "./shape/collapse.ts";
export * from "./shape/squeeze.ts";
export * from "./shape/unsqueeze.ts";
export * from "./shape/padding.ts";
export * from "./shape/index.ts";
export * from "./shape/masked_select.ts";
export * from "./shape/constant.ts";
export * from "./shape/one_hot.ts";
export * from "./shape/print_size.ts";
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
export * from "./convolution/spatial_convolution.ts";
export * from "./convolution/spatial_convolution_mm.ts";
export * from "./pooling/spatial_pooling.ts";
export * from "./pooling/spatial_max_pooling.ts";
export * from "./pooling/spatial_average_pooling.ts";
