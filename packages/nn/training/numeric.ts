// Central differences: how outputs change when elements are moved.
import type { Tensor } from "@taimatsu/tensor";

/** Calls `fn(k, element)` for every element of the tensors, one after the other; `element` reads and writes it. */
export function eachElement(
  tensors: readonly Tensor[],
  fn: (k: number, element: { get(): number; set(value: number): void }) => void,
): void {
  let k = 0;
  for (const x of tensors) {
    const shape = x.size(), index = shape.map(() => 0);
    for (let i = 0; i < x.nElement(); i++, k++) {
      const at = index.slice();
      fn(k, { get: () => x.get(...at), set: (value) => void x.set(...at, value) });
      for (let d = shape.length - 1; d >= 0; d--) {
        if (++index[d]! < shape[d]!) break;
        index[d] = 0;
      }
    }
  }
}

/**
 * Calls `fn(k, difference)` for every element of the tensors, where `difference` returns (f(x + step) − f(x − step)) / (2 step) for
 * each number that `f` returns. The elements are restored.
 */
export function eachDifference(
  tensors: readonly Tensor[],
  f: () => Tensor,
  step: number,
  fn: (k: number, difference: Tensor) => void,
): void {
  eachElement(tensors, (k, element) => {
    const value = element.get();
    try {
      element.set(value + step);
      const above = f().clone();
      element.set(value - step);
      fn(k, above.add(-1, f()).div(2 * step));
    } finally {
      element.set(value);
    }
  });
}
