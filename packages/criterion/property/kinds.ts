// Every criterion, and how to draw arguments that it takes.
import { checkFloat, checkTensor, mul, type Tensor } from "@taimatsu/tensor";
import * as C from "../mod.ts";
import type { Draw } from "./draw.ts";

/** Arguments that fit to each other. */
export interface Valid {
  readonly args: unknown[];
  readonly input: unknown;
  readonly target: unknown;
  /** What is done to the criterion after it was made. */
  readonly setup?: (criterion: C.AnyCriterion) => void;
}

/** A criterion, and how to draw arguments for it. */
export interface Kind {
  readonly name: string;
  readonly draw: (draw: Draw) => Valid;
}

type Kinds = Record<string, (draw: Draw) => Valid>;

function options(draw: Draw, more: Record<string, unknown> = {}): Record<string, unknown> | undefined {
  if (draw.chance(4)) return undefined;
  return draw.chance(3) ? more : { ...more, reduction: draw.oneOf(["mean", "sum", "none"]) };
}

/** Input and target of one size and dtype. */
function alike(args: (draw: Draw) => unknown[], low = -3, high = 3, signs = false): (draw: Draw) => Valid {
  return (draw) => {
    const shape = draw.shape(), dtype = draw.dtype();
    const target = signs ? draw.signs(shape, dtype) : draw.tensor(shape, dtype, low, high);
    return { args: args(draw), input: draw.tensor(shape, dtype, low, high), target };
  };
}

/** As {@linkcode alike}, with weights for the columns. */
function columns(low: number, high: number): (draw: Draw) => Valid {
  return (draw) => {
    const shape = draw.shape(1), dtype = draw.dtype(), weights = draw.tensor([shape[shape.length - 1]!], dtype, 0, 2);
    const args = [draw.chance(2) ? weights : null, draw.chance(2), options(draw)];
    return { args, input: draw.tensor(shape, dtype, low, high), target: draw.tensor(shape, dtype, 0, 1) };
  };
}

interface Rows {
  readonly shape: number[];
  readonly classes: number;
  readonly target: Tensor | number;
  readonly weights: Tensor | null;
  readonly input: Tensor;
}

/** Scores of classes and labels: of a batch, or of one sample. */
function rows(draw: Draw, classes = draw.int(1, 4)): Rows {
  const dtype = draw.dtype(), sample = draw.chance(3), batch = draw.size();
  const shape = sample ? [classes] : [batch, classes];
  const target = sample && draw.chance(2) ? draw.int(0, classes - 1) : draw.labels([sample ? 1 : batch], classes);
  const weights = draw.chance(2) ? draw.tensor([classes], dtype, 0, 2) : null;
  return { shape, classes, target, weights, input: draw.tensor(shape, dtype) };
}

/** Tensors of one size. */
function several(count: number, target: (draw: Draw, shape: number[]) => unknown, args: (draw: Draw) => unknown[]) {
  return (draw: Draw): Valid => {
    const shape = draw.chance(3) ? [draw.size()] : [draw.size(), draw.size()], dtype = draw.dtype();
    const input = Array.from({ length: count }, () => draw.tensor(shape, dtype));
    return { args: args(draw), input, target: target(draw, shape) };
  };
}

const SIDES = (draw: Draw, shape: number[]): unknown =>
  draw.chance(3) ? draw.oneOf([1, -1]) : draw.signs(shape, draw.oneOf(["int8", "float32", "float64"]));
const deaf = { reinforce: (): void => {} };
const twice = {
  forward: (x: Tensor): Tensor => {
    checkTensor("Twice.forward", "input", x);
    checkFloat("Twice.forward", "input", x);
    return mul(x, 2);
  },
  backward: (_: Tensor, g: Tensor): Tensor => mul(g, 2),
};

