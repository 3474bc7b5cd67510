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
export * from "./convolution/convolution.ts";
export * from "./convolution/map_convolution.ts";
export * from "./convolution/direct_convolution.ts";
export * from "./convolution/transposed_convolution.ts";
export * from "./convolution/volume_convolution.ts";
export * from "./convolution/spatial_convolution.ts";
export * from "./convolution/spatial_convolution_mm.ts";
export * from "./convolution/spatial_dilated_convolution.ts";
export * from "./convolution/spatial_depth_wise_convolution.ts";
export * from "./convolution/spatial_separable_convolution.ts";
export * from "./convolution/spatial_convolution_local.ts";
export * from "./convolution/spatial_convolution_map.ts";
export * from "./convolution/spatial_full_convolution.ts";
export * from "./convolution/spatial_full_convolution_map.ts";
export * from "./convolution/sub_sampling.ts";
export * from "./convolution/spatial_sub_sampling.ts";
export * from "./convolution/temporal_convolution.ts";
export * from "./convolution/temporal_row_convolution.ts";
export * from "./convolution/temporal_sub_sampling.ts";
export * from "./convolution/volumetric_convolution.ts";
export * from "./convolution/volumetric_dilated_convolution.ts";
export * from "./convolution/volumetric_full_convolution.ts";
export * as tables from "./convolution/tables.ts";
export * from "./pooling/spatial_pooling.ts";
export * from "./pooling/spatial_max_pooling.ts";
export * from "./pooling/spatial_average_pooling.ts";
