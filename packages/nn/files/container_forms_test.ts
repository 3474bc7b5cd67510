// Fields of Torch7's files, as its sources have them: containers, tables, shapes, linear layers and transfer functions.
import { assert, assertEquals, assertThrows } from "@std/assert";
import { deserialize, ones, serialize, Storage, type Tensor, tensor, UnknownObject, zeros } from "@taimatsu/tensor";
import { fieldsOf, longs } from "@taimatsu/tensor/native";
import { assertClose, elsewhere } from "@taimatsu/tensor/testing";
import * as nn from "../mod.ts";
import type { TorchFields } from "./torch_form.ts";

const F64 = { dtype: "float64" } as const;

function linear(): nn.Linear {
  return new nn.Linear(4, 2, true, F64);
}

/** What a file holds of a module, its class and its fields, with those that every module has left out. */
function written(module: unknown): [className: string, fields: TorchFields] {
  const { className, fields } = deserialize<UnknownObject>(serialize(module));
  const { _type, output: _output, gradInput: _gradInput, train, ...own } = fieldsOf(fields);
  assertEquals([typeof _type, train !== false], ["string", true]);
  return [className, own];
}

/** What is made of an object of a file. */
function made<M>(className: string, fields: TorchFields, version = 1): M {
  const object = new UnknownObject(className, { _type: "torch.DoubleTensor", ...fields }, version);
  return deserialize<M>(serialize(object), { classes: [nn] });
}

