import type { Method, SettingsOf } from "./method.ts";
import type { ParameterGroup } from "./parameterized.ts";

/** What {@linkcode Optimizer} does beside the method. */
export interface OptimizerOptions {
  /** Largest norm of all gradients together, see `clipGradNorm`; no limit by default. */
  clipNorm?: number;
  /** Which norm: above 0, `Infinity` for the largest magnitude; 2 by default. */
  normType?: number;
  /** Largest magnitude of each element of the gradients, see `clipGradValue`; no limit by default. It comes before `clipNorm`. */
  clipValue?: number;
  /**
   * What a loss or gradient does that is NaN or infinite when a step begins: it is an error (`"throw"`, by default), the step is
   * left out (`"skip"`), or nobody looks (`"ignore"`), which saves one pass over the gradients.
   */
  onNonFinite?: "throw" | "skip" | "ignore";
}

/**
 * Parameters and the settings that hold for them.
 *
 * @typeParam M The method's type, as `typeof adam`.
 */
export type OptimizerGroup<M extends Method = Method> = ParameterGroup & SettingsOf<M>;
