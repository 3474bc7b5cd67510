// Forms of sampling, mathematics and noise.
import { assertEquals } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import * as nn from "../mod.ts";
import { numbers } from "../testing.ts";
import { checkForm, readAgain, readObject, writtenFields } from "../testing_forms.ts";

const F64 = { dtype: "float64" } as const;
const PADS = ["pad_l", "pad_r", "pad_t", "pad_b"], SIZES = ["inputSize", "outputSize"];

/** Modules, their classes in files and their fields there besides those of every module. */
const FORMS: [nn.AnyModule, string, string[]][] = [
  [new nn.SpatialZeroPadding(1), "nn.SpatialZeroPadding", PADS],
  [new nn.SpatialReflectionPadding(1), "nn.SpatialReflectionPadding", PADS],
  [new nn.SpatialReplicationPadding(1), "nn.SpatialReplicationPadding", PADS],
  [new nn.VolumetricReplicationPadding(1), "nn.VolumetricReplicationPadding", [
    "pleft",
    "pright",
    "ptop",
    "pbottom",
    "pfront",
    "pback",
  ]],
  [new nn.PixelShuffle(2), "nn.PixelShuffle", ["upscaleFactor", "upscaleFactorSquared"]],
  [new nn.SpatialUpSamplingNearest(2), "nn.SpatialUpSamplingNearest", ["scale_factor", ...SIZES]],
  [new nn.SpatialUpSamplingBilinear(2), "nn.SpatialUpSamplingBilinear", ["scale_factor", ...SIZES]],
  [new nn.SpatialUpSamplingBilinear({ owidth: 3, oheight: 4 }), "nn.SpatialUpSamplingBilinear", [
    "owidth",
    "oheight",
    ...SIZES,
  ]],
  [new nn.UpSampling(2), "nn.UpSampling", ["scale_factor", "mode", ...SIZES]],
  [new nn.Abs(), "nn.Abs", []],
  [new nn.Exp(), "nn.Exp", []],
  [new nn.Log(), "nn.Log", []],
  [new nn.Square(), "nn.Square", []],
  [new nn.Sqrt(), "nn.Sqrt", ["eps"]],
  [new nn.Power(3), "nn.Power", ["pow"]],
  [new nn.Clamp(-1, 2), "nn.Clamp", ["min_val", "max_val", "inplace"]],
  [new nn.AddConstant(2), "nn.AddConstant", ["constant_scalar", "inplace"]],
  [new nn.MulConstant(2), "nn.MulConstant", ["constant_scalar", "inplace"]],
  [new nn.CosineDistance(), "nn.CosineDistance", []],
  [new nn.DotProduct(), "nn.DotProduct", []],
  [new nn.PairwiseDistance(2), "nn.PairwiseDistance", ["norm", "diff"]],
  [new nn.GatedLinearUnit(), "nn.GatedLinearUnit", ["sigmoid"]],
  [new nn.GatedLinearUnit(1), "nn.GatedLinearUnit", ["sigmoid", "dim"]],
  [new nn.GradientReversal(2), "nn.GradientReversal", ["lambda"]],
  [new nn.L1Penalty(2), "nn.L1Penalty", ["l1weight", "sizeAverage", "provideOutput"]],
  [new nn.Max(1), "nn.Max", ["dimension"]],
  [new nn.Min(1, 2), "nn.Min", ["dimension", "nInputDims"]],
  [new nn.Sum(1), "nn.Sum", ["dimension", "sizeAverage", "squeeze"]],
  [new nn.Mean(1), "nn.Mean", ["dimension", "sizeAverage", "squeeze"]],
  [new nn.MM(), "nn.MM", ["transA", "transB"]],
  [new nn.MV(), "nn.MV", ["trans"]],
  [new nn.Normalize(2), "nn.Normalize", ["p", "eps"]],
  [new nn.ZeroGrad(), "nn.ZeroGrad", []],
  [new nn.Dropout(), "nn.Dropout", ["p", "v2", "inplace", "stochastic_inference", "noise"]],
  [new nn.SpatialDropout(), "nn.SpatialDropout", ["p", "stochastic_inference", "noise"]],
  [new nn.VolumetricDropout(), "nn.VolumetricDropout", ["p", "stochastic_inference", "noise"]],
  [new nn.WhiteNoise(), "nn.WhiteNoise", ["mean", "std", "noise"]],
];

for (const [module, className, names] of FORMS) {
  Deno.test(`${module} has Torch7's fields in files`, () => checkForm(module, className, names));
}

Deno.test("Dimensions are counted from 1 in files", () => {
  assertEquals(writtenFields(new nn.Max(1)).dimension, 2);
  assertEquals(writtenFields(new nn.Min(-1)).dimension, -1);
  assertEquals(writtenFields(new nn.GatedLinearUnit(0)).dim, 1);
  const unit = readObject<nn.GatedLinearUnit>("nn.GatedLinearUnit", { dim: 2 });
  assertEquals([unit.dim, readObject<nn.GatedLinearUnit>("nn.GatedLinearUnit", {}).dim], [1, -1]);
});

Deno.test("Paddings keep their sides in files", () => {
  const fields = { pad_l: 1, pad_r: 2, pad_t: 3, pad_b: 4 };
  const padding = readObject<nn.SpatialZeroPadding>("nn.SpatialZeroPadding", fields);
  assertEquals([padding.before, padding.after], [[1, 3], [2, 4]]);
  const volume = new nn.VolumetricReplicationPadding(1, 2, 3, 4, 5, 6);
  assertEquals(String(readAgain(volume)), String(volume));
});

Deno.test("Up-sampling that Torch7 lacks is written under the name that it has here", () => {
  const size = { owidth: 3, oheight: 4 };
  assertEquals(new nn.UpSampling(size, "linear").toTorch().className, "nn.UpSampling");
  assertEquals(new nn.UpSampling(size).toTorch().className, "UpSampling");
  const module = new nn.SpatialUpSamplingBilinear(2, { alignCorners: false });
  assertEquals(module.toTorch().className, "SpatialUpSamplingBilinear");
  assertEquals((readAgain(module) as nn.SpatialUpSamplingBilinear).alignCorners, false);
});

Deno.test("UpSampling keeps factor, sizes and mode in files", () => {
  const modules = [new nn.UpSampling(2, "linear"), new nn.UpSampling({ odepth: 2, owidth: 3, oheight: 4 }, "linear")];
  for (const module of modules) assertEquals(String(readAgain(module)), String(module));
});

Deno.test("AddConstant keeps a tensor in files", () => {
  const module = readAgain(new nn.AddConstant(tensor([1, 2], F64), false, F64)) as nn.AddConstant;
  assertEquals(module.forward(tensor([[1, 1]], F64)).toArray(), [[2, 3]]);
});

Deno.test("VolumetricDropout reads the first name of stochastic inference", () => {
  const module = readObject<nn.VolumetricDropout>("nn.VolumetricDropout", { p: 0.25, si: true });
  assertEquals([module.p, module.stochasticInference], [0.25, true]);
});

Deno.test("Max of older files finds the largest elements without the fields of today", () => {
  const x = numbers([3, 4]), module = readObject<nn.Max>("nn.Max", { dimension: 1, output: tensor([], F64) });
  assertClose(module.forward(x), new nn.Max(0, undefined, F64).forward(x));
});
