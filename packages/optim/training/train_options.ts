import type { Device, Tensor } from "@taimatsu/tensor";
import type { Batches } from "./batches.ts";

/** What is trained: a module of `@taimatsu/nn`, or anything with these methods. */
export interface TrainModel<I, O> {
  /** Computes the output. */
  forward(input: I): O;
  /** Adds to the gradients of the parameters. */
  backward(input: I, gradOutput: O): unknown;
  /** Called before training. */
  training?(): unknown;
  /** Called before evaluation. */
  evaluate?(): unknown;
}

/** What measures the loss: a criterion of `@taimatsu/criterion`. */
export interface TrainCriterion<O, T> {
  /** Returns the loss, the mean of the batch. */
  forward(output: O, target: T): number;
  /** Returns the gradient of the loss with respect to the output. */
  backward(output: O, target: T): O;
  /** Returns the loss in a tensor of one element; needed with `capture`. */
  lossTensor?(output: O, target: T): Tensor;
}

/** What moves the parameters: an `Optimizer`. */
export interface TrainOptimizer {
  /** Sets the gradients to 0. */
  zeroGrad(): void;
  /** Moves the parameters; the closure computes loss and gradients. */
  step(closure: () => number): number;
}

/** Work that was recorded, such as a `Graph` of `@taimatsu/cuda`. */
export interface Recorded {
  /** Does it again. */
  launch(): void;
  /** Frees it. */
  [Symbol.dispose]?(): void;
}

/** Where a training stands after a step. */
export interface TrainStep<I = unknown, O = unknown, T = unknown> {
  /** Number of the epoch, from 0. */
  epoch: number;
  /** Number of epochs. */
  epochs: number;
  /** Number of the step in the epoch, from 0. */
  step: number;
  /** Number of steps of an epoch; `undefined` in the first. */
  steps: number | undefined;
  /** Loss of the batch before the step. */
  loss: number;
  /** Input of the batch. */
  input: I;
  /** Target of the batch. */
  target: T;
  /** Output for the batch before the step, for meters. A module overwrites it in the next step. */
  output: O;
}

/** What is known of an epoch. */
export interface TrainEpoch {
  /** Number of the epoch, from 0. */
  epoch: number;
  /** Mean loss of the batches, each before its step. */
  loss: number;
  /** Mean loss of the evaluation data. */
  evaluationLoss?: number;
  /** Mean metric of the evaluation data. */
  metric?: number;
  /** Whether it is the best epoch so far. */
  best: boolean;
  /** Time from its beginning to the end of evaluation. */
  seconds: number;
  /** Time of its steps alone, with the making of their batches. */
  trainSeconds: number;
}

/** What {@linkcode train} returns. */
export interface TrainHistory {
  /** All epochs that were finished. */
  epochs: TrainEpoch[];
  /** The best of them. */
  best: TrainEpoch | undefined;
  /** Why the training ended: all epochs are done, patience is at its end, a hook returned `false`, or the signal came. */
  reason: "epochs" | "patience" | "hook" | "signal";
}

/** What {@linkcode train} takes. Hooks may be asynchronous: they are waited for. */
export interface TrainOptions<I, O, T> {
  /** What is trained. */
  model: TrainModel<I, O>;
  /** What measures the loss. */
  criterion: TrainCriterion<O, T>;
  /** What moves the parameters. */
  optimizer: TrainOptimizer;
  /** The batches of an epoch, or a function that returns them, for a new order each time. */
  data: Batches<I, T> | ((epoch: number) => Batches<I, T>);
  /** Number of epochs. */
  epochs: number;
  /** Where the model is: batches are copied there, also those of `evaluation`; they stay where they are unless given. */
  device?: Device;
  /**
   * Records the computation of loss and gradients, to be launched for each batch of the same size: `cuda.graph`, with `device`.
   * The recorder may run it a few times more, which layers that keep running means notice.
   */
  capture?: (fn: () => unknown) => Recorded;
  /** Sets learning rates; after each epoch it is given the evaluation loss, or the loss without evaluation data. */
  schedule?: { step(metric?: number): void };
  /** Whether the schedule goes on after each epoch or each step, where it is given the batch's loss; `"epoch"` by default. */
  scheduleEach?: "epoch" | "step";
  /** Batches that are evaluated after each epoch. */
  evaluation?: Batches<I, T> | ((epoch: number) => Batches<I, T>);
  /** What is measured in the evaluation beside the loss, such as accuracy: the mean of a batch. */
  metric?: (output: O, target: T) => number;
  /** Number of examples in a batch, by which means over batches are weighted; all count the same by default. */
  batchSize?: (input: I, target: T) => number;
  /** Whether the best epoch is the lowest or the highest: in the metric, else the evaluation loss, else the loss. `"max"` by
   * default for a metric, `"min"` for a loss. */
  mode?: "min" | "max";
  /** Number of epochs in a row without a new best after which the training ends; without it all epochs are done. */
  patience?: number;
  /** By how much a new best must differ from the last; 0 by default. */
  minDelta?: number;
  /** Ends the training when it is aborted: after the current step or evaluation. */
  signal?: AbortSignal;
  /** Called before the first epoch. */
  onStart?: () => unknown;
  /** Called after each step; `false` ends the training. */
  onStep?: (step: TrainStep<I, O, T>) => unknown;
  /** Called after each step, to show how far it is. */
  progress?: (step: TrainStep<I, O, T>) => void;
  /** Called after each epoch, to save what is needed, before `onEpoch`. */
  checkpoint?: (epoch: TrainEpoch) => unknown;
  /** Called after each epoch; `false` ends the training. */
  onEpoch?: (epoch: TrainEpoch) => unknown;
  /** Called at the end, also when the training ends early. */
  onEnd?: (history: TrainHistory) => unknown;
}
