// What files of Torch7 hold of criterions, and what older ones held.
import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { deserialize, empty, serialize, Storage, type Tensor, tensor, tidy, UnknownObject } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { mapActivity, tensorsOf } from "../activity.ts";
import * as C from "../mod.ts";

/** A module of which files hold the name. */
class Module {
  static fromTorch(): Module {
    return new Module();
  }

  toTorch(): UnknownObject {
    return new UnknownObject("nn.Module");
  }

  forward(x: Tensor): Tensor {
    return x;
  }

  backward(_input: Tensor, g: Tensor): Tensor {
    return g;
  }

  reinforce(): void {}

  parameters(): [Tensor[], Tensor[]] {
    return [[tensor([1])], [tensor([0])]];
  }
}

type Fields = Record<string, unknown>;

function written(criterion: object): UnknownObject {
  return deserialize(serialize(criterion)) as UnknownObject;
}

function read<T>(className: string, fields: unknown): T {
  return deserialize<T>(serialize(new UnknownObject(className, fields)), { classes: [C, { Module }] });
}

/** Reads an object that is written again as it was, and returns what it became. */
function kept<T>(className: string, fields: unknown): T {
  const bytes = serialize(new UnknownObject(className, fields));
  const made = deserialize<T>(bytes, { classes: [C, { Module }] });
  assertEquals(serialize(made), bytes);
  return made;
}

const w = tensor([1, 2]), mse = new C.MSECriterion() as unknown as C.AnyCriterion, module = new Module();
const ONE_LOSS = ["gradInput", "output", "sizeAverage"];
const LIKELIHOOD = [...ONE_LOSS, "output_tensor", "target", "total_weight_tensor"];

/** What Torch7's methods use after loading, by class, of nn, dpnn and rnn. */
const FIELDS: readonly [criterion: object, names: readonly string[]][] = [
  [new C.AbsCriterion(), ONE_LOSS],
  [new C.MSECriterion(), ONE_LOSS],
  [new C.SmoothL1Criterion(), ONE_LOSS],
  [new C.SpatialAutoCropMSECriterion(), ONE_LOSS],
  [new C.SoftMarginCriterion(), ONE_LOSS],
  [new C.DistKLDivCriterion(), ONE_LOSS],
  [new C.DistanceRatioCriterion(), ONE_LOSS],
  [new C.NCECriterion(), ONE_LOSS],
  [new C.BinaryLogisticRegression(), ONE_LOSS],
  [new C.SpatialBinaryLogisticRegression(), ONE_LOSS],
  [new C.BCECriterion(), ONE_LOSS],
  [new C.BCECriterion(w), [...ONE_LOSS, "weights"]],
  [new C.L1Cost(), ["gradInput", "output"]],
  [new C.L1HingeEmbeddingCriterion(), ["gradInput", "margin", "output"]],
  [new C.MarginCriterion(), [...ONE_LOSS, "margin"]],
  [new C.HingeEmbeddingCriterion(), [...ONE_LOSS, "margin"]],
  [new C.CosineEmbeddingCriterion(), [...ONE_LOSS, "margin"]],
  [new C.MarginRankingCriterion(), [...ONE_LOSS, "margin"]],
  [new C.WeightedMSECriterion(w), [...ONE_LOSS, "weight"]],
  [new C.MultiMarginCriterion(), [...ONE_LOSS, "margin", "p"]],
  [new C.MultiMarginCriterion(2, w), [...ONE_LOSS, "margin", "p", "weights"]],
  [new C.MultiLabelMarginCriterion(), [...ONE_LOSS, "isTarget"]],
  [new C.MultiLabelSoftMarginCriterion(w), [...ONE_LOSS, "sigmoid", "weights"]],
  [new C.ClassSimplexCriterion(3), [...ONE_LOSS, "_target", "nClasses", "simplex"]],
  [new C.ClassNLLCriterion(), [...LIKELIHOOD, "ignoreIndex"]],
  [new C.ClassNLLCriterion(w), [...LIKELIHOOD, "ignoreIndex", "weights"]],
  [new C.SpatialClassNLLCriterion(w), [...LIKELIHOOD, "weights"]],
  [new C.CrossEntropyCriterion(w), [...ONE_LOSS, "lsm", "nll", "oldSizeAverage"]],
  [new C.MultiCriterion().add(mse, 2), ["criterions", "gradInput", "output", "weights"]],
  [new C.ParallelCriterion().add(mse), ["criterions", "gradInput", "output", "repeatTarget", "weights"]],
  [new C.CriterionTable(mse), ["_type", "criterion", "gradInput", "output"]],
  [new C.ModuleCriterion(mse), ["castTarget", "criterion", "gradInput", "output"]],
  [new C.SequencerCriterion(mse), [...ONE_LOSS, "clones", "criterion"]],
  [new C.RepeaterCriterion(mse), [...ONE_LOSS, "clones", "criterion"]],
  [new C.MaskZeroCriterion(mse, 1), ["criterion", "gradInput", "nInputDim", "output"]],
  [new C.VRClassReward(module), [...ONE_LOSS, "criterion", "module", "scale"]],
  [new C.BinaryClassReward(module), [...ONE_LOSS, "criterion", "module", "scale"]],
];

