// Every optimization method with settings that it takes, and calls of it with whatever comes.
import { type Tensor, zeros } from "@taimatsu/tensor";
import * as O from "../mod.ts";
import type { Draw } from "./draw.ts";

/** A function that is asked for values; it may return anything. */
export type Answer = (x: Tensor, ...more: unknown[]) => unknown;

/** How a method is called. */
export interface Kind {
  readonly name: string;
  /** Valid settings by their names, for n parameters. */
  readonly settings: Readonly<Record<string, (draw: Draw, n: number, x: Tensor) => unknown>>;
  /** Settings that must be given. */
  readonly needed?: readonly string[];
  /** What it keeps that a later call relies on. */
  readonly states: readonly string[];
  /** What it keeps that each call writes anew. */
  readonly work: readonly string[];
  run(answer: Answer, x: Tensor, config: unknown, state: unknown): unknown;
}

type Loose = (...args: unknown[]) => unknown;

const share = (draw: Draw): number => draw.oneOf([0, 0.5, 0.875, 0.9375]);
const rate = (draw: Draw): number => draw.oneOf([0, 0.125, 0.01, 0.5]);
const decay = (draw: Draw): number => draw.oneOf([0, 0.25, 0.01]);
const small = (draw: Draw): number => draw.oneOf([1e-8, 1e-4, 0.25]);
const flag = (draw: Draw): boolean => draw.chance(2);
const rates = (draw: Draw, _n: number, x: Tensor): Tensor => draw.numbers(x.size(), x.dtype).abs();
const count = (draw: Draw): number => draw.int(1, 8);

/** A method of the form (feval, x, config, state). */
function plain(
  name: keyof typeof O,
  settings: Kind["settings"],
  states: readonly string[],
  work: readonly string[] = [],
  needed: readonly string[] = [],
): Kind {
  const method = O[name] as unknown as Loose;
  const run: Kind["run"] = (answer, x, config, state) =>
    state === config ? method(answer, x, config) : method(answer, x, config, state);
  return { name, settings, states, work: ["scalars", ...work], needed, run };
}

/** Methods that move by one gradient a step. */
export const FIRST_ORDER: readonly Kind[] = [
  plain("sgd", {
    learningRate: rate,
    learningRateDecay: decay,
    weightDecay: decay,
    momentum: share,
    dampening: share,
    nesterov: (draw) => draw.chance(9),
    weightDecays: rates,
    learningRates: rates,
  }, ["evalCounter", "dfdx"]),
  plain("adam", {
    learningRate: rate,
    learningRateDecay: decay,
    beta1: share,
    beta2: share,
    epsilon: small,
    weightDecay: decay,
  }, ["t", "m", "v"]),
  plain("adamW", {
    learningRate: rate,
    learningRateDecay: decay,
    beta1: share,
    beta2: share,
    epsilon: small,
    weightDecay: decay,
    amsgrad: flag,
  }, ["t", "m", "v", "vmax"]),
  plain("adamax", {
    learningRate: rate,
    beta1: share,
    beta2: share,
    epsilon: small,
    weightDecay: decay,
  }, ["t", "m", "u"]),
  plain("adagrad", { learningRate: rate, learningRateDecay: decay, epsilon: small, weightDecay: decay }, [
    "evalCounter",
    "paramVariance",
  ]),
  plain("adadelta", { rho: share, eps: small, learningRate: rate, weightDecay: decay }, [
    "evalCounter",
    "paramVariance",
    "accDelta",
  ]),
  plain("rmsprop", {
    learningRate: rate,
    alpha: share,
    epsilon: small,
    weightDecay: decay,
    initialMean: decay,
  }, ["m"]),
  plain("rprop", {
    stepsize: rate,
    etaplus: (draw) => draw.oneOf([1, 1.25, 2]),
    etaminus: (draw) => draw.oneOf([0.25, 0.5, 1]),
    stepsizemax: (draw) => draw.oneOf([1, 50]),
    stepsizemin: (draw) => draw.oneOf([0, 1e-6]),
    niter: (draw) => draw.int(1, 3),
  }, ["delta", "stepsizes"]),
  plain(
    "nag",
    {
      learningRate: rate,
      learningRateDecay: decay,
      weightDecay: decay,
      momentum: (draw) => draw.oneOf([0.5, 0.875]),
      learningRates: rates,
    },
    ["evalCounter", "dfdx"],
    ["before", "ahead"],
  ),
  plain("asgd", { eta0: rate, lambda: decay, alpha: share, t0: (draw) => draw.int(0, 3) }, ["t", "ax"]),
  plain(
    "lamb",
    {
      learningRate: rate,
      learningRateDecay: decay,
      beta1: share,
      beta2: share,
      epsilon: small,
      weightDecay: decay,
      sizes: (draw, n) => {
        const first = draw.int(0, n);
        return [first, n - first];
      },
    },
    ["t", "m", "v"],
    ["layers"],
  ),
];

