import {
  adadelta,
  adagrad,
  adam,
  adamax,
  adamW,
  asgd,
  cg,
  cmaes,
  de,
  fista,
  lamb,
  lbfgs,
  lswolfe,
  type Method,
  nag,
  type Objective,
  rmsprop,
  rprop,
  sgd,
} from "@taimatsu/optim";
import { Generator, type Tensor } from "@taimatsu/tensor";

/** Goes on with a method: moves `x` by what the objective says there. */
export type Advance = (feval: Objective, x: Tensor) => unknown;

/** A method that takes part in the race. */
export interface Entrant {
  /** Its name on the command line. */
  name: string;
  /** Whether it needs a step size, which the race then chooses. */
  tuned: boolean;
  /** Begins, with a step size if it needs one; what is random begins with the seed. */
  begin(rate: number, seed: number): Advance;
}

/** A method with its settings and a state of its own. */
function bind(method: Method, settings: object): Advance {
  const state = {};
  return (feval, x) => method(feval, x, settings as never, state as never);
}

function tuned(name: string, method: Method, settings: (rate: number) => object): Entrant {
  return { name, tuned: true, begin: (rate) => bind(method, settings(rate)) };
}

function untuned(name: string, begin: (seed: number) => Advance): Entrant {
  return { name, tuned: false, begin: (_, seed) => begin(seed) };
}

/** How far from the start `cmaes` looks at first, and where `de` does. */
const SIGMA = 2, REGION = { minRegion: -6, maxRegion: 6 };

/** How far a call of a method goes that would end by itself: beyond the end of the race. */
const CALL = 1_000_000;

/** All methods. Those that descend have no weight decay, which would move the minimum. */
export const ENTRANTS: readonly Entrant[] = [
  tuned("sgd", sgd, (learningRate) => ({ learningRate })),
  tuned("momentum", sgd, (learningRate) => ({ learningRate, momentum: 0.9, dampening: 0 })),
  tuned("nag", nag, (learningRate) => ({ learningRate, momentum: 0.9 })),
  tuned("adam", adam, (learningRate) => ({ learningRate })),
  tuned("adamW", adamW, (learningRate) => ({ learningRate, weightDecay: 0, amsgrad: true })),
  tuned("adamax", adamax, (learningRate) => ({ learningRate })),
  tuned("adagrad", adagrad, (learningRate) => ({ learningRate })),
  tuned("adadelta", adadelta, (learningRate) => ({ learningRate })),
  tuned("rmsprop", rmsprop, (learningRate) => ({ learningRate })),
  tuned("rprop", rprop, (stepsize) => ({ stepsize, stepsizemin: 1e-12 })),
  tuned("asgd", asgd, (eta0) => ({ eta0, lambda: 0 })),
  tuned("lamb", lamb, (learningRate) => ({ learningRate, weightDecay: 0 })),
  untuned("lbfgs", () => bind(lbfgs, { lineSearch: lswolfe, tolFun: 0, tolX: 0 })),
  untuned("cg", () => bind(cg, { maxEval: CALL })),
  untuned("fista", () => {
    const state = {}; // nothing but a smooth part: the other one is 0, and its proximal step stays where it is
    return (feval, x) => fista(feval, () => 0, () => {}, x, { maxiter: CALL, errthres: 0 }, state);
  }),
  untuned("cmaes", (seed) => bind(cmaes, { sigma: SIGMA, generator: new Generator(seed) })),
  untuned("de", (seed) => bind(de, { ...REGION, maxFEs: CALL, generator: new Generator(seed) })),
];
