// A convolution, and the batch normalization, the transfer function and the pooling behind it, as one pass, where a net is evaluated.
import { add, emptyLike, getNumThreads, mul, type Tensor } from "@taimatsu/tensor";
import { FLOAT32, unaryInto } from "@taimatsu/tensor/native";
import { convolve } from "../convolution/engine.ts";
import { DirectConvolution } from "../convolution/direct_convolution.ts";
import { deferField } from "../deferred.ts";
import { fitLike, fitMaps, kept } from "../kernels.ts";
import type { AnyModule } from "../module.ts";
import { SpatialBatchNormalization } from "../normalization/spatial_batch_normalization.ts";
import { SpatialMaxPooling } from "../pooling/spatial_max_pooling.ts";
import { maxPool, planeSizes } from "../pooling/windows.ts";
import { Pointwise } from "../transfer/pointwise.ts";

/** Whether a module is evaluated and computes its output as its class does. */
function isPlain(module: AnyModule, type: { prototype: AnyModule }): boolean {
  return !module.train && module.updateOutput === type.prototype.updateOutput;
}

/** Returns how many modules from `at` on one pass can do the work of; 1 if there is nothing to join. */
export function fusedLength(modules: readonly AnyModule[], at: number): number {
  const first = modules[at];
  if (!(first instanceof DirectConvolution) || !isPlain(first, DirectConvolution)) return 1;
  const second = modules[at + 1];
  const n = second instanceof SpatialBatchNormalization && isPlain(second, SpatialBatchNormalization) &&
      second.nOutput === first.nOutputPlane && second.code === first.code
    ? 2
    : 1;
  const next = modules[at + n];
  const m = next instanceof Pointwise && isPlain(next, Pointwise) && next.code === first.code ? n + 1 : n;
  const pooling = modules[at + m];
  return pooling instanceof SpatialMaxPooling && isPlain(pooling, SpatialMaxPooling) && pooling.code === first.code
    ? m + 1
    : m;
}

/** Kernels and biases that do a normalization's work too. */
function fold(convolution: DirectConvolution, norm: SpatialBatchNormalization): [Tensor, Tensor] {
  const { nOutputPlane, code } = convolution,
    weight = convolution.kernels(),
    bias = convolution.biases(),
    size = [nOutputPlane];
  const factor = convolution._factor = kept(convolution._factor, code, size, convolution.device);
  const shift = convolution._shift = kept(convolution._shift, code, size, convolution.device);
  add(norm.runningVar, norm.eps, { out: factor });
  factor.rsqrt();
  if (norm.weight !== null) factor.cmul(norm.weight);
  if (bias === null) shift.zero();
  else shift.copy(bias);
  shift.csub(norm.runningMean).cmul(factor);
  if (norm.bias !== null) shift.add(norm.bias);
  const folded = convolution._folded = kept(convolution._folded, code, weight.shape, convolution.device);
  const each = factor.view([nOutputPlane, ...weight.shape.slice(1).fill(1)]);
  return [mul(weight, each, { out: folded }), shift];
}

/** Bytes of maps that stay in the cache of a thread between convolution and pooling. */
const CACHED = 768 * 1024;

/** Functions that never fall; those that are as cheap as a store are left out. */
const RISING = ["tanh", "sigmoid", "softPlus", "logSigmoid"];

/** Whether a function may be applied to what pooling leaves instead of to all. */
function mayFollowPooling({ op, a }: Pointwise): boolean {
  return RISING.includes(op.name) || op.name === "elu" && a >= 0;
}

/** Pooling layers whose positions someone read: from then on these are found in the same pass. */
const wanted = new WeakSet<SpatialMaxPooling>();

