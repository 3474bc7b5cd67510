import {
  checkFinite,
  checkInteger,
  checkRange,
  eye,
  type Generator,
  mm,
  mv,
  randn,
  symeig,
  type Tensor,
  zeros,
} from "@taimatsu/tensor";
import { checkBetween, flatten, restoring, valueAt } from "./batch.ts";
import { checkFunction } from "./check_function.ts";
import { checkGenerator } from "./data/generator_of.ts";
import { checkParameters } from "./kernels.ts";
import type { BatchStep, ValueObjective } from "./objective.ts";

/** Settings of {@linkcode cmaes}. */
export interface CMAESConfig {
  /** Standard deviation of the first candidates around `x`, about a third of the distance to the minimum. It has no default. */
  sigma?: number;
  /** No generation begins after this many evaluations; 1000 · N² by default, with N the number of parameters. */
  maxEval?: number;
  /** The end is where a value is at most this; by default there is no such end. */
  ftarget?: number;
  /** Number of candidates in a generation, from 2; 4 + ⌊3 ln N⌋ by default. */
  popsize?: number;
  /** How many generations at least; 1 by default. */
  minIterations?: number;
  /** Every so many generations a line is printed; 0, never, by default. */
  verbDisp?: number;
  /** The source of the candidates; the default generator unless given. */
  generator?: Generator;
}

/** More candidates would not fit into memory with any parameters. */
const MOST = 1e8;

const FLOAT64 = { dtype: "float64" } as const;

/**
 * Minimizes without a gradient by CMA-ES: each generation of candidates is drawn from a normal distribution, whose mean, covariance and
 * size then follow the better half. Good for up to some hundred parameters and objectives that are not smooth. `x` ends at the best
 * point that was seen. A value that is NaN counts as worst.
 *
 * It ends after `maxEval` evaluations, at `ftarget`, when the values of a generation differ by less than 1e-12, when the distribution
 * is smaller than 1e-11, or when it is 1e7 times as long as wide or too large for numbers.
 *
 * @param feval Returns the value at `x`, with or without a gradient. It is called with `x`, which holds the candidate.
 * @param x The parameters, the first mean: contiguous, float32 or float64.
 * @param config Settings.
 * @param state More settings, since Torch7 reads them there; `config` itself unless given. Nothing is kept.
 * @returns `x`; the value at the start, the best value of each generation, and the best of all; the number of evaluations.
 * @throws {RangeError} If a setting is outside its range, or the value is not finite at the start.
 * @throws {TypeError} If `sigma` is missing, `feval` returns no number, or `x` does not fit. If `feval` throws, `x` is as before.
 *
 * N. Hansen, _The CMA evolution strategy: a tutorial_, 2016. Torch7: `cmaes.lua`.
 *
 * @example Usage
 * ```ts
 * import { cmaes } from "@taimatsu/optim";
 * import { Generator, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * // |x₁ − 1| + |x₂ + 2| has no gradient at its minimum.
 * const x = tensor([0, 0], { dtype: "float64" });
 * const config = { sigma: 1, generator: new Generator(1) };
 * cmaes((x) => Math.abs(x.get(0) - 1) + Math.abs(x.get(1) + 2), x, config);
 * assertClose(x, [1, -2], { absolute: 1e-6 });
 * ```
 */
