import type { Objective } from "@taimatsu/optim";
import { type Tensor, tensor } from "@taimatsu/tensor";

/** A function of a vector that methods can be tried on. Its lowest value is 0. */
export interface TestFunction {
  /** Its name. */
  name: string;
  /** Where the race begins. */
  start: readonly number[];
  /** Where the lowest value lies. */
  minimum: readonly number[];
  /** Returns the value and the gradient at a point, float64. */
  evaluate: Objective;
}

/** Returns a vector of numbers, float64. */
export function vector(values: readonly number[]): Tensor {
  return tensor([...values], { dtype: "float64" });
}
