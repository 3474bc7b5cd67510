import type { Tensor } from "@taimatsu/tensor";
import type { Objective, Step } from "../objective.ts";

/**
 * An optimization method as a function: asks the objective for the value and the gradient at `x` and moves `x` in place. `sgd`,
 * `adam` and every function of this form work.
 *
 * @typeParam C Its settings.
 */
export type Method<C extends object = object> = (feval: Objective, x: Tensor, config: C, state: never) => Step;
