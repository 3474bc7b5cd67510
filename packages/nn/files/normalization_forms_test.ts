import { assert, assertEquals } from "@std/assert";
import { type Tensor, tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import * as nn from "../mod.ts";
import { numbers } from "../testing.ts";
import { checkForm, PARAMETERS, readAgain, readObject, writtenFields } from "../testing_forms.ts";

const F64 = { dtype: "float64" } as const;
const BATCH = [...PARAMETERS, "running_mean", "running_var", "save_mean", "save_std", "eps", "momentum", "affine"];
const HOOD = ["nInputPlane", "kernel", "meanestimator", "divider", "coef"];
const GAUSS = tensor([1, 2, 1], F64), SQUARE = tensor([[1, 2, 1], [2, 4, 2], [1, 2, 1]], F64);

/** Modules, their classes in files and their fields there besides those of every module. */
const FORMS: [nn.AnyModule, string, string[], number?][] = [
  [new nn.BatchNormalization(3), "nn.BatchNormalization", BATCH, 2],
  [new nn.SpatialBatchNormalization(3), "nn.SpatialBatchNormalization", BATCH, 2],
  [new nn.VolumetricBatchNormalization(3), "nn.VolumetricBatchNormalization", BATCH, 2],
  [new nn.SpatialCrossMapLRN(3), "nn.SpatialCrossMapLRN", ["size", "alpha", "beta", "k"]],
  [new nn.SpatialSubtractiveNormalization(2), "nn.SpatialSubtractiveNormalization", [...HOOD, "subtractor"]],
  [new nn.SpatialDivisiveNormalization(2), "nn.SpatialDivisiveNormalization", [
    ...HOOD,
    "stdestimator",
    "normalizer",
    "thresholder",
    "threshold",
    "thresval",
  ]],
  [new nn.SpatialContrastiveNormalization(2), "nn.SpatialContrastiveNormalization", [
    "nInputPlane",
    "kernel",
    "threshold",
    "thresval",
    "normalizer",
  ]],
  [new nn.LayerNormalization(4), "nn.LayerNormalization", ["modules"]],
];

for (const [module, className, names, version] of FORMS) {
  Deno.test(`${className} has Torch7's fields in files`, () => checkForm(module, className, names, version));
}

Deno.test("Classes that Torch7 lacks are written under the name that they have here", () => {
  for (const module of [new nn.LayerNorm(3), new nn.GroupNorm(2, 4), new nn.InstanceNorm(2)]) {
    assertEquals(module.toTorch().className, module.constructor.name);
  }
});

Deno.test("BatchNormalization of version 1 and of cudnn holds 1 / the standard deviation", () => {
  const fields = { eps: 1e-3, momentum: 0.1, running_mean: tensor([1, 2], F64), running_std: tensor([2, 0.5], F64) };
  for (const className of ["nn.BatchNormalization", "cudnn.BatchNormalization"]) {
    const module = readObject<nn.BatchNormalization>(className, fields, 1);
    assertClose(module.runningVar, [0.25 - 1e-3, 4 - 1e-3]);
    assertEquals([module.weight, module.toTorch().className], [null, "nn.BatchNormalization"]);
    assertClose(module.evaluate().forward(tensor([[2, 4]], F64)), [[2, 1]]);
  }
});

Deno.test("cudnn.SpatialCrossMapLRN once had another name for k", () => {
  const module = readObject<nn.SpatialCrossMapLRN>("cudnn.SpatialCrossMapLRN", { size: 3, alpha: 1, beta: 0.5, K: 2 });
  assertEquals([module.size, module.alpha, module.beta, module.k], [3, 1, 0.5, 2]);
});

for (const kernel of [GAUSS, SQUARE]) {
  const form = `${kernel.dim()} dimensions`, x = numbers([2, 5, 6]);

  Deno.test(`Neighbourhoods are estimated in files by convolutions that do the same: ${form}`, () => {
    const module = new nn.SpatialDivisiveNormalization(2, kernel, 1e-4, 1e-4, F64);
    const { meanestimator, stdestimator, kernel: written } = writtenFields(module) as Record<string, nn.Sequential>;
    const coefficients = meanestimator!.forward(x.clone().fill(1)).reshape(...x.shape);
    const std = stdestimator!.forward(x).reshape(...x.shape);
    assertClose(x.clone().cdiv(std.clone().cdiv(coefficients)), module.forward(x));
    assertClose((written as unknown as Tensor).sum(), kernel.dim() === 2 ? 1 / 2 : 1 / Math.sqrt(2));
    const subtractive = new nn.SpatialSubtractiveNormalization(2, kernel, F64);
    const means = (writtenFields(subtractive).meanestimator as nn.Sequential).forward(x).reshape(...x.shape);
    assertClose(x.clone().csub(means.clone().cdiv(coefficients)), subtractive.forward(x));
  });

  Deno.test(`SpatialContrastiveNormalization comes back with both steps: ${form}`, () => {
    const module = new nn.SpatialContrastiveNormalization(2, kernel, 0.1, 0.2, F64);
    const copy = readAgain(module) as nn.SpatialContrastiveNormalization, divisive = copy.get(1);
    assert(divisive instanceof nn.SpatialDivisiveNormalization);
    assertEquals([divisive.threshold, divisive.thresval], [0.1, 0.2]);
    assertClose(copy.forward(x), module.forward(x));
  });
}

Deno.test("Divisive normalization takes its kernel from the convolutions, as another layer may have scaled the shared one", () => {
  const module = new nn.SpatialDivisiveNormalization(2, SQUARE, 1e-4, 1e-4, F64), fields = writtenFields(module);
  const kernel = (fields.kernel as Tensor).clone().mul(10);
  const copy = readObject<nn.SpatialDivisiveNormalization>("nn.SpatialDivisiveNormalization", { ...fields, kernel });
  assertClose(copy.forward(numbers([2, 5, 6])), module.forward(numbers([2, 5, 6])));
});

Deno.test("Subtractive normalization of older files adds up planes after the convolutions", () => {
  const map = new nn.SpatialConvolutionMap(nn.tables.oneToOne(2), 3, 3, 1, 1, F64), kernel = SQUARE.clone().div(32);
  for (const k of [0, 1]) map.weight.select(0, k).copy(kernel);
  const meanestimator = new nn.Sequential(F64).add(new nn.SpatialZeroPadding(1, 1, 1, 1, F64)).add(map);
  const output = tensor([], F64), x = numbers([2, 5, 6]), fields = { nInputPlane: 2, kernel, meanestimator, output };
  const module = readObject<nn.Module>("nn.SpatialSubtractiveNormalization", fields);
  assertClose(module.forward(x), new nn.SpatialSubtractiveNormalization(2, SQUARE, F64).forward(x));
});

Deno.test("LayerNormalization is a sequence of steps in files that does the same", () => {
  for (const affine of [true, false]) {
    const module = new nn.LayerNormalization(4, 0.5, 1e-3, affine, F64), x = numbers([4, 4]);
    module.weight?.copy(tensor([1, 2, 3, 4], F64));
    const net = new nn.Sequential(F64);
    for (const step of writtenFields(module).modules as nn.AnyModule[]) net.add(step);
    assertClose(net.forward(x), module.forward(x));
    const copy = readAgain(module) as nn.LayerNormalization;
    assertEquals([copy.constructor, copy.eps, copy.weight === null], [nn.LayerNormalization, 1e-3, !affine]);
    assertClose(copy.forward(x), module.forward(x));
  }
});

Deno.test("LayerNormalization whose steps are others becomes a sequence of them", () => {
  const net = readObject<nn.Sequential>("nn.LayerNormalization", {
    modules: [new nn.Square(F64), new nn.Sqrt(0, F64)],
  });
  assertEquals(net.constructor, nn.Sequential);
  assertEquals(net.forward(tensor([-3], F64)).toArray(), [3]);
});