export function cmaes(
  feval: ValueObjective,
  x: Tensor,
  config: CMAESConfig = {},
  state: CMAESConfig = config,
): BatchStep {
  checkParameters("cmaes", x, config, state);
  checkFunction("cmaes", "the objective", feval);
  const n = x.count, settings = { ...config, ...state };
  if (n === 0) throw new RangeError("Cannot run cmaes: x must have an element but has none");
  const { maxEval = 1e3 * n * n, ftarget = -Infinity, popsize = 4 + Math.floor(3 * Math.log(n)) } = settings;
  const { minIterations = 1, verbDisp = 0, generator } = settings;
  if (settings.sigma === undefined) throw new TypeError("Cannot run cmaes: sigma must be given");
  checkBetween("cmaes", "sigma", settings.sigma, 0);
  checkRange("cmaes", "maxEval", maxEval, 1, Infinity);
  checkRange("cmaes", "ftarget", ftarget, -Infinity, Infinity);
  checkInteger("cmaes", "popsize", popsize, 2, MOST);
  checkInteger("cmaes", "minIterations", minIterations, 1);
  checkInteger("cmaes", "verbDisp", verbDisp, 0);
  if (generator !== undefined) checkGenerator("cmaes", generator);

  const flat = flatten(x), best = flat.clone();
  return restoring(flat, flat.clone(), () => {
    const start = valueAt("cmaes", "the objective", feval, x);
    checkFinite("cmaes", "the loss at the start", start);
    const losses = [start], cloud = new Cloud(flat.to("float64").clone(), settings.sigma!, popsize, generator);
    let evaluations = 1, least = start, reason = "";
    while (reason === "" || cloud.generation < minIterations) {
      const candidates = cloud.ask(), values: number[] = [];
      for (let k = 0; k < popsize; k++) {
        const value = valueAt("cmaes", "the objective", feval, (flat.copy(candidates.select(0, k)), x));
        values.push(Number.isNaN(value) ? Infinity : value);
        evaluations++;
        if (value < least) {
          least = value;
          best.copy(flat);
        }
      }
      const sorted = cloud.tell(candidates, values);
      losses.push(sorted[0]!);
      reason = cloud.exhausted(sorted);
      if (evaluations >= maxEval) reason = "maxEval is reached";
      if (sorted[0]! <= ftarget) reason = "ftarget is reached";
      if (verbDisp > 0 && (cloud.generation <= 2 || cloud.generation % verbDisp === 0)) {
        console.log(`cmaes: ${evaluations} evaluations, value ${sorted[0]}, ${cloud}`);
      }
      if (!cloud.finite) break;
    }
    if (verbDisp > 0) console.log(`cmaes: ${reason}, best value ${least}`);
    losses.push(least);
    flat.copy(best);
    return [x, losses, evaluations];
  });
}

/** The normal distribution that candidates are drawn from. Names are those of Hansen's tutorial. */
class Cloud {
  generation = 0;
  readonly #mean: Tensor;
  readonly #C: Tensor;
  readonly #pc: Tensor;
  readonly #ps: Tensor;
  readonly #weights: readonly number[];
  readonly #mueff: number;
  #sigma: number;
  /** Lengths of the axes of C, and the axes as columns. */
  #D: Tensor;
  #B: Tensor;
  /** Generation of these axes. */
  #decomposed = 0;

  constructor(mean: Tensor, sigma: number, readonly lambda: number, readonly generator: Generator | undefined) {
    const n = mean.count,
      raw = Array.from(
        { length: Math.floor(lambda / 2) },
        (_, k) => Math.log(lambda / 2 + 0.5) - Math.log(k + 1),
      );
    const total = raw.reduce((sum, w) => sum + w, 0);
    this.#weights = raw.map((w) => w / total);
    this.#mueff = 1 / this.#weights.reduce((sum, w) => sum + w * w, 0);
    this.#mean = mean;
    this.#sigma = sigma;
    this.#C = eye(n, n, FLOAT64);
    this.#B = eye(n, n, FLOAT64);
    this.#D = zeros([n], FLOAT64).fill(1);
    this.#pc = zeros([n], FLOAT64);
    this.#ps = zeros([n], FLOAT64);
  }

