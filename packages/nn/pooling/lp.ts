// Pooling by the p-norm: the root of the sum of powers.
import { checkFinite, mul, pow, sqrt, square, type Tensor } from "@taimatsu/tensor";
import { FLOAT64 } from "@taimatsu/tensor/native";
import { fitLike } from "../kernels.ts";
import { averageGrad, averagePool, type PlaneSizes, type Window } from "./windows.ts";

/** What layers of p-norms have. */
export interface NormLayer {
  /** The output. */
  readonly output: Tensor;
  /** The number of the dtype. */
  readonly code: number;
  /** The power p. */
  readonly power: number;
  /** Powers of the input, sized like it. */
  readonly _powers: Tensor;
  /** Sums of the powers, sized like the output. */
  readonly _sums: Tensor;
  /** Gradient with respect to the sums, divided by p, sized like the output. */
  readonly _slopes: Tensor;
}

/** Returns p, or throws unless there is such a norm. */
export function checkPower(caller: string, name: string, power: number): number {
  checkFinite(caller, name, power);
  if (power < 1) throw new RangeError(`Cannot run ${caller}: ${name} must be at least 1 but is ${power}`);
  return power;
}

/** layer.output, which has its sizes, = the p-norm of each window of x. */
export function normPool(layer: NormLayer, x: Tensor, sizes: PlaneSizes, window: Window): void {
  const { output, power } = layer, powers = fitLike(layer._powers, x.shape), sums = fitLike(layer._sums, output.shape);
  if (power === 2) square(x, { out: powers });
  else pow(x, power, { out: powers });
  averagePool(sums, powers, sizes, window, true, false);
  if (power === 2) sqrt(sums, { out: output });
  else pow(sums, 1 / power, { out: output });
}

/** gx = g spread over the windows, times (x / output)^(p − 1); nothing comes from outputs that are 0. */
export function normGrad(layer: NormLayer, gx: Tensor, g: Tensor, x: Tensor, sizes: PlaneSizes, window: Window): void {
  const { output, power, code } = layer, slopes = fitLike(layer._slopes, output.shape);
  if (power === 1) {
    slopes.copy(g);
  } else {
    // g output^(1 − p) = g output / sum, where a sum of 0 gives 0
    mul(g, output, { out: slopes });
    slopes.cdiv(layer._sums.cmax(code === FLOAT64 ? 2 ** -1022 : 2 ** -126));
  }
  averageGrad(gx, slopes, sizes, window, true, false);
  if (power === 2) gx.cmul(x);
  else if (power !== 1) gx.cmul(pow(x, power - 1, { out: fitLike(layer._powers, x.shape) }));
}
