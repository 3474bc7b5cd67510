import { assert, assertEquals } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import * as nn from "../mod.ts";
import { numbers } from "../testing.ts";
import { checkForm, readAgain, readObject, writtenFields } from "../testing_forms.ts";

const F64 = { dtype: "float64" } as const;
const WINDOW = ["kW", "kH", "dW", "dH"], PADDING = ["padW", "padH"];
const VOLUME = [...WINDOW, "kT", "dT"],
  MAX = ["ceil_mode", "indices"],
  VOLUME_MAX = [...VOLUME, ...PADDING, "padT", ...MAX];

/** Modules, their classes in files and their fields there besides those of every module. */
const FORMS: [nn.AnyModule, string, string[], number?][] = [
  [new nn.SpatialMaxPooling(2, 3), "nn.SpatialMaxPooling", [...WINDOW, ...PADDING, ...MAX]],
  [new nn.SpatialMaxPooling(2, 3, 1, 1, 0, 0, { dilationW: 2 }), "nn.SpatialDilatedMaxPooling", [
    ...WINDOW,
    ...PADDING,
    ...MAX,
    "dilationW",
    "dilationH",
  ]],
  [new nn.SpatialDilatedMaxPooling(2, 3), "nn.SpatialDilatedMaxPooling", [
    ...WINDOW,
    ...PADDING,
    ...MAX,
    "dilationW",
    "dilationH",
  ]],
  [new nn.SpatialAveragePooling(2, 3), "nn.SpatialAveragePooling", [
    ...WINDOW,
    ...PADDING,
    "ceil_mode",
    "count_include_pad",
    "divide",
  ]],
  [new nn.SpatialAdaptiveMaxPooling(2, 3), "nn.SpatialAdaptiveMaxPooling", ["W", "H"]],
  [new nn.SpatialAdaptiveAveragePooling(2, 3), "nn.SpatialAdaptiveAveragePooling", ["W", "H"]],
  [new nn.SpatialMaxUnpooling(new nn.SpatialMaxPooling(2, 2)), "nn.SpatialMaxUnpooling", ["pooling"]],
  [new nn.VolumetricMaxUnpooling(new nn.VolumetricMaxPooling(2, 2, 2)), "nn.VolumetricMaxUnpooling", ["pooling"]],
  [new nn.SpatialFractionalMaxPooling(2, 2, 3, 4), "nn.SpatialFractionalMaxPooling", [
    "poolSizeW",
    "poolSizeH",
    "outW",
    "outH",
    "newRandomPool",
    "indices",
  ]],
  [new nn.VolumetricFractionalMaxPooling(2, 2, 2, 0.5, 0.5, 0.5), "nn.VolumetricFractionalMaxPooling", [
    "poolSizeT",
    "poolSizeW",
    "poolSizeH",
    "ratioT",
    "ratioW",
    "ratioH",
    "newRandomPool",
    "indices",
  ]],
  [new nn.SpatialLPPooling(2, 2, 3, 2), "nn.SpatialLPPooling", [...WINDOW, "modules", "nInputPlane", "pnorm"]],
  [new nn.FeatureLPPooling(2, 2, 2), "nn.FeatureLPPooling", ["width", "stride", "power", "batch_mode"]],
  [new nn.TemporalMaxPooling(2), "nn.TemporalMaxPooling", ["kW", "dW", "indices"]],
  [new nn.TemporalDynamicKMaxPooling(2), "nn.TemporalDynamicKMaxPooling", ["minK", "factor"]],
  [new nn.VolumetricMaxPooling(2, 2, 2), "nn.VolumetricMaxPooling", VOLUME_MAX, 2],
  [
    new nn.VolumetricDilatedMaxPooling(2, 2, 2),
    "nn.VolumetricDilatedMaxPooling",
    [...VOLUME_MAX, "dilationT", "dilationW", "dilationH"],
    2,
  ],
  [new nn.VolumetricAveragePooling(2, 2, 2), "nn.VolumetricAveragePooling", VOLUME],
];

for (const [module, className, names, version] of FORMS) {
  Deno.test(`${className} has Torch7's fields in files`, () => checkForm(module, className, names, version));
}