for (const [criterion, names] of FIELDS) {
  const { name } = criterion.constructor;
  Deno.test(`${name} has the name and the fields in files that Torch7 gives it: ${names}`, () => {
    const { className, fields, version } = written(criterion);
    assertEquals([className, version], [`nn.${name}`, 1]);
    assertEquals(Object.keys(fields as Fields).sort(), [...names].sort());
  });
}

Deno.test("every criterion of Torch7 is among those whose fields are known", () => {
  const known = new Set(FIELDS.map(([{ constructor }]) => constructor.name));
  const ours = ["HuberCriterion", "BCEWithLogitsCriterion", "FocalCriterion", "TripletMarginCriterion", "CTCCriterion"];
  const all = Object.entries(C).filter(([, value]) => Object.hasOwn(value, "torch") && value.torch !== undefined).map((
    [name],
  ) => name);
  assertEquals(all.filter((name) => !known.has(name)).sort(), ours.sort());
});

Deno.test("CrossEntropyCriterion holds a LogSoftMax and a ClassNLLCriterion of its dtype in files", () => {
  const criterion = new C.CrossEntropyCriterion(tensor([1, 2]), false, { ignoreIndex: 1 }).double(),
    file = written(criterion);
  const lsm = file.get("lsm") as UnknownObject, nll = file.get("nll") as UnknownObject;
  assertEquals([lsm.className, Object.keys(lsm.fields as Fields).sort()], [
    "nn.LogSoftMax",
    ["_type", "gradInput", "output"],
  ]);
  assertEquals(lsm.get("_type"), "torch.DoubleTensor");
  assertEquals([nll.className, nll.get("sizeAverage"), nll.get("ignoreIndex")], ["nn.ClassNLLCriterion", false, 2]);
  assertEquals([file.get("sizeAverage"), file.get("oldSizeAverage")], [false, false]);
  for (
    const [object, name] of [[file, "gradInput"], [nll, "gradInput"], [nll, "weights"], [nll, "output_tensor"]] as const
  ) {
    assertEquals((object.get(name) as Tensor).dtype, "float64");
  }
});

Deno.test("lists of gradients have the tensors in files that Torch7 wants to find", () => {
  const sizes = (criterion: object): unknown =>
    (written(criterion).get("gradInput") as Tensor[]).map((x) => [...x.size()]);
  assertEquals(sizes(new C.CosineEmbeddingCriterion()), [[], []]);
  assertEquals(sizes(new C.MarginRankingCriterion()), [[1], [1]]);
  assertEquals(sizes(new C.NCECriterion()), [[], [], [], []]);
  assertEquals(sizes(new C.VRClassReward(module)), [[]]);
  assertEquals((written(new C.L1HingeEmbeddingCriterion().double()).get("gradInput") as Tensor[])[1]!.dtype, "float64");
  const table = written(new C.CriterionTable(new C.CosineEmbeddingCriterion() as unknown as C.AnyCriterion));
  assertStrictEquals(
    (table.get("gradInput") as unknown[])[0],
    (table.get("criterion") as UnknownObject).get("gradInput"),
  );
});

Deno.test("settings that Torch7 does not have are written besides", () => {
  assertEquals(written(new C.MSECriterion(true, { reduction: "none", weights: w })).get("reduction"), "none");
  assertEquals(written(new C.MSECriterion(false)).get("reduction"), undefined);
  assertEquals(written(new C.L1Cost({ reduction: "mean" })).get("reduction"), "mean");
  assertEquals(written(new C.DistKLDivCriterion({ reduction: "batchMean" })).get("batchMean"), true);
  assertEquals(written(new C.CrossEntropyCriterion(null, true, { labelSmoothing: 0.1 })).get("labelSmoothing"), 0.1);
  assertEquals(written(new C.SpatialClassNLLCriterion(null, true, { ignoreIndex: 0 })).get("ignoreIndex"), 1);
  assertEquals(written(new C.HuberCriterion(2)).className, "HuberCriterion");
});

