// What optimizers share on the way to the native library.
import {
  checkFinite,
  checkFloat,
  checkInteger,
  checkRange,
  checkSameSize,
  checkSameType,
  checkTensor,
  cpu,
  type Device,
  empty,
  FLOAT64,
  formatSize,
  isTensor,
  type Tensor,
} from "@taimatsu/tensor";
import { frame, kernelsFrom, numberOf, type Op, putSize, skip, type Symbols } from "@taimatsu/tensor/native";
import { checkObject } from "./check_object.ts";
import type { Objective } from "./objective.ts";
import { OPTIM_SYMBOLS } from "./symbols.ts";

/** Returns the optimizers' kernels on a device; the last device's are at hand. */
export const kernelsOf: (device: Device) => Symbols<typeof OPTIM_SYMBOLS> = kernelsFrom(OPTIM_SYMBOLS);

/**
 * Checks what an optimizer moves: a contiguous float32 or float64 tensor; and that settings and state are objects.
 *
 * @throws {TypeError} If one is something else.
 */
export function checkParameters(caller: string, x: Tensor, config: unknown = x, state: unknown = config): void {
  checkTensor(caller, "x", x);
  checkFloat(caller, "x", x);
  if (!x.dense) {
    throw new TypeError(`Cannot run ${caller}: x must be contiguous but has the strides ${formatSize(x.strides)}`);
  }
  checkObject(caller, "config", config);
  if (state !== config) checkObject(caller, "state", state);
}

/**
 * Checks a tensor that belongs to the parameters element by element.
 *
 * @throws {TypeError} If its size or dtype differs, or it is not contiguous.
 */
export function checkCompanion(caller: string, name: string, x: Tensor, companion: Tensor): void {
  checkTensor(caller, name, companion);
  if (companion.store.code !== x.store.code || companion.store.device !== x.store.device) {
    checkSameType(caller, { x, [name]: companion });
  }
  if (companion.count !== x.count) checkSameSize(caller, { x, [name]: companion });
  if (!companion.dense) {
    const strides = formatSize(companion.strides);
    throw new TypeError(`Cannot run ${caller}: ${name} must be contiguous but has the strides ${strides}`);
  }
}

/**
 * Checks a setting: a finite number from 0 on.
 *
 * @param high The largest that is allowed.
 * @throws {RangeError} If it is NaN or outside.
 */
export function checkSetting(caller: string, name: string, value: number, high: number = Infinity): void {
  checkFinite(caller, name, value);
  checkRange(caller, name, value, 0, high);
}

/**
 * Checks a share that is kept from step to step: from 0 to below 1.
 *
 * @throws {RangeError} If it is NaN or outside.
 */
export function checkShare(caller: string, name: string, value: number): void {
  checkSetting(caller, name, value, 1);
  if (value === 1) throw new RangeError(`Cannot run ${caller}: ${name} must be below 1 but is 1`);
}

/**
 * Checks the settings of methods that keep means of the gradient and of its square: Adam and what came of it.
 *
 * @throws {RangeError} If one is NaN or outside its range.
 */
export function checkMomentSettings(
  caller: string,
  learningRate: number,
  learningRateDecay: number,
  beta1: number,
  beta2: number,
  epsilon: number,
  weightDecay: number,
): void {
  checkSetting(caller, "learningRate", learningRate);
  checkSetting(caller, "learningRateDecay", learningRateDecay);
  checkShare(caller, "beta1", beta1);
  checkShare(caller, "beta2", beta2);
  checkSetting(caller, "epsilon", epsilon);
  checkSetting(caller, "weightDecay", weightDecay);
}

/**
 * Returns a number of steps from a state; 0 if there is none yet.
 *
 * @throws {TypeError} If it is no number.
 * @throws {RangeError} If it is no integer from 0.
 */
export function countOf(caller: string, name: string, count: number | undefined): number {
  if (count === undefined) return 0;
  checkInteger(caller, name, count, 0);
  return count;
}

/**
 * Returns the size of a step.
 *
 * @throws {RangeError} If it is not finite, because settings that are finite overflow together.
 */
export function stepSize(caller: string, size: number): number {
  checkFinite(caller, "the step size", size);
  return size;
}

/**
 * Asks for the value and the gradient at `x`.
 *
 * @throws {TypeError} If what comes back is something else, or the gradient does not belong to `x`.
 */
export function evaluateAt(caller: string, feval: Objective, x: Tensor): readonly [number, Tensor] {
  if (typeof feval !== "function") {
    throw new TypeError(`Cannot run ${caller}: the objective must be a function but is ${typeof feval}`);
  }
  const result = feval(x);
  if (!Array.isArray(result) || typeof result[0] !== "number") {
    const found = Array.isArray(result) ? `a list that begins with ${typeof result[0]}` : typeof result;
    throw new TypeError(
      `Cannot run ${caller}: the objective must return a number and the gradient but returned ${found}`,
    );
  }
  checkCompanion(caller, "the gradient", x, result[1]);
  return result as [number, Tensor];
}

const size = [0];

/** Describes a tensor that belongs to the parameters, as operand `k` of n elements. */
export function putFlat(k: number, x: Tensor): void {
  size[0] = x.count;
  putSize(k, x, size);
}

/**
 * Moves the parameters by a step of `native/ops/step.def`. `a`, `b` and `c` are its states, `scalars` its numbers.
 *
 * @throws {Error} If the native library refuses.
 */
export function runStep(op: Op, x: Tensor, gradient: Tensor, scalars: Tensor, a: Tensor, b?: Tensor, c?: Tensor): void {
  const { device } = x.store, numbers = numbersOn(device, scalars);
  putFlat(0, x);
  putFlat(1, gradient);
  putFlat(2, a);
  if (b === undefined) skip(3);
  else putFlat(3, b);
  if (c === undefined) skip(4);
  else putFlat(4, c);
  putFlat(5, numbers);
  const status = kernelsOf(device).tm_step(
    numberOf(op),
    x.store.block.arg,
    gradient.store.block.arg,
    a.store.block.arg,
    b === undefined ? null : b.store.block.arg,
    c === undefined ? null : c.store.block.arg,
    numbers.store.block.arg,
    frame,
  );
  if (status !== 0) throw device.error(status);
}

/** Returns the tensor of the `n` numbers of a step, on the CPU: it is made once and written anew at each step. */
export function scalarsOf(state: { scalars?: Tensor }, n: number): Tensor {
  const { scalars } = state;
  if (
    isTensor(scalars) && scalars.count === n && scalars.dense && scalars.store.code === FLOAT64 &&
    scalars.store.device === cpu && scalars.store.block.arg !== null
  ) {
    return scalars;
  }
  return state.scalars = empty([n], { dtype: "float64", device: cpu });
}

/** Copies of such numbers on other devices. */
const copies = new WeakMap<Tensor, Tensor>();

/** Returns the numbers of a step where its parameters are: themselves, or a copy that is used again. */
export function numbersOn(device: Device, scalars: Tensor): Tensor {
  if (device === cpu) return scalars;
  let there = copies.get(scalars);
  if (there?.store.device === device && !there.store.isGone()) return there.copy(scalars);
  copies.set(scalars, there = scalars.to(device));
  return there;
}

/** Writes number `k` of {@linkcode scalarsOf}. */
export function setScalar(scalars: Tensor, k: number, value: number): void {
  scalars.store.block.view(FLOAT64)[scalars.store.base + scalars.offset + k] = value;
}