  /** Learning rates, of C from its path and from the candidates, and of both paths; the damping of sigma. */
  get #rates(): { c1: number; cmu: number; cc: number; cs: number; damps: number } {
    const n = this.#mean.count,
      mueff = this.#mueff,
      c1 = 2 / ((n + 1.3) ** 2 + mueff),
      cs = (mueff + 2) / (n + mueff + 5);
    return {
      c1,
      cmu: Math.min(1 - c1, 2 * (mueff - 2 + 1 / mueff) / ((n + 2) ** 2 + mueff)),
      cc: (4 + mueff / n) / (n + 4 + 2 * mueff / n),
      cs,
      damps: 2 * mueff / this.lambda + 0.3 + cs,
    };
  }

  /** Draws mean + sigma · B · D · normal, [lambda, n]. The axes are computed anew only after C has changed enough. */
  ask(): Tensor {
    const n = this.#mean.count, { c1, cmu } = this.#rates, { generator } = this;
    if ((this.generation - this.#decomposed) * this.lambda > this.lambda / (c1 + cmu) / n / 10) {
      this.#decomposed = this.generation;
      const [values, vectors] = symeig(this.#C, "V");
      this.#D = values.clamp(values.max() * 1e-15, Infinity).sqrt();
      this.#B = vectors;
    }
    const z = randn([this.lambda, n], generator === undefined ? FLOAT64 : { ...FLOAT64, generator });
    return mm(z.cmul(this.#D.view(1, n).expand(this.lambda, n)), this.#B.t()).mul(this.#sigma)
      .add(this.#mean.view(1, n).expand(this.lambda, n));
  }

  /** Moves mean, paths, C and sigma towards the better half of the candidates, and returns the values in order. */
  tell(candidates: Tensor, values: readonly number[]): number[] {
    const n = this.#mean.count, mueff = this.#mueff, { c1, cmu, cc, cs, damps } = this.#rates, sigma = this.#sigma;
    this.generation++;
    const order = values.map((_, k) => k).sort((a, b) => values[a]! === values[b]! ? a - b : values[a]! - values[b]!);
    const steps = zeros([this.#weights.length, n], FLOAT64), weighted = steps.clone(), y = zeros([n], FLOAT64);
    this.#weights.forEach((w, k) => {
      steps.select(0, k).copy(candidates.select(0, order[k]!)).add(-1, this.#mean);
      weighted.select(0, k).add(w, steps.select(0, k));
      y.add(w, steps.select(0, k));
    });
    this.#mean.add(y);

    // C^(−1/2) y = B D⁻¹ Bᵀ y
    const whitened = mv(this.#B, mv(this.#B.t(), y).cdiv(this.#D));
    this.#ps.mul(1 - cs).add(Math.sqrt(cs * (2 - cs) * mueff) / sigma, whitened);
    const length = this.#ps.dot(this.#ps);
    const stalled = length / (1 - (1 - cs) ** (2 * this.generation)) / n >= 2 + 4 / (n + 1);
    this.#pc.mul(1 - cc);
    if (!stalled) this.#pc.add(Math.sqrt(cc * (2 - cc) * mueff) / sigma, y);

    const c1a = stalled ? c1 * (1 - cc * (2 - cc)) : c1;
    this.#C.mul(1 - c1a - cmu).addr(c1, this.#pc, this.#pc).addmm(cmu / sigma ** 2, weighted.t(), steps);
    this.#sigma *= Math.exp(Math.min(0.6, cs / damps * (length / n - 1) / 2));
    return order.map((k) => values[k]!);
  }

  /** Whether the distribution can be drawn from. */
  get finite(): boolean {
    return this.#sigma * this.#D.max() < 1e100 && this.#C.norm(1) < 1e100;
  }

  /** Says why no better candidates are to be expected, or returns "". */
  exhausted(sorted: readonly number[]): string {
    const [shortest, longest] = [this.#D.min(), this.#D.max()];
    if (!this.finite) return "the distribution is too large";
    if (longest > 1e7 * shortest) return "the distribution is 1e7 times as long as wide";
    if (sorted.at(-1)! - sorted[0]! < 1e-12) return "the values differ by less than 1e-12";
    if (this.#sigma * longest < 1e-11) return "the distribution is smaller than 1e-11";
    return "";
  }

  toString(): string {
    const ratio = this.#D.max() / this.#D.min();
    return `axis ratio ${ratio.toPrecision(3)}, sigma ${this.#sigma.toPrecision(3)}`;
  }
}
