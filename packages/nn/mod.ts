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
export * from "./convolution/spatial_convolution.ts";
export * from "./convolution/spatial_convolution_mm.ts";
export * from "./maps.ts";
export * from "./pooling/pooling.ts";
export * from "./pooling/spatial_pooling.ts";
export * from "./pooling/spatial_max_pooling.ts";
export * from "./pooling/spatial_average_pooling.ts";
export * from "./pooling/spatial_dilated_max_pooling.ts";
export * from "./pooling/spatial_lp_pooling.ts";
export * from "./pooling/feature_lp_pooling.ts";
export * from "./pooling/volumetric_pooling.ts";
export * from "./pooling/volumetric_max_pooling.ts";
export * from "./pooling/volumetric_average_pooling.ts";
export * from "./pooling/volumetric_dilated_max_pooling.ts";
export * from "./pooling/max_unpooling.ts";
export * from "./pooling/spatial_max_unpooling.ts";
export * from "./pooling/volumetric_max_unpooling.ts";
export * from "./pooling/temporal_pooling.ts";
export * from "./pooling/temporal_max_pooling.ts";
export * from "./pooling/temporal_dynamic_k_max_pooling.ts";
export * from "./sampling/resampler.ts";
export * from "./sampling/up_sampler.ts";
export * from "./sampling/up_sampling.ts";
export * from "./sampling/spatial_up_sampling_nearest.ts";
export * from "./sampling/spatial_up_sampling_bilinear.ts";
export * from "./sampling/padder.ts";
export * from "./sampling/spatial_zero_padding.ts";
export * from "./sampling/spatial_reflection_padding.ts";
export * from "./sampling/spatial_replication_padding.ts";
export * from "./sampling/volumetric_replication_padding.ts";
export * from "./sampling/pixel_shuffle.ts";
