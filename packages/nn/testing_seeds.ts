// Modules that Torch7's recordings leave out, with right arguments and inputs: for property_test.ts.
import { tensor } from "@taimatsu/tensor";
import { elsewhere } from "@taimatsu/tensor/testing";
import * as nn from "./mod.ts";
import { numbers, type Sizes } from "./testing.ts";

/** A module and what it takes. */
export interface Seed {
  name: string;
  /** Makes the arguments; none unless given. */
  args?: () => unknown[];
  /** What must happen before the module works, after it was converted to float64. */
  ready?: (module: nn.AnyModule) => unknown;
  size?: Sizes;
  input?: () => nn.Activity;
}

/** One entry for each module without a recording. */
export const SEEDS: readonly Seed[] = [
  { name: "FeatureLPPooling", args: () => [2, 2, 2, true], size: [3, 6] },
  {
    name: "SpatialMaxUnpooling",
    args: () => [new nn.SpatialMaxPooling(2, 2)],
    ready: (module) => (module as nn.SpatialMaxUnpooling).pooling.forward(numbers([2, 3, 4, 6])),
    size: [2, 3, 2, 3],
  },
  {
    name: "VolumetricMaxUnpooling",
    args: () => [new nn.VolumetricMaxPooling(2, 2, 2)],
    ready: (module) => (module as nn.VolumetricMaxUnpooling).pooling.forward(numbers([2, 3, 4, 4, 6])),
    size: [2, 3, 2, 2, 3],
  },
  { name: "CAddTensorTable", size: [[3, 4], [[3, 4], [3, 4]]] },
  { name: "Constant", args: () => [tensor([1, 2], { dtype: "float64" }), 1], size: [3, 4] },
  { name: "Convert", args: () => ["bchw", "bf"], size: [2, 3, 4, 5] },
  { name: "Copy", args: () => ["float64", "float64"], size: [3, 4] },
  { name: "Decorator", args: () => [new nn.Linear(4, 2)], size: [3, 4] },
  { name: "DontCast", args: () => [new nn.Linear(4, 2, true, { dtype: "float64" })], size: [3, 4] },
  { name: "FlattenTable", size: [[3, 4], [[2], [3, 4]]] },
  { name: "GPU", args: () => [new nn.Linear(4, 2), elsewhere], size: [3, 4] },
  {
    name: "IndexLinear",
    args: () => [6, 2],
    input: () => [tensor([0, 5, 2], { dtype: "int64" }), tensor([1, 2, -1], { dtype: "float64" })],
  },
  { name: "Kmeans", args: () => [3, 4], size: [5, 4] },
  { name: "Maxout", args: () => [4, 2, 3], size: [5, 4] },
  { name: "SpatialConvolutionMap", args: () => [nn.tables.full(2, 3), 3, 2], size: [2, 2, 5, 6] },
  { name: "SpatialFullConvolutionMap", args: () => [nn.tables.full(2, 3), 3, 2], size: [2, 2, 5, 6] },
  { name: "SpatialSeparableConvolution", args: () => [2, 3, 3, 3], size: [2, 2, 5, 6] },
  { name: "FeedForward", args: () => [4, 6], size: [2, 3, 4] },
  { name: "GroupNorm", args: () => [2, 4], size: [2, 4, 3] },
  { name: "InstanceNorm", args: () => [4], size: [2, 4, 3] },
  { name: "LayerNorm", args: () => [4], size: [3, 4] },
  {
    name: "Lazy",
    args: () => [([n]: number[]) => new nn.Linear(n!, 2)],
    ready: (module) => module.forward(numbers([4])),
    size: [4],
  },
  { name: "MultiHeadAttention", args: () => [4, 2], size: [2, 3, 4] },
  { name: "PositionalEmbedding", args: () => [5, 4], size: [2, 3, 4] },
  { name: "SinusoidalPositions", args: () => [4], size: [2, 3, 4] },
  {
    name: "TransformerEncoderLayer",
    args: () => [4, 2, { feedForward: 6, dropout: 0 }],
    size: [2, 3, 4],
  },
  { name: "SparseLinear", args: () => [6, 2], input: () => [tensor([[0, 1], [4, -2]], { dtype: "float64" })] },
  { name: "NaN", args: () => [new nn.Linear(4, 2)], size: [3, 4] },
  { name: "OneHot", args: () => [5], input: () => tensor([1, 0, 4], { dtype: "int64" }) },
  { name: "PrintSize", args: () => ["", { print: () => {} }], size: [3, 4] },
  { name: "Residual", size: [3, 4] },
  { name: "Profile", args: () => [new nn.Linear(4, 2), 1e9], size: [3, 4] },
  { name: "ZipTableOneToMany", size: [[3, 4], [[2], [3, 4]]] },
  { name: "GELU", size: [3, 4] },
  { name: "Mish", size: [3, 4] },
  { name: "SiLU", size: [3, 4] },
  { name: "WhiteNoise", args: () => [0, 0.1], size: [3, 4] },
  { name: "ZeroGrad", size: [3, 4] },
  {
    name: "SpatialFractionalMaxPooling",
    args: () => [2, 2, 3, 3],
    size: [2, 3, 6, 7],
  },
  {
    name: "SpatialGridSamplerBilinear",
    size: [[2, 3, 4, 5], [2, 3, 3, 2]],
  },
  {
    name: "VolumetricAdaptiveAveragePooling",
    args: () => [2, 3, 2],
    size: [2, 2, 4, 5, 4],
  },
  {
    name: "VolumetricAdaptiveMaxPooling",
    args: () => [2, 3, 2],
    size: [2, 2, 4, 5, 4],
  },
  {
    name: "VolumetricFractionalMaxPooling",
    args: () => [2, 2, 2, 2, 2, 2],
    size: [2, 2, 4, 4, 4],
  },
];

/** Classes that others extend, and that are no modules by themselves. */
export const BASES: readonly string[] = [
  "AdaptiveAveragePooling",
  "AdaptiveMaxPooling",
  "AlongDimension",
  "Branches",
  "Container",
  "Convolution",
  "Copying",
  "DirectConvolution",
  "EqualTable",
  "Extreme",
  "ExtremeTable",
  "FractionalMaxPooling",
  "ListedMaxPooling",
  "MapConvolution",
  "MapDropout",
  "MapModule",
  "MaxUnpooling",
  "OverFeatures",
  "Padder",
  "PairModule",
  "PairOfRows",
  "PartOfTable",
  "Pointwise",
  "Pooling",
  "Positions",
  "Resampler",
  "RowNormalization",
  "SparseRows",
  "SpatialNeighborhood",
  "SpatialPooling",
  "SubSampling",
  "TemporalPooling",
  "TransposedConvolution",
  "UpSampler",
  "Viewing",
  "VolumeConvolution",
  "VolumetricPooling",
];
