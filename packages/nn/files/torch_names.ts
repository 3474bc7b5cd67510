/**
 * Classes of Torch7's packages that have another name here: whole names to names of exports. `load` and `deserialize` look there when
 * they are given the package.
 */
export const torchNames: Readonly<Record<string, string>> = {
  "ccn2.SpatialAvgPooling": "ccn2",
  "ccn2.SpatialConvolution": "ccn2",
  "ccn2.SpatialCrossResponseNormalization": "ccn2",
  "ccn2.SpatialMaxPooling": "ccn2",
  "cudnn.ClippedReLU": "HardTanh",
  "nn.CAddVectorTable": "CAddTensorTable",
  "nn.DataParallelTable": "dataParallelTable",
  "nn.LinearNB": "Linear",
  "nn.LinearNoBias": "Linear",
  "nn.LookupTableGPU": "LookupTable",
  "nn.SpatialConvolutionCuFFT": "SpatialConvolution",
  "nn.SpatialConvolutionFBFFT": "SpatialConvolution",
  "nn.SpatialConvolutionFFT": "SpatialConvolution",
  "nn.TemporalConvolutionFB": "TemporalConvolution",
};