Deno.test("a file without sizeAverage averages, one without other settings has the usual ones", () => {
  for (
    const name of [
      "MSECriterion",
      "ClassNLLCriterion",
      "HingeEmbeddingCriterion",
      "NCECriterion",
      "MultiMarginCriterion",
    ]
  ) {
    assertEquals(kept<C.MSECriterion>(`nn.${name}`, { gradInput: empty([]), output: 0 }).sizeAverage, true);
  }
  assertEquals(kept<C.MSECriterion>("nn.MSECriterion", { sizeAverage: false }).sizeAverage, false);
  assertEquals(kept<C.ClassNLLCriterion>("nn.ClassNLLCriterion", {}).ignoreIndex, -100);
  const { p, margin } = kept<C.MultiMarginCriterion>("nn.MultiMarginCriterion", { sizeAverage: true });
  assertEquals([p, margin], [1, 1]);
  assertEquals(kept<C.MarginCriterion>("nn.MarginCriterion", {}).margin, 1);
  assertEquals(kept<C.SequencerCriterion>("nn.SequencerCriterion", { criterion: mse, clones: [] }).sizeAverage, false);
});

Deno.test("ignoreIndex is a label, which counts from 1 in files; negative ones stay", () => {
  const index = (ignoreIndex: number): number =>
    kept<C.ClassNLLCriterion>("nn.ClassNLLCriterion", { ignoreIndex }).ignoreIndex;
  assertEquals([3, 1, 0, -1, -100].map(index), [2, 0, -1, -1, -100]);
  assertEquals([2, -1, -100].map((k) => written(new C.ClassNLLCriterion(null, true, k)).get("ignoreIndex")), [
    3,
    -1,
    -100,
  ]);
  const nll = new UnknownObject("nn.ClassNLLCriterion", { ignoreIndex: 0, sizeAverage: true });
  const criterion = read<C.CrossEntropyCriterion>("nn.CrossEntropyCriterion", {
    nll,
    sizeAverage: true,
    oldSizeAverage: true,
  });
  criterion.forward(tensor([[1, 2], [3, 4]]), tensor([0, -1], { dtype: "int64" }));
  assertEquals((written(criterion).get("nll") as UnknownObject).get("ignoreIndex"), 0);
});

Deno.test("CrossEntropyCriterion takes what the criterion inside has, unless sizeAverage was changed outside", () => {
  const average = (outside: Fields, sizeAverage: boolean): boolean => {
    const nll = new UnknownObject("nn.ClassNLLCriterion", { sizeAverage, weights: tensor([1, 3]) });
    const criterion = kept<C.CrossEntropyCriterion>("nn.CrossEntropyCriterion", { ...outside, nll });
    assertEquals(criterion.weights!.toArray(), [1, 3]);
    return criterion.sizeAverage;
  };
  assertEquals(average({}, false), false); // before it had the field
  assertEquals(average({ sizeAverage: true }, false), true); // before it had the other one
  assertEquals(average({ sizeAverage: true, oldSizeAverage: true }, false), false);
  assertEquals(average({ sizeAverage: false, oldSizeAverage: true }, true), false);
});

Deno.test("MultiLabelSoftMarginCriterion is read as it was before, with a BCECriterion inside", () => {
  const nll = new UnknownObject("nn.BCECriterion", { sizeAverage: false, weights: tensor([1, 3]) });
  const fields = { lsm: new UnknownObject("nn.Sigmoid"), nll, output: 0, gradInput: empty([]) };
  const criterion = kept<C.MultiLabelSoftMarginCriterion>("nn.MultiLabelSoftMarginCriterion", fields);
  assertEquals([criterion.sizeAverage, criterion.weights!.toArray()], [false, [1, 3]]);
  criterion.weights = undefined;
  assertEquals(Object.keys(written(criterion).fields as Fields).sort(), ["gradInput", "output", "sizeAverage"]);
  criterion.forward(tensor([[1, 2]]), tensor([[0, 1]]));
});

Deno.test("the weights of a MultiCriterion are a storage, a tensor or a list", () => {
  const fields = { criterions: [mse, new C.AbsCriterion()], gradInput: empty([]), output: 0 };
  for (const weights of [Storage.from("float64", [2, -1]), tensor([2, -1]), [2, -1]]) {
    for (const name of ["nn.MultiCriterion", "nn.ParallelCriterion"]) {
      const criterion = kept<C.MultiCriterion>(name, { ...fields, weights });
      assertEquals(criterion.factors, [2, -1]);
      criterion.add(mse, 4);
      const now = written(criterion).get("weights");
      assertEquals(now instanceof Storage ? now.toArray() : now, [2, -1, 4]);
    }
  }
  assert(written(new C.MultiCriterion().add(mse, 2)).get("weights") instanceof Storage);
  assertEquals(written(new C.ParallelCriterion().add(mse, 2)).get("weights"), [2]);
});

