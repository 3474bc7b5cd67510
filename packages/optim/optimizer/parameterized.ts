import type { Tensor } from "@taimatsu/tensor";

/** What has parameters: every module of `@taimatsu/nn` does. */
export interface Parameterized {
  /** Returns the parameters and, in the same order, their gradients. */
  parameters(): [parameters: Tensor[], gradients: Tensor[]];
}

/** Parameters with settings of their own. */
export interface ParameterGroup {
  /** What is moved. */
  parameters: readonly Tensor[];
  /** The gradients, in the same order and of the same sizes. */
  gradients: readonly Tensor[];
  /** Names of the parameters, for messages. */
  names?: readonly string[];
}