/** Convolves some samples after another and pools them while they are in the cache. */
function pooled(
  convolution: DirectConvolution,
  pooling: SpatialMaxPooling,
  x: Tensor,
  size: readonly [batch: number, planes: number, height: number, width: number],
  pass: (y: Tensor, x: Tensor) => void,
): Tensor {
  const { code } = convolution, [batch, planes, height, width] = size, sample = x.shape.length === 3;
  const outHeight = pooling.outputHeight(height), outWidth = pooling.outputWidth(width);
  if (outHeight < 1 || outWidth < 1) {
    const maps = convolution._maps = kept(convolution._maps, code, sample ? size.slice(1) : size, convolution.device);
    throw pooling.refusal("forward", "input", maps, pooling.inputForms());
  }
  const output = fitMaps(pooling.output, sample, batch, planes, outHeight, outWidth);
  const indices = wanted.has(pooling) ? fitLike(pooling.indices, output.shape) : null;
  pooling._from = sample ? size.slice(1) : size;
  const all = sample ? x.unsqueeze(0) : x, out = sample ? output.unsqueeze(0) : output;
  const where = sample && indices !== null ? indices.unsqueeze(0) : indices;
  const bytes = planes * height * width * (code === FLOAT32 ? 4 : 8), threads = getNumThreads();
  const chunk = Math.min(batch, threads * Math.max(1, Math.floor(CACHED / bytes)));
  const maps = convolution._maps = kept(convolution._maps, code, [chunk, planes, height, width], convolution.device);
  for (let i = 0; i < batch; i += chunk) {
    const n = Math.min(chunk, batch - i), y = n === chunk ? maps : maps.narrow(0, 0, n), to = out.narrow(0, i, n);
    pass(y, all.narrow(0, i, n));
    maxPool(to, where && where.narrow(0, i, n), y, planeSizes(y.shape, to.shape), pooling);
  }
  return output;
}

/** Finds the positions that pooling left out. */
function findIndices(pooling: SpatialMaxPooling, before: AnyModule): void {
  wanted.add(pooling);
  const maps = before.output as Tensor, { output } = pooling, indices = fitLike(pooling.indices, output.shape);
  maxPool(emptyLike(output), indices, maps, planeSizes(maps.shape, output.shape), pooling);
}

/**
 * Runs `n` modules from `at` on in one pass; see {@linkcode fusedLength}. The outputs in between, and the positions of pooling, are
 * computed when someone reads them, from the input as it is then.
 */
export function runFused(modules: readonly AnyModule[], at: number, n: number, input: Tensor): Tensor {
  const convolution = modules[at] as DirectConvolution, last = modules[at + n - 1]!;
  const norm = modules[at + 1] instanceof SpatialBatchNormalization
    ? modules[at + 1] as SpatialBatchNormalization
    : null;
  const pooling = last instanceof SpatialMaxPooling ? last : null,
    before = modules[at + n - (pooling === null ? 1 : 2)];
  const transfer = before instanceof Pointwise ? before : null;
  const sample = convolution.checkInput("forward", input), h = input.shape.at(-2)!, w = input.shape.at(-1)!;
  const size = [
    sample ? 1 : input.shape[0]!,
    convolution.nOutputPlane,
    convolution.outputHeight(h),
    convolution.outputWidth(w),
  ];
  const [batch, planes, height, width] = size as [number, number, number, number];
  const x = convolution.contiguousInput(input);
  const [weight, bias] = norm === null ? [convolution.kernels(), convolution.biases()] : fold(convolution, norm);
  let output: Tensor;
  if (pooling !== null) {
    const after = transfer !== null && !wanted.has(pooling) && mayFollowPooling(transfer);
    output = pooled(convolution, pooling, x, [batch, planes, height, width], (y, part) => {
      convolve(convolution, y, part, weight, bias, after ? null : transfer);
    });
    if (after) unaryInto(transfer.op, output, output, transfer.a, transfer.b);
    if (!wanted.has(pooling)) deferField(pooling, "indices", () => findIndices(pooling, before!));
  } else {
    if (transfer?.inplace) {
      transfer.output = convolution._maps = kept(convolution._maps, convolution.code, [], convolution.device);
    }
    output = fitMaps(last.output as Tensor, sample, batch, planes, height, width);
    convolve(convolution, output, x, weight, bias, transfer);
  }
  for (let k = at; k < at + n - 1; k++) {
    deferField(modules[k]!, "output", () => modules[k]!.updateOutput(k === at ? input : modules[k - 1]!.output));
  }
  return output;
}