Deno.test("criterions for sequences of all versions of rnn are read", () => {
  const newer = { clones: [mse, mse], sizeAverage: true, gradInput: [], output: 0 };
  assert(kept<C.SequencerCriterion>("nn.SequencerCriterion", newer).sizeAverage);
  assert(
    kept<C.RepeaterCriterion>("nn.RepeaterCriterion", { ...newer, sizeAverage: false }) instanceof C.RepeaterCriterion,
  );
  assert(kept("nn.RepeaterCriterion", newer) instanceof UnknownObject);
  assert(kept("nn.RepeaterCriterion", { criterion: mse, gradInput: [] }) instanceof C.RepeaterCriterion);
  assertEquals(kept<C.MaskZeroCriterion>("nn.MaskZeroCriterion", { criterion: mse, nInputDim: 0 }).nInputDim, 0);
  assert(kept("nn.MaskZeroCriterion", { criterion: mse, v2: true, zeroMask: false }) instanceof UnknownObject);
});

Deno.test("what means something else, or holds what nobody knows, stays as the file holds it", () => {
  assert(kept("nn.VRClassReward", { module, basecoeff: 0.9, baseline: 0, scale: 1 }) instanceof UnknownObject);
  assert(kept("nn.VRClassReward", { module: new UnknownObject("other.Net"), criterion: mse }) instanceof UnknownObject);
  assert(
    kept("nn.ModuleCriterion", { criterion: mse, inputModule: new UnknownObject("other.Net") }) instanceof
      UnknownObject,
  );
  assert(
    kept("nn.MultiCriterion", { criterions: [new UnknownObject("other.Loss")], weights: [1] }) instanceof UnknownObject,
  );
  assert(kept("nn.Criterion", {}) instanceof UnknownObject);
  assert(kept("other.MSECriterion", { sizeAverage: true }) instanceof UnknownObject);
  assert(kept("cudnn.SpatialCrossEntropyCriterion", { sizeAverage: true }) instanceof UnknownObject);
});

Deno.test("ModuleCriterion is read with a module that has parameters, of which Torch7 only warns", () => {
  const criterion = kept<C.ModuleCriterion>("nn.ModuleCriterion", {
    criterion: mse,
    inputModule: module,
    castTarget: false,
  });
  assert(criterion.inputModule instanceof Module);
  assertEquals([criterion.castTarget, criterion.targetModule], [false, undefined]);
  assertClose(criterion.forward(tensor([1]), tensor([3])), 4);
});

Deno.test("a criterion that was changed or used is written in the order of its file, with what is unknown in it", () => {
  const fields = {
    extra: "mine",
    sizeAverage: true,
    buffer: tensor([1, 2]),
    output: 7,
    gradInput: tensor([1]).double(),
  };
  const criterion = kept<C.MSECriterion>("nn.MSECriterion", fields);
  assertEquals([criterion.output, criterion.gradInput.dtype, criterion.gradInput.nElement()], [7, "float64", 0]);
  criterion.sizeAverage = false;
  const changed = written(criterion);
  assertEquals(Object.keys(changed.fields as Fields), Object.keys(fields));
  assertEquals([changed.get("sizeAverage"), (changed.get("buffer") as Tensor).nElement()], [false, 2]);
  criterion.forward(tensor([1]), tensor([3]));
  criterion.backward(tensor([1]), tensor([3]));
  const used = written(criterion);
  assertEquals([used.get("extra"), used.get("output"), (used.get("buffer") as Tensor).nElement()], ["mine", 4, 0]);
  assertEquals((used.get("gradInput") as Tensor).toArray(), [-4]);
});

Deno.test("weights of half precision become float32, and share memory with what they shared it with", () => {
  const half = tensor([1, 2]).to("float16");
  assertEquals(read<C.BCECriterion>("nn.BCECriterion", { weights: half }).weights!.dtype, "float32");
  const weights = tensor([1, 2]), bytes = serialize([weights, new C.BCECriterion(weights)]);
  const [first, criterion] = deserialize<[Tensor, C.BCECriterion]>(bytes, { classes: [C] });
  first.fill(5);
  assertEquals(criterion.weights!.toArray(), [5, 5]);
});

Deno.test("a gradient that was disposed is written as an empty one", () => {
  const criterion = new C.ParallelCriterion().add(new C.MSECriterion()).add(new C.CosineEmbeddingCriterion());
  const x = tensor([1, 2]), input = [x, [x, x]], target = [tensor([5, 6]), 1];
  tidy(() => {
    criterion.forward(input, target);
    criterion.backward(input, target);
    criterion.gradInput = mapActivity(criterion.gradInput, (g) => g.clone());
  });
  assertEquals(tensorsOf(written(criterion).get("gradInput") as C.Activity).map((g) => g.nElement()), [0, 0, 0]);
});
