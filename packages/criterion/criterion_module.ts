import type { Activity } from "./activity.ts";

/** What criterions ask of a module that they run: those of `@taimatsu/nn` fit, and whatever else has these methods. */
export interface CriterionModule {
  /** Returns the output for an input. */
  forward(input: never): unknown;
  /** Returns the gradient of the loss with respect to the input. */
  backward(input: never, gradOutput: never): unknown;
  /** Returns the parameters and their gradients, if there are any. */
  parameters?(): readonly [readonly unknown[], readonly unknown[]];
}

/** What criterions of rewards ask of a module: that it takes them. */
export interface ReinforcedModule {
  /** Takes the reward of each sample, [batch]. */
  reinforce(reward: never): unknown;
}

/** Runs a module. */
export function runForward(module: CriterionModule, input: unknown): Activity {
  return module.forward(input as never) as Activity;
}

/** Runs a module's backward pass. */
export function runBackward(module: CriterionModule, input: unknown, gradOutput: unknown): Activity {
  return module.backward(input as never, gradOutput as never) as Activity;
}
