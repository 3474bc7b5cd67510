import { cg, lbfgs, lswolfe, type Method } from "@taimatsu/optim";

/** The batch methods that fit the regression, with their settings: about ten evaluations a step. */
export const SOLVERS: Readonly<Record<string, { method: Method; settings: object }>> = {
  lbfgs: { method: lbfgs, settings: { lineSearch: lswolfe, maxIter: 10, nCorrection: 10 } },
  cg: { method: cg, settings: { maxEval: 10 } },
};
