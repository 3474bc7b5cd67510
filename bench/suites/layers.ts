// Suite F: layers, forward, and forward and backward to the input and every parameter.
import { ClassNLLCriterion, MSECriterion } from "@taimatsu/criterion";
import {
  type AnyModule,
  Dropout,
  GELU,
  LayerNorm,
  Linear,
  LogSoftMax,
  LookupTable,
  type Module,
  MultiHeadAttention,
  ReLU,
  Sigmoid,
  SpatialAveragePooling,
  SpatialBatchNormalization,
  SpatialConvolution,
  SpatialFullConvolution,
  SpatialMaxPooling,
  SpatialUpSamplingBilinear,
  SpatialUpSamplingNearest,
  Tanh,
  TemporalConvolution,
  VolumetricConvolution,
} from "@taimatsu/nn";
import type { Tensor } from "@taimatsu/tensor";
import { type Case, Unsupported } from "../harness/case.ts";
import type { Inputs } from "../harness/inputs.ts";
import { type Result, type Work, work } from "../harness/work.ts";
import { setParameters } from "./net.ts";

interface LayerCase extends Case {
  mode: "fwd" | "train";
  /** Whether the layer is evaluated instead of trained. */
  eval?: boolean;
  /** Kernel, stride, padding, dilation, groups. */
  k: number;
  s: number;
  p: number;
  d: number;
  g: number;
  /** Channels: of the input, of the output, of both. */
  ci: number;
  co: number;
  c: number;
  /** Features of the input and of the output. */
  i: number;
  o: number;
  /** Share that dropout sets to zero. */
  prob: number;
  /** Name of a transfer function. */
  fn: string;
  /** Elements of a row, words, elements of a word, heads. */
  n: number;
  vocab: number;
  dim: number;
  heads: number;
  /** How much larger the output is. */
  scale: number;
}

const TRANSFER: Record<string, () => Module> = {
  relu: () => new ReLU(),
  tanh: () => new Tanh(),
  sigmoid: () => new Sigmoid(),
  gelu: () => new GELU(),
};

function convolution({ ci, co, k, s, p, d, g }: LayerCase): Module {
  return new SpatialConvolution(ci, co, k, k, s, s, p, p, { dilationW: d, groups: g });
}

function averagePooling({ k, s, p }: LayerCase): Module {
  return new SpatialAveragePooling(k, k, s, s, p, p);
}

function transfer({ fn }: LayerCase): Module {
  const make = TRANSFER[fn];
  if (make === undefined) throw new Unsupported(`@taimatsu/nn has no ${fn} yet`);
  return make();
}

const LAYERS: Record<string, (c: LayerCase) => AnyModule> = {
  linear: ({ i, o }) => new Linear(i, o),
  conv2d: convolution,
  maxpool2d: ({ k, s, p }) => new SpatialMaxPooling(k, k, s, s, p, p),
  avgpool2d: averagePooling,
  batchnorm2d: ({ c }) => new SpatialBatchNormalization(c),
  conv_transpose2d: ({ ci, co, k, s, p }) => new SpatialFullConvolution(ci, co, k, k, s, s, p, p),
  conv3d: ({ ci, co, k }) => new VolumetricConvolution(ci, co, k, k, k),
  layernorm: ({ n }) => new LayerNorm(n),
  mha: ({ dim, heads }) => new MultiHeadAttention(dim, heads),
  upsample_bilinear: ({ scale }) => new SpatialUpSamplingBilinear(scale, { alignCorners: false }),
  upsample_nearest: ({ scale }) => new SpatialUpSamplingNearest(scale),
  dropout: ({ prob }) => new Dropout(prob),
  activation: transfer,
};

function layer(c: LayerCase, inputs: Inputs): Work {
  const make = LAYERS[c.op];
  if (make === undefined) throw new Unsupported(`@taimatsu/nn has no ${c.op} yet`);
  const module = make(c), x = inputs.get("x");
  setParameters(module, inputs.params);
  if (c.eval) module.evaluate();
  else module.training();
  if (c.mode === "fwd") return work(() => module.forward(x) as Tensor);
  const gradOutput = inputs.get("gradOutput"), [, gradients] = module.parameters();
  const call = (): Result[] => {
    for (const gradient of gradients) gradient.zero();
    const output = module.forward(x) as Tensor;
    return [output, module.backward(x, gradOutput) as Tensor, ...gradients];
  };
  return { call, results: call };
}

/** Frames come before features here, and behind them in the case: what is given and what is checked is turned around, untimed. */
function temporal(c: LayerCase, inputs: Inputs): Work {
  const module = new TemporalConvolution(c.ci, c.co, c.k), x = inputs.get("x").transpose(1, 2).contiguous();
  const [weight, bias] = inputs.params as [Tensor, Tensor];
  module.weight.copy(weight.transpose(1, 2).contiguous());
  module.bias!.copy(bias);
  const turned = (y: Tensor): Tensor => y.transpose(1, 2).contiguous();
  if (c.mode === "fwd") return { call: () => module.forward(x), results: () => [turned(module.forward(x))] };
  const gradOutput = inputs.get("gradOutput").transpose(1, 2).contiguous();
  const call = (): void => {
    module.zeroGradParameters();
    module.forward(x);
    module.backward(x, gradOutput);
  };
  const results = (): Result[] => {
    call();
    const gradWeight = turned(module.gradWeight.view(c.co, c.k, c.ci));
    return [turned(module.output), turned(module.gradInput!), gradWeight, module.gradBias!];
  };
  return { call, results };
}

/** Words have no gradient. */
function embedding(c: LayerCase, inputs: Inputs): Work {
  const module = new LookupTable(c.vocab, c.dim), x = inputs.get("x");
  setParameters(module, inputs.params);
  if (c.mode === "fwd") return work(() => module.forward(x));
  const gradOutput = inputs.get("gradOutput");
  module.gradInput = null;
  const call = (): Result[] => {
    module.zeroGradParameters();
    const output = module.forward(x);
    module.backward(x, gradOutput);
    return [output, module.gradWeight!];
  };
  return { call, results: call };
}

function criterion(c: LayerCase, inputs: Inputs): Work {
  const x = inputs.get("x"), target = inputs.get("target");
  const module = c.op === "mse" ? undefined : new LogSoftMax();
  const loss = c.op === "mse" ? new MSECriterion() : new ClassNLLCriterion();
  const forward = () => loss.forward(module === undefined ? x : module.forward(x) as Tensor, target);
  if (c.mode === "fwd") return work(forward);
  const call = (): Result[] => {
    const value = forward();
    if (module === undefined) return [value, loss.backward(x, target)];
    return [value, module.backward(x, loss.backward(module.output as Tensor, target)) as Tensor];
  };
  return { call, results: call };
}

const BUILDERS: Record<string, (c: LayerCase, inputs: Inputs) => Work> = {
  mse: criterion,
  logsoftmax_nll: criterion,
  conv1d: temporal,
  embedding,
};

/** Builds a case of suite F. */
export function layers(c: Case, inputs: Inputs): Work {
  return (BUILDERS[c.op] ?? layer)(c as LayerCase, inputs);
}