Deno.test("SpatialAveragePooling without divide takes sums, but cudnn's means", () => {
  const fields = { kW: 2, kH: 1, dW: 2, dH: 1 }, x = tensor([[[1, 2, 3, 4]]], F64), output = tensor([], F64);
  const old = readObject<nn.SpatialAveragePooling>("nn.SpatialAveragePooling", { ...fields, output });
  assertEquals(old.forward(x).toArray(), [[[3, 7]]]);
  const cudnn = readObject<nn.SpatialAveragePooling>("cudnn.SpatialAveragePooling", {
    ...fields,
    output,
    ceil_mode: true,
  });
  assertEquals([cudnn.forward(x).toArray(), cudnn.ceilMode], [[[[1.5, 3.5]]], true]);
});

Deno.test("VolumetricMaxPooling of version 1 has no ceil_mode", () => {
  const fields = { kT: 1, kW: 2, kH: 1, dT: 1, dW: 2, dH: 1, ceil_mode: true };
  assertEquals(readObject<nn.VolumetricMaxPooling>("nn.VolumetricMaxPooling", fields, 1).ceilMode, false);
  assertEquals(readObject<nn.VolumetricMaxPooling>("nn.VolumetricMaxPooling", fields, 2).ceilMode, true);
});

Deno.test("VolumetricAveragePooling that counts cut windows is not Torch7's", () => {
  const pooling = new nn.VolumetricAveragePooling(2, 2, 2).ceil();
  assertEquals(pooling.toTorch().className, "VolumetricAveragePooling");
  assertEquals((readAgain(pooling) as nn.VolumetricAveragePooling).ceilMode, true);
});

Deno.test("SpatialMaxUnpooling shares its pooling with the net around it in files", () => {
  const pooling = new nn.SpatialMaxPooling(2, 2, 2, 2, 0, 0, F64);
  const net = readAgain(new nn.Sequential(F64).add(pooling).add(new nn.SpatialMaxUnpooling(pooling))) as nn.Sequential;
  assert(net.get<nn.SpatialMaxUnpooling>(1).pooling === net.get(0));
  assertEquals(net.forward(tensor([[[1, 2], [4, 3]]], F64)).toArray(), [[[0, 0], [4, 0]]]);
});

Deno.test("Fractional max pooling keeps ratios and fixed regions in files", () => {
  const pooling = new nn.SpatialFractionalMaxPooling(2, 2, 0.5, 0.6, F64).fixPoolingRegions(), x = numbers([2, 8, 9]);
  const y = pooling.forward(x), copy = readAgain(pooling) as nn.SpatialFractionalMaxPooling;
  assertEquals(copy.outSizes, [0.5, 0.6]);
  assertClose(copy.forward(x), y);
});

for (const p of [2, 3]) {
  Deno.test(`SpatialLPPooling is a sequence of steps in files: ${p}`, () => {
    const pooling = new nn.SpatialLPPooling(2, p, 2, 2, 2, 2, F64), { modules } = writtenFields(pooling);
    const steps = modules as nn.AnyModule[], x = numbers([2, 4, 6]).abs();
    const net = new nn.Sequential(F64);
    for (const step of steps) net.add(step);
    assertClose(net.forward(x), pooling.forward(x));
    assertEquals(steps.map((step) => step.toTorch().className), [
      p === 2 ? "nn.Square" : "nn.Power",
      "nn.SpatialAveragePooling",
      "nn.MulConstant",
      p === 2 ? "nn.Sqrt" : "nn.Power",
    ]);
    assert(readAgain(pooling) instanceof nn.SpatialLPPooling);
  });
}

Deno.test("SpatialLPPooling of older files becomes the sequence of its steps", () => {
  const modules = [new nn.Square(F64), new nn.SpatialAveragePooling(2, 2, 2, 2, 0, 0, F64), new nn.Sqrt(0, F64)];
  const net = readObject<nn.Sequential>("nn.SpatialLPPooling", { modules, kW: 2, kH: 2, dW: 2, dH: 2, nInputPlane: 2 });
  assertEquals(net.constructor, nn.Sequential);
  assertEquals(net.forward(tensor([[[1, 1], [1, 5]]], F64)).toArray(), [[[Math.sqrt(7)]]]);
});
