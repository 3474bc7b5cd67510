import type { Tensor } from "@taimatsu/tensor";
import type { Objective } from "../objective.ts";

/**
 * An optimization method as a function `(feval, x, config, state)`: it asks the objective for the value and the gradient at `x`
 * and moves `x` in place, by the settings in `config`; what it keeps lies in `state`. `sgd`, `adam` and every function of this form
 * are methods. Batch methods, such as `lbfgs`, return more than the parameters and the values: nobody looks at it. When the
 * objective throws, a method must leave `x` and `state` as they were.
 */
export type Method = (feval: Objective, x: Tensor, config: never, state: never) => readonly [
  x: Tensor,
  losses: number[],
  ...more: unknown[],
];

/**
 * Settings of a method.
 *
 * @typeParam M The method's type, as `typeof adam`.
 */
export type SettingsOf<M extends Method> = [Parameters<M>[2]] extends [never] ? object : NonNullable<Parameters<M>[2]>;