/** Modules, and their fields apart from _type, output, gradInput and train. */
const FIELDS: readonly (readonly [module: () => unknown, fields: string])[] = [
  [() => new nn.Concat(0), "modules outputSize dimension"],
  [() => new nn.DepthConcat(0), "modules outputSize dimension"],
  [() => new nn.Parallel(0, 1), "modules inputDimension outputDimension"],
  [() => new nn.Decorator(linear()), "modules"],
  [() => new nn.Bottle(linear()), "modules nInputDim nOutputDim dimDelta inShape outShape"],
  [() => new nn.DontCast(linear()), "modules castin castout moduleType"],
  [() => new nn.NaN(linear()), "modules id"],
  [
    () => new nn.Profile(linear()),
    "modules module print_interval name numFwds numBwds summedFwdTime summedBwdTime timer",
  ],
  [
    () => new nn.Convert("bchw", "bf"),
    "modules inputShape outputShape inputBatchDim outputBatchDim nInputDim nOutputDim",
  ],
  [
    () => new nn.WeightNorm(linear()),
    "modules weight bias gradWeight gradBias outputDim otherDims viewIn viewOut weightSize v g gradV gradG _norm _scale",
  ],
  [() => new nn.MapTable(linear()), "modules module shared sharedparams"],
  [() => new nn.MixtureTable(1), "dim size size2 batchSize backwardSetup"],
  [() => new nn.JoinTable(0, 2), "dimension nInputDims size"],
  [() => new nn.FlattenTable(), "input_map"],
  [() => new nn.CMaxTable(), "maxIdx mask maxVals gradMaxVals"],
  [() => new nn.CMinTable(), "minIdx mask minVals gradMaxVals"],
  [() => new nn.CDivTable(), ""],
  [() => new nn.CSubTable(), ""],
  [() => new nn.CAddTensorTable(), ""],
  [() => new nn.ZipTable(), "modules"],
  [() => new nn.ZipTableOneToMany(), "modules gradInputEl"],
  [() => new nn.Collapse(2), "nInputDim"],
  [() => new nn.Constant(3, 1), "value nInputDim"],
  [() => new nn.Contiguous(), ""],
  [() => new nn.Copy("float32", "float64"), "dontCast"],
  [() => new nn.Index(0), "dimension"],
  [() => new nn.MaskedSelect(), "_maskIndices _maskIndexBuffer _maskIndexBufferCPU _gradBuffer _gradMask"],
  [() => new nn.Narrow(0, 1, 2), "dimension index length"],
  [() => new nn.OneHot(3), "outputSize"],
  [() => new nn.Padding(0, 1, 2), "dim pad nInputDim value index outputSize"],
  [() => new nn.PrintSize("x"), "prefix"],
  [() => new nn.Replicate(3, 0, 2), "nfeatures dim ndim"],
  [() => new nn.Select(0, 1), "dimension index"],
  [() => new nn.Squeeze(1, 2), "dim numInputDims"],
  [() => new nn.Transpose([0, 1]), "permutations"],
  [() => new nn.Unsqueeze(1, 2), "pos numInputDims"],
  [() => new nn.Add(3), "bias gradBias scalar _ones"],
  [() => new nn.CAdd(2, 3), "bias gradBias size"],
  [() => new nn.CMul(2, 3), "weight gradWeight size"],
  [() => new nn.Mul(), "weight gradWeight"],
  [() => new nn.Bilinear(2, 3, 4), "weight bias gradWeight gradBias"],
  [() => new nn.Cosine(2, 3), "weight gradWeight"],
  [() => new nn.Euclidean(2, 3), "weight gradWeight fastBackward"],
  [() => new nn.WeightedEuclidean(2, 3), "weight gradWeight diagCov gradDiagCov"],
  [() => new nn.Kmeans(2, 3, 0.5), "k dim scale weight gradWeight loss clusterSampleCount"],
  [() => new nn.SparseLinear(3, 2), "weight bias gradWeight gradBias weightDecay doGradInput sparseUpdate"],
  [
    () => new nn.IndexLinear(3, 2),
    "weight bias gradWeight gradBias inputSize outputSize offset normalize weightDecay doGradInput gradWeightBuffer " +
    "valuesBuffer normalizedValues running sizesCache cumSumSizesCache",
  ],
  [
    () => new nn.LinearWeightNorm(3, 2),
    "weight bias gradBias eps inputSize outputSize v g gradV gradG norm scale",
  ],
  [() => new nn.PartialLinear(3, 2), "network bias gradBias inputsize outputsize allcolumns partition"],
  [() => new nn.Maxout(3, 2, 2), "modules"],
  [() => new nn.ELU(), "alpha inplace"],
  [() => new nn.HardShrink(), "lambda"],
  [() => new nn.SoftShrink(), "lambda"],
  [() => new nn.HardTanh(), "min_val max_val inplace"],
  [() => new nn.ReLU6(), "inplace"],
  [() => new nn.LeakyReLU(), "negval inplace"],
  [() => new nn.Threshold(), "threshold val inplace"],
  [() => new nn.SoftPlus(), "beta threshold"],
  [() => new nn.LogSigmoid(), "buffer"],
  [() => new nn.SoftMin(), "mininput"],
  [() => new nn.SoftSign(), ""],
  [() => new nn.SpatialSoftMax(), ""],
  [() => new nn.SpatialLogSoftMax(), ""],
  [() => new nn.TanhShrink(), "tanh"],
  [() => new nn.PReLU(2), "weight gradWeight nOutputPlane"],
  [() => new nn.RReLU(), "lower upper inplace noise"],
  [() => new nn.CReLU(1), "modules nInputDims inplace"],
];

for (const [module, fields] of FIELDS) {
  const value = module() as nn.AnyModule, { name } = value.constructor;
  Deno.test(`${name} lies in files with Torch7's fields`, () => {
    const [className, own] = written(value);
    assertEquals(className, `nn.${name}`);
    assertEquals(Object.keys(own).sort(), fields.split(" ").filter((field) => field !== "").sort());
  });
}

