// What batch optimizers share.
import { checkFinite, checkRange, emptyLike, type Tensor } from "@taimatsu/tensor";
import { checkCompanion, evaluateAt } from "./kernels.ts";
import type { Objective, ValueObjective } from "./objective.ts";

/** Returns the elements of a contiguous tensor as one dimension over the same memory. */
export function flatten(x: Tensor): Tensor {
  return x.shape.length === 1 ? x : x.view(x.count);
}

/**
 * Asks for the value and the flat gradient at `x`, which both must be finite.
 *
 * @throws {TypeError} If what comes back is something else.
 * @throws {RangeError} If the value or the gradient is not finite.
 */
export function evaluateStart(caller: string, feval: Objective, x: Tensor): [number, Tensor] {
  const [loss, gradient] = evaluateAt(caller, feval, x);
  checkFinite(caller, "the loss at the start", loss);
  checkFinite(caller, "the 1-norm of the gradient at the start", gradient.norm(1));
  return [loss, flatten(gradient)];
}

/**
 * Asks for a value alone.
 *
 * @throws {TypeError} If what comes back does not begin with a number.
 */
export function valueAt(caller: string, name: string, f: ValueObjective, x: Tensor): number {
  const result = f(x), value: unknown = Array.isArray(result) ? result[0] : result;
  if (typeof value !== "number") {
    throw new TypeError(`Cannot run ${caller}: ${name} must return a number but returned ${typeof value}`);
  }
  return value;
}

/**
 * Returns a flat work tensor like `x` that lies in `state` under a name; it is made at first use.
 *
 * @throws {TypeError} If the one in `state` does not belong to `x`.
 */
export function workspace<K extends string>(
  caller: string,
  state: Partial<Record<K, Tensor>>,
  name: K,
  x: Tensor,
): Tensor {
  const kept = state[name];
  if (kept === undefined) return state[name] = emptyLike(flatten(x));
  checkCompanion(caller, `state.${name}`, x, kept);
  return flatten(kept);
}

/**
 * Checks that a number lies between two others and is neither of them.
 *
 * @throws {TypeError} If it is not a number.
 * @throws {RangeError} If it is NaN or does not lie between them.
 */
export function checkBetween(caller: string, name: string, value: number, low: number, high: number = Infinity): void {
  checkRange(caller, name, value, low, high);
  if (value > low && value < high) return;
  const wanted = high === Infinity ? `above ${low} and finite` : `above ${low} and below ${high}`;
  throw new RangeError(`Cannot run ${caller}: ${name} must be ${wanted} but is ${value}`);
}

/** Runs `body`; if it throws, `x` gets its elements back from `before`, where they are kept meanwhile. */
export function restoring<T>(x: Tensor, before: Tensor, body: () => T): T {
  before.copy(x);
  try {
    return body();
  } catch (error) {
    x.copy(before);
    throw error;
  }
}
