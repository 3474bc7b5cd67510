import { checkInteger, checkRange, Generator, randn, type Tensor, tensor } from "@taimatsu/tensor";
import { mapActivity, tensorsOf } from "../activity.ts";
import type { AnyModule } from "../module.ts";
import type { Activity } from "../options.ts";
import { eachDifference } from "./numeric.ts";

/** Options of {@linkcode gradientCheck}. */
export interface GradientCheckOptions {
  /** How far each element is moved; 1e-6 by default. */
  step?: number;
  /** Where the random gradient with respect to the output starts; 1 by default. */
  seed?: number;
}

/** What {@linkcode gradientCheck} found: about 1e-8 where all is well. */
export interface GradientErrors {
  /** Largest error with respect to the input; 0 if it has no gradient, because it holds integers or `gradInput` is `null`. */
  input: number;
  /** Largest error with respect to each of the parameters, in the order of `parameters()`. */
  parameters: number[];
}

const isReal = (x: Tensor): boolean => x.dtype === "float32" || x.dtype === "float64";

/**
 * Compares the gradients that a module computes with central differences, to test modules of one's own.
 *
 * A copy of the module works in float64; module and input are left alone. The loss is a random combination of all outputs. Errors
 * are relative to the largest gradient of the same tensor. The module must compute the same each time, so that dropout has to be
 * set to evaluation, and be smooth where the input lies: next to a kink, as that of a rectifier at 0, differences mean nothing.
 *
 * @param module What is checked.
 * @param input A tensor or nested lists of tensors, as the module takes them; tensors of integers are not moved.
 * @returns The errors; NaN where numbers are missing.
 * @throws {RangeError} If `step` is not positive.
 *
 * @example Usage
 * ```ts
 * import { gradientCheck, Linear, Sequential, Tanh } from "@taimatsu/nn";
 * import { randn } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * const { input, parameters } = gradientCheck(new Sequential().add(new Linear(3, 2)).add(new Tanh()), randn([4, 3]));
 * assert(Math.max(input, ...parameters) < 1e-6);
 * ```
 */
export function gradientCheck(
  module: AnyModule,
  input: Activity,
  { step = 1e-6, seed = 1 }: GradientCheckOptions = {},
): GradientErrors {
  checkRange("gradientCheck", "step", step, Number.MIN_VALUE, 1);
  checkInteger("gradientCheck", "seed", seed, 0);
  const double = module.clone().double(), generator = new Generator(seed);
  const x = mapActivity(input, (t) => isReal(t) ? t.clone().to("float64") : t.clone());
  const output = double.forward(keep(x));
  const gradOutput = mapActivity(output, (y) => randn(y.size(), { dtype: "float64", generator, device: y.device })),
    g = tensorsOf(gradOutput);
  const loss = (): Tensor =>
    tensor([tensorsOf(double.forward(keep(x))).reduce((sum, y, k) => sum + y.contiguous().dot(g[k]!), 0)], {
      dtype: "float64",
    });
  double.zeroGradParameters();
  const gradInput = tensorsOf(double.backward(keep(x), keep(gradOutput))).map((t) => t.clone());
  const [parameters, gradients] = double.parameters(), analytic = gradients.map((t) => t.clone());
  const errors = tensorsOf(x).map((t, k) =>
    isReal(t) && gradInput[k]?.nElement() ? largestError(gradInput[k], t, loss, step) : 0
  );
  return {
    input: errors.some(Number.isNaN) ? NaN : Math.max(0, ...errors),
    parameters: parameters.map((p, k) => largestError(analytic[k]!, p, loss, step)),
  };
}

/** A copy: modules may overwrite what they get. */
function keep(x: Activity): Activity {
  return mapActivity(x, (t) => t.clone());
}

/** Largest difference between a gradient and that by central differences, relative to the largest gradient. */
function largestError(gradient: Tensor, x: Tensor, loss: () => Tensor, step: number): number {
  const analytic = gradient.contiguous().view(-1);
  let difference = 0, scale = 1e-3;
  eachDifference([x], loss, step, (k, numeric) => {
    const a = analytic.get(k), n = numeric.get(0), error = Math.abs(a - n);
    difference = Number.isNaN(error) || Number.isNaN(difference) ? NaN : Math.max(difference, error);
    scale = Math.max(scale, Math.abs(a), Math.abs(n));
  });
  return difference / scale;
}
