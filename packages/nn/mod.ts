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
export * from "./containers/weight_norm.ts";
export * from "./shape/viewing.ts";
export * from "./shape/view.ts";
export * from "./shape/reshape.ts";
export * from "./linear/linear.ts";
export * from "./linear/linear_weight_norm.ts";
export * from "./linear/partial_linear.ts";
export * from "./linear/bilinear.ts";
export * from "./linear/maxout.ts";
export * from "./linear/sparse_rows.ts";
export * from "./linear/sparse_linear.ts";
export * from "./linear/index_linear.ts";
export * from "./linear/lookup_table.ts";
export * from "./linear/add.ts";
export * from "./linear/c_add.ts";
export * from "./linear/mul.ts";
export * from "./linear/c_mul.ts";
export * from "./linear/euclidean.ts";
export * from "./linear/weighted_euclidean.ts";
export * from "./linear/cosine.ts";
export * from "./linear/kmeans.ts";
export * from "./transfer/pointwise.ts";
export * from "./transfer/relu.ts";
export * from "./transfer/tanh.ts";
export * from "./transfer/sigmoid.ts";
export * from "./transfer/soft_max.ts";
export * from "./transfer/log_soft_max.ts";
export * from "./noise/dropout.ts";
export * from "./normalization/batch_normalization.ts";
export * from "./normalization/spatial_batch_normalization.ts";
export * from "./normalization/volumetric_batch_normalization.ts";
export * from "./normalization/layer_normalization.ts";
export * from "./normalization/spatial_neighborhood.ts";
export * from "./normalization/spatial_subtractive_normalization.ts";
export * from "./normalization/spatial_divisive_normalization.ts";
export * from "./normalization/spatial_contrastive_normalization.ts";
export * from "./normalization/spatial_cross_map_lrn.ts";
export * from "./convolution/spatial_convolution.ts";
export * from "./convolution/spatial_convolution_mm.ts";
export * from "./pooling/spatial_pooling.ts";
export * from "./pooling/spatial_max_pooling.ts";
export * from "./pooling/spatial_average_pooling.ts";
