// A convolution, the batch normalization and the transfer function behind it as one pass, where a net is evaluated.
import { add, mul, type Tensor } from "@taimatsu/tensor";
import { convolve } from "../convolution/engine.ts";
import { DirectConvolution } from "../convolution/direct_convolution.ts";
import { deferOutput } from "../deferred.ts";
import { fitMaps, kept } from "../kernels.ts";
import type { AnyModule } from "../module.ts";
import { SpatialBatchNormalization } from "../normalization/spatial_batch_normalization.ts";
import { Pointwise } from "../transfer/pointwise.ts";

/** What a convolution keeps for passes of this kind. */
interface Kept {
  factor: Tensor | null;
  shift: Tensor | null;
  folded: Tensor | null;
  output: Tensor | null;
}

const keptBy = new WeakMap<DirectConvolution, Kept>();

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
  return next instanceof Pointwise && isPlain(next, Pointwise) && next.code === first.code ? n + 1 : n;
}

/** Kernels and biases that do a normalization's work too. */
function fold(convolution: DirectConvolution, norm: SpatialBatchNormalization, keep: Kept): [Tensor, Tensor] {
  const { nOutputPlane, code } = convolution,
    weight = convolution.kernels(),
    bias = convolution.biases(),
    size = [nOutputPlane];
  const factor = keep.factor = kept(keep.factor, code, size), shift = keep.shift = kept(keep.shift, code, size);
  add(norm.runningVar, norm.eps, { out: factor });
  factor.rsqrt();
  if (norm.weight !== null) factor.cmul(norm.weight);
  if (bias === null) shift.zero();
  else shift.copy(bias);
  shift.csub(norm.runningMean).cmul(factor);
  if (norm.bias !== null) shift.add(norm.bias);
  keep.folded = kept(keep.folded, code, weight.shape);
  return [mul(weight, factor.view(nOutputPlane, 1, 1, 1), { out: keep.folded }), shift];
}

/**
 * Runs `n` modules from `at` on in one pass; see {@linkcode fusedLength}. The outputs in between are computed when someone reads
 * them, from the input as it is then.
 */
export function runFused(modules: readonly AnyModule[], at: number, n: number, input: Tensor): Tensor {
  const convolution = modules[at] as DirectConvolution, second = modules[at + 1]!, last = modules[at + n - 1]!;
  let keep = keptBy.get(convolution);
  if (keep === undefined) keptBy.set(convolution, keep = { factor: null, shift: null, folded: null, output: null });
  const norm = second instanceof SpatialBatchNormalization ? second : null,
    transfer = last instanceof Pointwise ? last : null;
  const sample = convolution.checkInput("forward", input), h = input.shape.at(-2)!, w = input.shape.at(-1)!;
  const outH = convolution.outputHeight(h), outW = convolution.outputWidth(w);
  if (outH < 1 || outW < 1) throw convolution.refusal("forward", "input", input, convolution.inputForms());
  const [weight, bias] = norm === null ? [convolution.kernels(), convolution.biases()] : fold(convolution, norm, keep);
  if (transfer?.inplace) transfer.output = keep.output = kept(keep.output, convolution.code, []);
  const output = fitMaps(
    last.output as Tensor,
    sample,
    sample ? 1 : input.shape[0]!,
    convolution.nOutputPlane,
    outH,
    outW,
  );
  convolve(convolution, output, convolution.contiguousInput(input), weight, bias, transfer);
  deferOutput(convolution, () => convolution.updateOutput(input));
  if (norm !== null && transfer !== null) deferOutput(norm, () => norm.updateOutput(convolution.output as Tensor));
  return output;
}
