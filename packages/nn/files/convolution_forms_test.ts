import { assert, assertEquals, assertThrows } from "@std/assert";
import { manualSeed, rand, type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import * as nn from "../mod.ts";
import { numbers } from "../testing.ts";
import { checkForm, PARAMETERS, readAgain, readObject, writtenFields } from "../testing_forms.ts";

const F64 = { dtype: "float64" } as const;
const PLANES = ["nInputPlane", "nOutputPlane"], BUFFERS = ["finput", "fgradInput"];
const SPATIAL = [...PARAMETERS, ...BUFFERS, ...PLANES, "kW", "kH", "dW", "dH", "padW", "padH"];
const VOLUMETRIC = [...SPATIAL, "kT", "dT", "padT"], MAP = [...PARAMETERS, ...PLANES, "kW", "kH", "dW", "dH"];
const TABLE = nn.tables.full(2, 3);

/** Modules, their classes in files and their fields there besides those of every module. */
const FORMS: [nn.AnyModule, string, string[], number?][] = [
  [new nn.SpatialConvolution(2, 4, 3, 2), "nn.SpatialConvolution", SPATIAL],
  [new nn.SpatialConvolutionMM(2, 4, 3, 2), "nn.SpatialConvolutionMM", SPATIAL],
  [new nn.SpatialConvolution(2, 4, 3, 2, 1, 1, 0, 0, { groups: 2 }), "cudnn.SpatialConvolution", [
    ...SPATIAL,
    "groups",
  ]],
  [new nn.SpatialConvolution(2, 4, 3, 2, 1, 1, 0, 0, { dilationW: 2 }), "nn.SpatialDilatedConvolution", [
    ...SPATIAL,
    "dilationW",
    "dilationH",
  ]],
  [new nn.SpatialDilatedConvolution(2, 4, 3, 2), "nn.SpatialDilatedConvolution", [
    ...SPATIAL,
    "dilationW",
    "dilationH",
  ]],
  [new nn.SpatialConvolutionLocal(2, 3, 6, 5, 3, 2), "nn.SpatialConvolutionLocal", [
    ...SPATIAL,
    "iW",
    "iH",
    "oW",
    "oH",
  ]],
  [new nn.SpatialConvolutionMap(TABLE, 3, 2), "nn.SpatialConvolutionMap", [...MAP, "connTable", "connTableRev"]],
  [new nn.SpatialFullConvolutionMap(TABLE, 3, 2), "nn.SpatialFullConvolutionMap", [...MAP, "connTable"]],
  [new nn.SpatialFullConvolution(2, 3, 3, 2), "nn.SpatialFullConvolution", [...SPATIAL, "adjW", "adjH", "ones"]],
  [
    new nn.SpatialDepthWiseConvolution(2, 3, 3, 2),
    "nn.SpatialDepthWiseConvolution",
    [...SPATIAL, "depthwiseMultiplier"],
    2,
  ],
  [new nn.SpatialSubSampling(2, 3, 2), "nn.SpatialSubSampling", [
    ...PARAMETERS,
    "nInputPlane",
    "kW",
    "kH",
    "dW",
    "dH",
  ]],
  [new nn.TemporalConvolution(2, 3, 2), "nn.TemporalConvolution", [
    ...PARAMETERS,
    "inputFrameSize",
    "outputFrameSize",
    "kW",
    "dW",
  ]],
  [new nn.TemporalRowConvolution(2, 3), "nn.TemporalRowConvolution", [
    ...PARAMETERS,
    ...BUFFERS,
    "inputFrameSize",
    "kW",
    "dW",
    "featFirst",
  ]],
  [new nn.TemporalSubSampling(2, 3), "nn.TemporalSubSampling", [...PARAMETERS, "inputFrameSize", "kW", "dW"]],
  [new nn.VolumetricConvolution(2, 3, 2, 3, 2), "nn.VolumetricConvolution", VOLUMETRIC],
  [new nn.VolumetricDilatedConvolution(2, 3, 2, 3, 2), "nn.VolumetricDilatedConvolution", [
    ...VOLUMETRIC,
    "dilationT",
    "dilationW",
    "dilationH",
  ]],
  [new nn.VolumetricFullConvolution(2, 3, 2, 3, 2), "nn.VolumetricFullConvolution", [
    ...VOLUMETRIC,
    "adjT",
    "adjW",
    "adjH",
    "ones",
  ]],
];

for (const [module, className, names, version] of FORMS) {
  Deno.test(`${className} has Torch7's fields in files`, () => checkForm(module, className, names, version));
}

Deno.test("SpatialConvolutionMap counts planes from 1 in files, and has a table of connections by output planes", () => {
  const module = new nn.SpatialConvolutionMap([[0, 0], [1, 1], [1, 0], [0, 1]], 2, 2);
  const { connTable, connTableRev, nInputPlane } = writtenFields(module) as Record<string, Tensor>;
  assertEquals(connTable!.toArray(), [[1, 1], [2, 2], [2, 1], [1, 2]]);
  assertEquals(connTable!.dtype, "float32");
  assertEquals(connTableRev!.toArray(), [[[2, 3], [1, 1]], [[1, 4], [2, 2]]]);
  assertEquals(nInputPlane as unknown as number, 2);
  manualSeed(3);
  const copy = readAgain(module) as nn.SpatialConvolutionMap, x = numbers([2, 4, 5], "float32"), next = rand([2]);
  manualSeed(3);
  assertClose(next, rand([2])); // reading and writing draw nothing
  assertEquals(copy.connTable.toArray(), module.connTable.toArray());
  assertEquals(copy.generator, undefined);
  assertClose(copy.forward(x), module.forward(x));
});

Deno.test("SpatialConvolutionMap has no table by output planes where they have different numbers of connections", () => {
  const module = new nn.SpatialConvolutionMap([[0, 0], [1, 0], [1, 1]], 2, 2);
  assertEquals(writtenFields(module).connTableRev, []);
});

Deno.test("SpatialConvolution reads files with one padding, flat weights and no buffers", () => {
  const weight = numbers([4, 2 * 3 * 2]),
    bias = numbers([4]),
    sizes = { nInputPlane: 2, nOutputPlane: 4, kW: 3, kH: 2 };
  for (const className of ["nn.SpatialConvolution", "nn.SpatialConvolutionMM"]) {
    const module = readObject<nn.SpatialConvolution>(className, { ...sizes, dW: 1, dH: 1, padding: 1, weight, bias });
    assertEquals([module.padW, module.padH, module.type()], [1, 1, "float64"]);
    const wanted = new nn.SpatialConvolution(2, 4, 3, 2, 1, 1, 1, 1, F64), x = numbers([2, 4, 5]);
    wanted.weight.view(4, -1).copy(weight);
    wanted.bias!.copy(bias);
    assertClose(module.forward(x), wanted.forward(x));
  }
});

Deno.test("cudnn's convolutions with groups become ours, and are written as cudnn's", () => {
  const weight = numbers([4, 1, 2, 3]), sizes = { nInputPlane: 2, nOutputPlane: 4, kW: 3, kH: 2, dW: 1, dH: 1 };
  const fields = { ...sizes, padW: 0, padH: 0, groups: 2, weight, gradWeight: zeros([4, 1, 2, 3], F64) };
  const module = readObject<nn.SpatialConvolution>("cudnn.SpatialConvolution", fields);
  assert(module instanceof nn.SpatialConvolution);
  assertEquals([module.groups, module.bias], [2, null]);
  const x = numbers([2, 4, 5]),
    wanted = new nn.SpatialConvolution(2, 4, 3, 2, 1, 1, 0, 0, { ...F64, groups: 2 }).noBias();
  wanted.weight.copy(weight);
  assertClose(module.forward(x), wanted.forward(x));
  assertEquals(module.toTorch().className, "cudnn.SpatialConvolution");
  const plain = readObject<nn.SpatialConvolution>("cudnn.SpatialConvolution", {
    ...fields,
    groups: 1,
    weight: numbers([4, 2, 2, 3]),
    gradWeight: undefined,
  });
  assertEquals(plain.toTorch().className, "nn.SpatialConvolution");
  const dilated = { ...fields, dilationW: 2, dilationH: 1 };
  assertEquals(readObject<nn.SpatialConvolution>("cudnn.SpatialDilatedConvolution", dilated).dilationW, 2);
});

Deno.test("Convolutions that Torch7 lacks are written under the name that they have here", () => {
  const full = new nn.SpatialFullConvolution(2, 4, 3, 2, 1, 1, 0, 0, 0, 0, { groups: 2 });
  assertEquals(full.toTorch().className, "SpatialFullConvolution");
  const copy = readAgain(full) as nn.SpatialFullConvolution, x = numbers([2, 4, 5], "float32");
  assertClose(copy.forward(x), full.forward(x));
  assertEquals(
    new nn.VolumetricConvolution(2, 4, 1, 1, 1, 1, 1, 1, 0, 0, 0, { groups: 2 }).toTorch().className,
    "VolumetricConvolution",
  );
});

Deno.test("SpatialDepthWiseConvolution of version 1 has the multiplier in nOutputPlane", () => {
  const fields = { nInputPlane: 2, nOutputPlane: 3, kW: 2, kH: 1, dW: 1, dH: 1, padW: 0, padH: 0 };
  const weight = numbers([3, 4]), bias = numbers([3, 2]);
  const module = readObject<nn.SpatialDepthWiseConvolution>("nn.SpatialDepthWiseConvolution", {
    ...fields,
    weight,
    bias,
  });
  assertEquals([module.depthwiseMultiplier, module.nOutputPlane], [3, 6]);
  assertEquals(writtenFields(module).nOutputPlane, 6);
});

Deno.test("VolumetricFullConvolution reads files from before adjW: other names of padding, output planes first", () => {
  const weight = numbers([3, 2, 1, 2, 2]), sizes = { nInputPlane: 2, nOutputPlane: 3, kT: 1, kW: 2, kH: 2 };
  const module = readObject<nn.VolumetricFullConvolution>("nn.VolumetricFullConvolution", {
    ...sizes,
    dT: 1,
    dW: 2,
    dH: 2,
    pT: 0,
    pW: 1,
    pH: 0,
    weight,
    bias: numbers([3]),
  });
  assertEquals([module.padW, module.padH, module.adjW], [1, 0, 0]);
  assertClose(module.weight, weight.transpose(0, 1));
});

Deno.test("SpatialSubSampling of the oldest files has a weight for each place, and may have gradients of other sizes", () => {
  const fields = { nInputPlane: 2, kW: 2, kH: 1, dW: 2, dH: 1, weight: tensor([[[1, 2]], [[3, 4]]], F64) };
  const bias = tensor([0, 1], F64), gradWeight = zeros([2], F64);
  const module = readObject<nn.Module>("nn.SpatialSubSampling", { ...fields, bias, gradWeight, gradBias: bias });
  assertEquals(module.forward(tensor([[[1, 1]], [[1, 1]]], F64)).toArray(), [[[3]], [[8]]]);
  assertEquals(module.parameters()[1][0]!.toArray(), [[0, 0, 0, 0]]);
});

Deno.test("cudnn.TemporalConvolution has the time as its height, and no padding here", () => {
  const fields = { inputFrameSize: 2, outputFrameSize: 3, kW: 2, kH: 3, dW: 1, dH: 2, padW: 0, padH: 0 };
  const weight = numbers([3, 6]), bias = numbers([3]), x = numbers([7, 2]);
  const module = readObject<nn.TemporalConvolution>("cudnn.TemporalConvolution", { ...fields, weight, bias });
  const wanted = new nn.TemporalConvolution(2, 3, 3, 2, F64);
  wanted.weight.copy(weight);
  wanted.bias!.copy(bias);
  assertClose(module.forward(x), wanted.forward(x));
  assertThrows(
    () => readObject("cudnn.TemporalConvolution", { ...fields, padH: 1, weight, bias }),
    Error,
    "padH must be 0 but is 1",
  );
});