/** Methods that evaluate as often as they like. */
export const BATCH: readonly Kind[] = [
  plain(
    "lbfgs",
    {
      maxIter: count,
      maxEval: count,
      tolFun: small,
      tolX: small,
      nCorrection: count,
      learningRate: (draw) => draw.oneOf([0.5, 1]),
      lineSearch: () => O.lswolfe,
      lineSearchOptions: () => ({ maxIter: 5 }),
    },
    ["funcEval", "nIter", "t", "oldDirs", "oldStps", "spare", "Hdiag", "fOld", "ro", "al"],
    ["d", "gOld", "tmp1", "start"],
  ),
  plain(
    "cg",
    {
      rho: (draw) => draw.oneOf([0.01, 0.25]),
      sig: (draw) => draw.oneOf([0.5, 0.75]),
      int: (draw) => draw.oneOf([0.1, 0.25]),
      ext: (draw) => draw.oneOf([2, 3]),
      maxIter: count,
      ratio: (draw) => draw.oneOf([10, 100]),
      maxEval: count,
    },
    [],
    ["df0", "df1", "df2", "df3", "s", "x0", "start"],
  ),
  {
    name: "fista",
    settings: {
      L: (draw) => draw.oneOf([0.1, 2]),
      Lstep: (draw) => draw.oneOf([1.5, 2]),
      maxiter: count,
      maxline: count,
      errthres: small,
      doFistaUpdate: flag,
    },
    states: [],
    work: ["xkm", "y", "ply", "gfy", "start"],
    run: (answer, x, config, state) => {
      const prior = (y: Tensor) => answer(y, "prior"), near = (y: Tensor) => answer(y, "near");
      return (O.fista as unknown as Loose)(answer, prior, near, x, config, ...(state === config ? [] : [state]));
    },
  },
  plain(
    "cmaes",
    {
      sigma: (draw) => draw.oneOf([0.5, 1]),
      maxEval: (draw) => draw.int(1, 40),
      ftarget: (draw) => draw.oneOf([-1, 0.5]),
      popsize: (draw) => draw.int(2, 6),
      minIterations: count,
      generator: (draw) => draw.generator().generator,
    },
    [],
    [],
    ["sigma", "maxEval", "generator"],
  ),
  plain(
    "de",
    {
      popsize: (draw) => draw.int(4, 8),
      scaleFactor: (draw) => draw.oneOf([0.5, 2]),
      crossoverRate: (draw) => draw.oneOf([0, 0.9, 1]),
      maxFEs: (draw) => draw.int(10, 30),
      maxRegion: (draw) => draw.oneOf([1, 30]),
      minRegion: (draw) => draw.oneOf([-1, 0]),
      strategy: (draw) => draw.oneOf(["rand/1/bin", "best/1/bin"]),
      generator: (draw) => draw.generator().generator,
    },
    [],
    [],
    ["maxFEs", "popsize"],
  ),
];

/** Functions that are asked once and keep nothing. */
export const OTHERS: readonly Kind[] = [
  {
    name: "lswolfe",
    settings: {
      t: (draw) => draw.oneOf([0.5, 1, 10]),
      d: (_draw, _n, x) => x.clone().mul(-1),
      f: (draw) => draw.oneOf([1, 100]),
      g: (_draw, _n, x) => x.clone(),
      gtd: (draw) => draw.oneOf([-1, -10]),
      options: (draw) => ({
        c1: 1e-4,
        c2: draw.oneOf([0.5, 0.9]),
        tolX: small(draw),
        maxIter: count(draw),
      }),
    },
    needed: ["t", "d", "f", "g", "gtd"],
    states: [],
    work: [],
    run: (answer, x, config) => {
      const { t, d, f, g, gtd, options } = (config ?? {}) as Record<string, unknown>;
      return (O.lswolfe as unknown as Loose)(answer, x, t, d, f, g, gtd, options);
    },
  },
  {
    name: "checkgrad",
    settings: { eps: (draw) => draw.oneOf([0.01, 0.5]) },
    needed: ["eps"],
    states: [],
    work: [],
    run: (answer, x, config) =>
      (O.checkgrad as unknown as Loose)(answer, x, ...Object.values((config ?? {}) as object).slice(0, 1)),
  },
  {
    name: "polyinterp",
    settings: {
      low: (draw) => draw.int(-5, 0),
      high: (draw) => draw.int(0, 5),
      points: (draw) => Array.from({ length: draw.int(1, 4) }, (_, k) => [k, draw.int(-3, 3), draw.int(-3, 3)]),
    },
    needed: ["points"],
    states: [],
    work: [],
    run: (_answer, _x, config) => {
      const { points, low, high } = (config ?? {}) as Record<string, unknown>;
      return (O.polyinterp as unknown as Loose)(points, low, high);
    },
  },
];

/** All of them. */
export const KINDS: readonly Kind[] = [...FIRST_ORDER, ...BATCH, ...OTHERS];

/** ½ |x|², with its gradient where one is asked for. */
export function bowl(x: Tensor, wanted?: unknown): unknown {
  if (wanted === "prior") return 0;
  if (wanted === "near") return undefined;
  return [x.nElement() === 0 ? 0 : x.dot(x) / 2, x.nElement() === 0 ? zeros(x.size(), { dtype: x.dtype }) : x.clone()];
}

/** Draws valid settings: all that are needed, others or not. */
export function settingsOf(kind: Kind, draw: Draw, x: Tensor): Record<string, unknown> {
  const n = x.nElement(), names = Object.keys(kind.settings);
  const chosen = names.filter((name) => kind.needed?.includes(name) || draw.chance(2));
  const config = Object.fromEntries(chosen.map((name) => [name, kind.settings[name]!(draw, n, x)]));
  if (config.nesterov === true) Object.assign(config, { momentum: 0.5, dampening: 0 });
  return config;
}