Deno.test("dimensions and positions count from 1 in files", () => {
  const one = (module: unknown, ...names: string[]) => names.map((name) => written(module)[1][name]);
  assertEquals(one(new nn.Concat(1), "dimension"), [2]);
  assertEquals(one(new nn.Parallel(0, -1), "inputDimension", "outputDimension"), [1, -1]);
  assertEquals(one(new nn.Narrow(0, 2, 3), "dimension", "index", "length"), [1, 3, 3]);
  assertEquals(one(new nn.Select(1, -1), "dimension", "index"), [2, -1]);
  assertEquals(one(new nn.Padding(0, -1, 2, 5), "dim", "pad", "nInputDim", "value", "index"), [1, -1, 2, 5, 1]);
  assertEquals(one(new nn.Transpose([0, 2], [1, 2]), "permutations"), [[[1, 3], [2, 3]]]);
  assertEquals(one(new nn.Convert("chw", "hwc"), "inputBatchDim", "nInputDim", "transposition"), [1, 4, true]);
  assertEquals(one(new nn.IndexLinear(3, 2, false, 4, null, null, true), "offset", "normalize"), [3, 4]);
  const partial = new nn.PartialLinear(3, 4, true, F64).setPartition([2, 0]), [, fields] = written(partial);
  assertEquals((fields.partition as Tensor).toArray(), [3, 1]);
});

Deno.test("WeightNorm takes back the weights that Torch7 leaves out", () => {
  const layer = new nn.WeightNorm(linear(), 1).evaluate(), x = ones([3, 4], F64), y = layer.forward(x).clone();
  const [, { weight: _weight, gradWeight: _gradWeight, modules, ...fields }] = [0, fieldsOf(layer.toTorch().fields)];
  const { weight: _w, gradWeight: _g, ...inner } = fieldsOf((modules as nn.Linear[])[0]!.toTorch().fields);
  const copy = made<typeof layer>("nn.WeightNorm", {
    ...fields,
    modules: [new UnknownObject("nn.Linear", inner)],
  });
  assert(copy instanceof nn.WeightNorm);
  assertClose(copy.forward(x), y);
});

Deno.test("WeightNorm takes back the weights of a convolution", () => {
  const layer = new nn.WeightNorm(new nn.SpatialConvolution(2, 3, 2, 2, 1, 1, 0, 0, F64)), x = ones([2, 3, 3], F64);
  const { weight: _weight, modules, ...fields } = fieldsOf(layer.toTorch().fields);
  const { weight: _w, ...inner } = fieldsOf((modules as nn.SpatialConvolution[])[0]!.toTorch().fields);
  const parts = [new UnknownObject("nn.SpatialConvolution", inner)];
  const copy = made<typeof layer>("nn.WeightNorm", { ...fields, modules: parts });
  assertClose(copy.evaluate().forward(x), layer.evaluate().forward(x));
});

Deno.test("LinearWeightNorm of before eps and with cleared weights is the same", () => {
  const layer = new nn.LinearWeightNorm(4, 2, false, 1e-16, F64).evaluate(), x = ones([3, 4], F64);
  const { v, g } = layer, y = layer.forward(x).clone();
  const copy = made<typeof layer>("nn.LinearWeightNorm", { v, g, weight: zeros([], F64), dirty: true, train: false });
  assertClose(copy.forward(x), y);
  assertEquals(copy.bias, null);
});

Deno.test("decorators of dpnn have their module twice, also when they are written again", () => {
  const module = linear(), copy = made<nn.Decorator>("nn.Decorator", { module, modules: [module] });
  assert(copy instanceof nn.Decorator);
  const [, fields] = written(copy);
  assertEquals(fields.module, (fields.modules as unknown[])[0]);
});

Deno.test("GPU becomes a module around the one inside, and GPU again", () => {
  const layer = linear(), x = ones([3, 4], F64), fields = { modules: [layer], device: 2, outdevice: 1 };
  const copy = made<nn.Decorator>("nn.GPU", fields), [className, own] = written(copy);
  assert(copy instanceof nn.Decorator);
  assertClose(copy.forward(x), layer.forward(x));
  assertEquals([className, own.device, own.outdevice], ["nn.GPU", 2, 1]);
  const [name, there] = written(new nn.GPU(linear(), elsewhere));
  assertEquals([name, Object.keys(there).sort()], ["nn.GPU", ["device", "modules", "outdevice"]]);
});

