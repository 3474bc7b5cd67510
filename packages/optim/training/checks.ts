import { checkDevice, checkInteger, checkOneOf, checkRange, describe } from "@taimatsu/tensor";
import type { TrainOptions } from "./train_options.ts";

/** Whether a value can be looped over with `for await`. */
export function isIterable(value: unknown): boolean {
  return typeof value === "object" && value !== null && (Symbol.iterator in value || Symbol.asyncIterator in value);
}

/** Checks that entries of an object have the methods that are needed. */
export function checkMethods(
  caller: string,
  options: object,
  needs: Readonly<Record<string, readonly string[]>>,
): void {
  for (const [name, methods] of Object.entries(needs)) {
    const value = (options as Record<string, Record<string, unknown> | undefined>)[name];
    const missing = methods.filter((method) => typeof value?.[method] !== "function");
    if (missing.length === 0) continue;
    const wanted = missing.map((method) => `${method}()`).join(" and ");
    throw new TypeError(`Cannot run ${caller}: ${name} must have ${wanted} but is ${describe(value)}`);
  }
}

/**
 * Checks the options.
 *
 * @throws {TypeError} If one is something else, or one that belongs to it is missing.
 * @throws {RangeError} If a number lies outside its range.
 */
export function checkTrainOptions<I, O, T>(options: TrainOptions<I, O, T>): void {
  checkMethods("train", options, {
    model: ["forward", "backward"],
    criterion: ["forward", "backward"],
    optimizer: ["zeroGrad", "step"],
  });
  for (const name of ["data", "evaluation"] as const) {
    const value: unknown = options[name];
    if (name === "evaluation" && value === undefined) continue;
    if (!isIterable(value) && typeof value !== "function") {
      throw new TypeError(`Cannot run train: ${name} must be iterable or a function but is ${describe(value)}`);
    }
  }
  if (options.metric !== undefined && options.evaluation === undefined) {
    throw new TypeError("Cannot run train: evaluation must be given for metric but is undefined");
  }
  if (options.device !== undefined) checkDevice("train", options.device);
  const { capture } = options;
  if (capture !== undefined) {
    if (typeof capture !== "function") {
      throw new TypeError(`Cannot run train: capture must be a function but is ${describe(capture)}`);
    }
    if (options.device === undefined) {
      throw new TypeError("Cannot run train: device must be given for capture but is undefined");
    }
    checkMethods("train", options, { criterion: ["lossTensor"] });
  }
  checkInteger("train", "epochs", options.epochs, 0);
  checkInteger("train", "patience", options.patience ?? 1, 1);
  checkRange("train", "minDelta", options.minDelta ?? 0, 0, Infinity);
  checkOneOf("train", "scheduleEach", options.scheduleEach ?? "epoch", ["epoch", "step"]);
  checkOneOf("train", "mode", options.mode ?? "min", ["min", "max"]);
}