const POINTWISE: Kinds = {
  MSECriterion: alike((draw) => [draw.chance(2), options(draw)]),
  AbsCriterion: alike((draw) => [draw.chance(2), options(draw)]),
  SmoothL1Criterion: alike((draw) => [draw.chance(2), options(draw)]),
  HuberCriterion: alike((draw) => [draw.int(1, 4) / 2, draw.chance(2), options(draw)]),
  L1Cost: alike((draw) => [options(draw)]),
  DistKLDivCriterion: alike((draw) => [{ reduction: draw.oneOf(["mean", "sum", "none", "batchMean"]) }], -3, 0),
  SoftMarginCriterion: alike((draw) => [options(draw)], -3, 3, true),
  MarginCriterion: alike((draw) => [draw.int(-2, 2), options(draw)], -3, 3, true),
  HingeEmbeddingCriterion: alike((draw) => [draw.int(-2, 2), options(draw)], -3, 3, true),
  FocalCriterion: alike((draw) => [draw.int(0, 4) / 2, draw.chance(2) ? null : 0.25, options(draw)], 0, 1),
  BCECriterion: columns(0, 1),
  BCEWithLogitsCriterion: columns(-5, 5),
  MultiLabelSoftMarginCriterion: columns(-5, 5),
  WeightedMSECriterion: (draw) => {
    const shape = draw.shape(1), dtype = draw.dtype(), whole = draw.chance(2) || shape.length === 1;
    const weight = draw.tensor(whole ? shape : shape.slice(1), dtype);
    return { args: [weight, options(draw)], input: draw.tensor(shape, dtype), target: draw.tensor(shape, dtype) };
  },
  SpatialAutoCropMSECriterion: (draw) => {
    const shape = draw.shape(3, 4), dtype = draw.dtype(), n = shape.length;
    const larger = shape.map((size, d) => d < n - 2 ? size : size + draw.int(0, 3));
    return {
      args: [draw.chance(2), options(draw)],
      input: draw.tensor(shape, dtype),
      target: draw.tensor(larger, dtype),
    };
  },
  BinaryLogisticRegression: (draw) => {
    const batch = draw.size(), dtype = draw.dtype(), form = (): number[] => draw.chance(2) ? [batch] : [batch, 1];
    return {
      args: [draw.chance(2), options(draw)],
      input: draw.tensor(form(), dtype),
      target: draw.signs(form(), dtype),
    };
  },
  SpatialBinaryLogisticRegression: (draw) => {
    const size = [1, draw.size(), draw.size()],
      shape = draw.chance(2) ? size : [draw.size(), ...size],
      dtype = draw.dtype();
    return { args: [options(draw)], input: draw.tensor(shape, dtype), target: draw.signs(shape, dtype) };
  },
};

const LABELLED: Kinds = {
  ClassNLLCriterion: (draw) => {
    const { weights, input, target } = rows(draw);
    return { args: [weights, draw.chance(2), draw.int(-2, 2), options(draw)], input, target };
  },
  CrossEntropyCriterion: (draw) => {
    const { weights, input, target } = rows(draw);
    const more = { labelSmoothing: draw.oneOf([0, 0.1, 1]), ignoreIndex: draw.int(-2, 2) };
    return { args: [weights, draw.chance(2), options(draw, more)], input, target };
  },
  SpatialClassNLLCriterion: (draw) => {
    const [b, c, h, w] = [draw.size(), draw.int(1, 4), draw.size(), draw.size()] as const, dtype = draw.dtype();
    const weights = draw.chance(2) ? draw.tensor([c], dtype, 0, 2) : null;
    const args = [weights, draw.chance(2), options(draw, { ignoreIndex: draw.int(-2, 2) })];
    return { args, input: draw.tensor([b, c, h, w], dtype), target: draw.labels([b, h, w], c) };
  },
  MultiMarginCriterion: (draw) => {
    const { weights, input, target } = rows(draw);
    return { args: [draw.int(1, 2), weights, draw.int(-2, 2), options(draw)], input, target };
  },
  MultiLabelMarginCriterion: (draw) => {
    const { shape, classes, input } = rows(draw);
    const target = draw.labels(shape, classes + 1).to("int32").add(-1);
    return { args: [options(draw)], input, target };
  },
  ClassSimplexCriterion: (draw) => {
    const { classes, input, target } = rows(draw, draw.int(2, 4));
    return { args: [classes, options(draw)], input, target };
  },
  CTCCriterion: (draw) => {
    const steps = draw.size(5), batch = draw.size(3), classes = draw.int(2, 4), blank = draw.int(0, classes - 1);
    const list = (): number[] =>
      Array.from({ length: draw.int(0, 3) }, () => (blank + draw.int(1, classes - 1)) % classes);
    const sample = draw.chance(3), batchFirst = draw.chance(2);
    const shape = sample ? [steps, classes] : batchFirst ? [batch, steps, classes] : [steps, batch, classes];
    const labels = sample ? list() : Array.from({ length: batch }, list);
    const lengths = Array.from({ length: sample ? 1 : batch }, () => draw.int(0, steps));
    return {
      args: [blank, options(draw, { batchFirst, zeroInfinity: draw.chance(2) }) ?? { batchFirst }],
      input: draw.tensor(shape),
      target: draw.chance(2) ? labels : { labels, lengths },
    };
  },
};