Deno.test("DontCast lets out what Torch7's does", () => {
  const module = new nn.Linear(4, 2, true, { dtype: "float32" }), moduleType = "torch.FloatTensor";
  const fields = { modules: [module], castin: true, castout: true, moduleType, output: zeros([], F64) };
  const copy = made<nn.DontCast>("nn.DontCast", fields);
  assertEquals([copy.type(), copy.moduleType, copy.get(0).type()], ["float64", "float32", "float32"]);
  assertEquals(copy.forward(ones([1, 4], F64)).dtype, "float64");
});

Deno.test("Copy has its types in its results", () => {
  const copy = made<nn.Copy>("nn.Copy", { output: zeros([], { dtype: "float32" }), gradInput: zeros([], F64) });
  assertEquals([copy.inType, copy.outType, copy.forward(ones([2], F64)).dtype], ["float64", "float32", "float32"]);
  const { inType, outType } = made<nn.Copy>("nn.Copy", { _type: "torch.CudaTensor" });
  assertEquals([inType, outType], ["float32", "float32"]);
});

Deno.test("MapTable shares parameters as its file says", () => {
  const module = linear();
  for (
    const [fields, sharing] of [[{ shared: true }, true], [{ shared: ["weight"] }, true], [
      { sharedparams: [] },
      false,
    ]] as const
  ) {
    const table = made<nn.MapTable>("nn.MapTable", { module, modules: [module], ...fields });
    assertEquals([table.sharing, table.size()], [sharing, 1]);
  }
});

Deno.test("Lazy says why it is in no file", () => {
  const layer = new nn.Lazy(() => linear());
  assertThrows(() => serialize(layer), TypeError, "Cannot run Lazy.toTorch: it holds a function");
});

Deno.test("Maxout of other parts is a Sequential of them", () => {
  const parts = [linear(), new nn.Tanh(F64)], copy = made<nn.Sequential>("nn.Maxout", { modules: parts });
  assertEquals(copy.constructor, nn.Sequential);
  assertEquals(copy.size(), 2);
});

Deno.test("older files and classes for GPUs have other fields", () => {
  const x = tensor([-1, 2, 9], F64), plain = made<nn.HardTanh>("cudnn.ClippedReLU", { ceiling: 6 });
  assertEquals(plain.forward(x).toArray(), [0, 2, 6]);
  const soft = made<nn.SpatialSoftMax>("cudnn.SpatialSoftMax", { iSize: longs(1, 3, 1, 1), mode: "CHANNEL" });
  assertClose(soft.forward(x), new nn.SoftMax(F64).forward(x));
  assertEquals(made<nn.Threshold>("nn.Threshold", { threshold: 1, val: 0 }).inplace, false);
  assertEquals(made<nn.SoftShrink>("nn.SoftShrink", {}).lambda, 0.5);
  assertEquals(made<nn.CReLU>("nn.CReLU", { modules: [], batched: true }).nInputDims, 3);
  const weight = ones([2, 3], F64), gradWeight = zeros([2, 3], F64), bias = zeros([2], F64);
  assertEquals(made<nn.Linear>("nn.LinearNoBias", { weight, gradWeight }).bias, null);
  assertEquals(made<nn.LookupTable>("nn.LookupTable", { weight }, 4).gradWeight, null);
  const sparse = made<nn.SparseLinear>("nn.SparseLinear", { weight, bias, gradWeight, gradInput: zeros([3], F64) });
  assert(sparse.doGradInput);
  const distances = made<nn.WeightedEuclidean>("nn.WeightedEuclidean", { templates: weight, diagCov: weight });
  assertEquals(distances.weight.toArray(), weight.toArray());
  const mixture = made<nn.MixtureTable>("nn.MixtureTable", { dim: 2, size: longs(1), batchSize: 3 });
  assertEquals(mixture.dim, 1);
  assert(made<object>("nn.MaskedSelect", { mask: ones([2]) }) instanceof UnknownObject);
  assertEquals(made<nn.CAddTensorTable>("nn.CAddVectorTable", {}).constructor, nn.CAddTensorTable);
  assert(written(new nn.CMul(2, 3))[1].size instanceof Storage);
});
