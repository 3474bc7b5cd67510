// What schedules share: checks and the cosine.
import { checkFinite, checkRange, describe } from "@taimatsu/tensor";
import { checkList } from "../optimizer/state.ts";

/**
 * Checks a number of steps in a state.
 *
 * @throws {TypeError} If it is no integer from 0.
 */
export function checkCount(caller: string, name: string, value: unknown): asserts value is number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) {
    throw new TypeError(`Cannot run ${caller}: ${name} must be an integer from 0 but is ${describe(value)}`);
  }
}

/**
 * Checks learning rates in a state.
 *
 * @throws {TypeError} If they are no list of so many finite numbers.
 */
export function checkRates(caller: string, name: string, value: unknown, n: number): asserts value is number[] {
  checkList(caller, name, value, n);
  const wrong = value.find((rate) => !Number.isFinite(rate));
  if (wrong !== undefined || value.includes(undefined)) {
    throw new TypeError(`Cannot run ${caller}: ${name} must hold finite numbers but has ${describe(wrong)}`);
  }
}

/**
 * Checks a learning rate or a factor of one.
 *
 * @throws {RangeError} If it is not finite or negative.
 */
export function checkRate(caller: string, name: string, value: number): void {
  checkFinite(caller, name, value);
  checkRange(caller, name, value, 0, Infinity);
}

/** Returns the value between `from` and `to` along half a cosine. */
export function cosine(from: number, to: number, share: number): number {
  return to + (from - to) * (1 + Math.cos(Math.PI * share)) / 2;
}

/**
 * Checks a learning rate, or one for each group.
 *
 * @throws {TypeError} If the list is not as long as the groups.
 * @throws {RangeError} If a learning rate is not finite or negative.
 */
export function checkLevels(caller: string, name: string, value: number | readonly number[], n: number): void {
  if (typeof value !== "number" && (!Array.isArray(value) || value.length !== n)) {
    const found = Array.isArray(value) ? `has ${value.length}` : `is ${describe(value)}`;
    throw new TypeError(`Cannot run ${caller}: ${name} must be a number or a list of ${n} numbers but ${found}`);
  }
  for (const rate of typeof value === "number" ? [value] : value) checkRate(caller, name, rate);
}