const PAIRS: Kinds = {
  L1HingeEmbeddingCriterion: several(2, (draw) => draw.oneOf([1, -1]), (draw) => [draw.int(-2, 9)]),
  CosineEmbeddingCriterion: several(
    2,
    (draw, shape) => SIDES(draw, [shape.length === 1 ? 1 : shape[0]!]),
    (draw) => [draw.int(-2, 2) / 2, options(draw)],
  ),
  MarginRankingCriterion: several(2, SIDES, (draw) => [draw.int(-2, 2), options(draw)]),
  DistanceRatioCriterion: several(2, (draw) => draw.junk(), (draw) => [draw.chance(2), options(draw)]),
  TripletMarginCriterion: several(
    3,
    (draw) => draw.junk(),
    (draw) => [draw.int(-1, 2), draw.oneOf([1, 2, 2.5, 3]), options(draw, { swap: draw.chance(2) })],
  ),
  NCECriterion: (draw) => {
    const batch = draw.size(), k = draw.size(), dtype = draw.dtype();
    const input = [[batch], [batch, k], [batch], [batch, k]].map((shape) => draw.tensor(shape, dtype, 0.1, 1));
    return { args: [options(draw)], input, target: undefined };
  },
  VRClassReward: (draw) => {
    const batch = draw.size(), classes = draw.int(1, 4), dtype = draw.dtype();
    const input = [draw.tensor([batch, classes], dtype), draw.tensor(draw.chance(2) ? [batch] : [batch, 1], dtype)];
    return { args: [deaf, draw.int(-2, 2)], input, target: draw.labels([batch], classes) };
  },
  BinaryClassReward: (draw) => {
    const batch = draw.size(), dtype = draw.dtype();
    const input = [draw.tensor([batch], dtype, 0, 1), draw.tensor(draw.chance(2) ? [batch] : [batch, 1], dtype)];
    return { args: [deaf, draw.int(-2, 2)], input, target: draw.labels([batch], 2) };
  },
};

const CONTAINERS: Kinds = {
  MultiCriterion: (draw) => {
    const { input, target } = alike(() => [])(draw);
    const setup = (c: C.AnyCriterion): void => {
      (c as C.MultiCriterion).add(new C.MSECriterion(), 2).add(new C.AbsCriterion(), -0.5);
    };
    return { args: [], input, target, setup };
  },
  ParallelCriterion: (draw) => {
    const first = alike(() => [])(draw), second = rows(draw), repeat = draw.chance(4);
    const setup = (c: C.AnyCriterion): void => {
      const parallel = (c as C.ParallelCriterion).add(new C.MSECriterion(), 2);
      if (repeat) parallel.add(new C.L1Cost());
      else parallel.add(new C.ClassNLLCriterion(), 0.5);
    };
    return {
      args: [repeat],
      input: [first.input, second.input],
      target: repeat ? first.target : [first.target, second.target],
      setup,
    };
  },
  ModuleCriterion: (draw) => {
    const { input, target } = alike(() => [])(draw), module = (): unknown => draw.chance(2) ? twice : undefined;
    return { args: [new C.MSECriterion(), module(), module(), draw.chance(2)], input, target };
  },
  CriterionTable: (draw) => {
    const { input, target } = rows(draw);
    return { args: [new C.CrossEntropyCriterion()], input: [input, target], target: draw.junk() };
  },
  SequencerCriterion: (draw) => {
    const steps = draw.size(), dtype = draw.dtype();
    if (draw.chance(2)) {
      const shape = [steps, ...draw.shape(1, 2)];
      return {
        args: [new C.MSECriterion(), draw.chance(2)],
        input: draw.tensor(shape, dtype),
        target: draw.tensor(shape, dtype),
      };
    }
    const lists = Array.from({ length: steps }, () => rows(draw));
    return {
      args: [new C.CrossEntropyCriterion(), draw.chance(2)],
      input: lists.map((row) => row.input),
      target: lists.map((row) => row.target),
    };
  },
  RepeaterCriterion: (draw) => {
    const shape = draw.shape(1, 2), dtype = draw.dtype(), steps = draw.size();
    const input = draw.chance(2)
      ? draw.tensor([steps, ...shape], dtype)
      : Array.from({ length: steps }, () => draw.tensor(shape, dtype));
    return { args: [new C.MSECriterion()], input, target: draw.tensor(shape, dtype) };
  },
  MaskZeroCriterion: (draw) => {
    const shape = draw.shape(2, 3), dtype = draw.dtype(), input = draw.tensor(shape, dtype);
    if (input.nElement() > 0) input.select(0, draw.int(0, shape[0]! - 1)).zero();
    const pair = draw.chance(2), criterion = pair ? new C.MarginRankingCriterion() : new C.MSECriterion();
    return {
      args: [criterion, shape.length - 1],
      input: pair ? [input, draw.tensor(shape, dtype)] : input,
      target: pair ? draw.signs(shape, "int8") : draw.tensor(shape, dtype),
    };
  },
};

/** All of them. */
export const KINDS: readonly Kind[] = [POINTWISE, LABELLED, PAIRS, CONTAINERS].flatMap((kinds) =>
  Object.entries(kinds).map(([name, draw]) => ({ name, draw }))
);
