// JavaScript functions over elements.
import { checkSameSize, checkSameType, describe } from "./check.ts";
import { readNumber } from "./element.ts";
import { setFlat } from "./index.ts";
import type { Tensor } from "./tensor.ts";

/** Calls fn with the elements of contiguous tensors, in row-major order, and writes what it returns to the first one. */
function run(caller: string, tensors: [Tensor, ...Tensor[]], fn: (...elements: number[]) => number | void): Tensor {
  if (typeof fn !== "function") {
    throw new TypeError(`Cannot run ${caller}: fn must be a function but is ${describe(fn)}`);
  }
  const names = Object.fromEntries(tensors.map((x, i) => [i === 0 ? "the tensor" : `operand ${i}`, x]));
  if (tensors.length > 1) {
    checkSameType(caller, names);
    checkSameSize(caller, names);
  }
  const [r] = tensors, parts = tensors.map((x) => x.cpu().contiguous()), target = parts[0]!;
  const positions = parts.map((x) => x.store.base + x.offset), elements = new Array<number>(parts.length);
  for (let i = 0; i < r.count; i++) {
    for (let k = 0; k < parts.length; k++) elements[k] = readNumber(parts[k]!.store, positions[k]! + i);
    const value = fn(...elements);
    if (value === undefined) continue;
    if (typeof value !== "number") {
      throw new TypeError(`Cannot run ${caller}: fn must return a number or nothing but returned ${describe(value)}`);
    }
    setFlat(target, i, value);
  }
  return target === r ? r : r.copy(target);
}

/** Replaces each x by fn(x), in row-major order; it stays where nothing is returned. */
export function apply(x: Tensor, fn: (x: number) => number | void): Tensor {
  return run("apply", [x], fn);
}

/** Replaces each x by fn(x, a). */
export function map(x: Tensor, a: Tensor, fn: (x: number, a: number) => number | void): Tensor {
  return run("map", [x, a], fn);
}

/** Replaces each x by fn(x, a, b). */
export function map2(x: Tensor, a: Tensor, b: Tensor, fn: (x: number, a: number, b: number) => number | void): Tensor {
  return run("map2", [x, a, b], fn);
}
