import { checkFinite, checkInteger, describe, type Generator, randperm, type Tensor } from "@taimatsu/tensor";
import type { AnyModule } from "../module.ts";
import type { Activity } from "../options.ts";

/** What {@linkcode StochasticGradient} needs of a criterion. */
export interface TrainingCriterion<T = Activity> {
  /** Returns the loss of an output. */
  forward(output: Activity, target: T): number;
  /** Returns the gradient of the loss with respect to the output. */
  backward(output: Activity, target: T): Activity;
}

/** An input and what the output for it should be. */
export type Example<T = Activity> = readonly [input: Activity, target: T];

/** Examples, counted from 0: a list of them or an object that makes them. */
export type Dataset<T = Activity> = readonly Example<T>[] | {
  /** Returns the number of examples. */
  size(): number;
  /** Returns an example. */
  get(index: number): Example<T>;
};

/**
 * Trains a module example by example: after each one the parameters move against the gradient of its loss.
 *
 * Torch7: `StochasticGradient.lua`. For other methods, and for batches of one's own, call `forward` and `backward` in a loop and
 * hand the parameters of `getParameters()` to `@taimatsu/optim`.
 *
 * @typeParam T Targets: tensors unless given.
 *
 * @example Usage
 * ```ts
 * import { Linear, StochasticGradient } from "@taimatsu/nn";
 * import { tensor, type Tensor } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * // (y − t)²
 * const criterion = {
 *   forward: (y: Tensor, t: number) => (y.get(0) - t) ** 2,
 *   backward: (y: Tensor, t: number) => tensor([2 * (y.get(0) - t)]),
 * };
 * const trainer = new StochasticGradient<number>(new Linear(1, 1), criterion);
 * trainer.learningRate = 0.1;
 * trainer.verbose = false;
 * assert(trainer.train([[tensor([1]), 3], [tensor([-1]), 1]]) < 0.01);
 * ```
 */
export class StochasticGradient<T = Activity> {
  /** What is trained. */
  module: AnyModule;
  /** What measures the loss. */
  criterion: TrainingCriterion<T>;
  /** Factor of the gradients. */
  learningRate = 0.01;
  /** The factor of iteration i, counted from 1, is learningRate / (1 + i · learningRateDecay), for the first one without decay. */
  learningRateDecay = 0;
  /** How often all examples are shown; from 0 downwards until a hook returns `false`. */
  maxIteration = 25;
  /** Whether the examples come in a random order, drawn once. */
  shuffleIndices = true;
  /** Source of that order; the default generator if `undefined`. */
  generator: Generator | undefined = undefined;
  /** Whether {@linkcode log} is called. */
  verbose = true;
  /** Where lines about the progress go. */
  log: (line: string) => void = console.log;
  /** Called after each example; `false` ends the training. */
  hookExample: ((trainer: this, example: Example<T>) => unknown) | undefined = undefined;
  /** Called after each iteration, counted from 1, with the mean loss; `false` ends the training. */
  hookIteration: ((trainer: this, iteration: number, meanLoss: number) => unknown) | undefined = undefined;

  /** Keeps the module and the criterion. */
  constructor(module: AnyModule, criterion: TrainingCriterion<T>) {
    this.module = module;
    this.criterion = criterion;
  }

  /**
   * Trains until `maxIteration`, or until a hook returns `false`.
   *
   * @param dataset The examples.
   * @returns The mean loss of the last iteration.
   * @throws {TypeError} If there are no examples, or one is no pair.
   * @throws {RangeError} If a field lies outside its range.
   */
  train(dataset: Dataset<T>): number {
    const { size, get } = readerOf(dataset), say = (line: string): void => this.verbose ? this.log(line) : undefined;
    checkFinite("StochasticGradient.train", "learningRate", this.learningRate);
    checkFinite("StochasticGradient.train", "learningRateDecay", this.learningRateDecay);
    checkInteger("StochasticGradient.train", "maxIteration", this.maxIteration, -Infinity);
    const order = this.shuffleIndices ? shuffled(size, this.generator) : undefined;
    let rate = this.learningRate;
    say("# StochasticGradient: training");
    for (let iteration = 1;; iteration++) {
      let total = 0;
      for (let k = 0; k < size; k++) {
        const example = get(order === undefined ? k : order[k]!);
        total += this.step(example, rate);
        if (this.hookExample?.(this, example) === false) return total / (k + 1);
      }
      const mean = total / size;
      if (this.hookIteration?.(this, iteration, mean) === false) return mean;
      say(`# current error = ${mean}`);
      rate = this.learningRate / (1 + (iteration + 1) * this.learningRateDecay);
      if (this.maxIteration > 0 && iteration >= this.maxIteration) {
        say("# StochasticGradient: you have reached the maximum number of iterations");
        say(`# training error = ${mean}`);
        return mean;
      }
    }
  }

  /** Shows one example, changes the parameters and returns the loss. */
  step([input, target]: Example<T>, learningRate: number): number {
    const { module, criterion } = this, output = module.forward(input), loss = criterion.forward(output, target);
    module.backwardUpdate(input, criterion.backward(output, target), learningRate);
    return loss;
  }
}

/** Returns positions in a random order. */
function shuffled(n: number, generator: Generator | undefined): number[] {
  const order: Tensor = randperm(n, generator && { generator });
  return order.toArray() as number[];
}

/** Returns how many examples there are and what gets them, both checked. */
function readerOf<T>(dataset: Dataset<T>): { size: number; get: (index: number) => Example<T> } {
  const caller = "StochasticGradient.train";
  if (!Array.isArray(dataset) && (typeof dataset !== "object" || dataset === null || !("get" in dataset))) {
    throw new TypeError(
      `Cannot run ${caller}: dataset must be a list or have size() and get() but is ${describe(dataset)}`,
    );
  }
  const size = Array.isArray(dataset) ? dataset.length : (dataset as { size(): number }).size();
  checkInteger(caller, "the number of examples", size, 1);
  const at = Array.isArray(dataset)
    ? (index: number): Example<T> => dataset[index]
    : (index: number): Example<T> => (dataset as { get(index: number): Example<T> }).get(index);
  const get = (index: number): Example<T> => {
    const example: unknown = at(index);
    if (Array.isArray(example) && example.length === 2) return example as unknown as Example<T>;
    throw new TypeError(`Cannot run ${caller}: example ${index} must be [input, target] but is ${describe(example)}`);
  };
  return { size, get };
}
