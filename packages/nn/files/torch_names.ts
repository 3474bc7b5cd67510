/**
 * Classes of Torch7's packages that have another name here: whole names to names of exports. `load` and `deserialize` look there when
 * they are given the package.
 */
export const torchNames: Readonly<Record<string, string>> = {
  "cudnn.ClippedReLU": "HardTanh",
  "nn.CAddVectorTable": "CAddTensorTable",
  "nn.LinearNoBias": "Linear",
};
