// Suite F: layers, forward, and forward and backward to the input and every parameter.
import { ClassNLLCriterion, MSECriterion } from "@taimatsu/criterion";
import {
  Dropout,
  Linear,
  LogSoftMax,
  type Module,
  ReLU,
  Sigmoid,
  SpatialAveragePooling,
  SpatialBatchNormalization,
  SpatialConvolution,
  SpatialMaxPooling,
  Tanh,
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
}

const TRANSFER: Record<string, () => Module> = {
  relu: () => new ReLU(),
  tanh: () => new Tanh(),
  sigmoid: () => new Sigmoid(),
};

function convolution({ ci, co, k, s, p, d, g }: LayerCase): Module {
  if (d !== 1 || g !== 1) throw new Unsupported("@taimatsu/nn has no convolution with dilation or groups yet");
  return new SpatialConvolution(ci, co, k, k, s, s, p, p);
}

function averagePooling({ k, s, p }: LayerCase): Module {
  return new SpatialAveragePooling(k, k, s, s, p, p);
}

function transfer({ fn }: LayerCase): Module {
  const make = TRANSFER[fn];
  if (make === undefined) throw new Unsupported(`@taimatsu/nn has no ${fn} yet`);
  return make();
}

const LAYERS: Record<string, (c: LayerCase) => Module> = {
  linear: ({ i, o }) => new Linear(i, o),
  conv2d: convolution,
  maxpool2d: ({ k, s, p }) => new SpatialMaxPooling(k, k, s, s, p, p),
  avgpool2d: averagePooling,
  batchnorm2d: ({ c }) => new SpatialBatchNormalization(c),
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

/** Builds a case of suite F. */
export function layers(c: Case, inputs: Inputs): Work {
  const build = c.op === "mse" || c.op === "logsoftmax_nll" ? criterion : layer;
  return build(c as LayerCase, inputs);
}
