import type { Tensor } from "@taimatsu/tensor";

/**
 * What is minimized: returns its value at `x` and the gradient there, sized like `x`. It is called with the parameters that the
 * optimizer moves, usually the flat ones of a net.
 */
export type Objective = (x: Tensor) => readonly [number, Tensor];

/**
 * What is minimized without a gradient: returns its value at `x`, alone or in front of a gradient that is not looked at. Any
 * {@linkcode Objective} will do.
 */
export type ValueObjective = (x: Tensor) => number | readonly [number, Tensor?];

/** What an optimizer returns: the parameters, moved in place, and the values of the objective that it saw. */
export type Step = [x: Tensor, losses: number[]];

/**
 * What a batch optimizer returns: the parameters, moved in place, the values of the objective from the first to the last, and how
 * often the objective was asked.
 */
export type BatchStep = [x: Tensor, losses: number[], evaluations: number];
