import { describe, Tensor } from "@taimatsu/tensor";
import type { AnyModule } from "../module.ts";

/** Sets weights to their first values, in place. */
export type Initializer = (weight: Tensor) => void;

/**
 * Gives all weights of a net their first values, and sets all biases to 0.
 *
 * Weights are the parameters with at least 2 dimensions, biases those in fields whose names end with `bias`. Other parameters,
 * such as the factors of normalization layers, keep their values. What modules share is set once.
 *
 * @param module The net, changed in place.
 * @param initializer What is called for each of the weights.
 * @returns The net.
 * @throws {TypeError} If `initializer` is no function.
 *
 * @example Usage
 * ```ts
 * import { init, Linear, ReLU, Sequential } from "@taimatsu/nn";
 * import { assertEquals } from "@std/assert";
 *
 * const net = new Sequential().add(new Linear(4, 8)).add(new ReLU()).add(new Linear(8, 2));
 * init.initialize(net, (weight) => init.heNormal(weight));
 * assertEquals(net.get<Linear>(0).bias?.toArray(), [0, 0, 0, 0, 0, 0, 0, 0]);
 * ```
 */
export function initialize<M extends AnyModule>(module: M, initializer: Initializer): M {
  if (typeof initializer !== "function") {
    throw new TypeError(`Cannot run initialize: initializer must be a function but is ${describe(initializer)}`);
  }
  const parameters = new Set<unknown>(module.parameters()[0]), done: Tensor[] = [];
  module.apply((m) => {
    for (const [name, x] of Object.entries(m)) {
      if (!(x instanceof Tensor) || !parameters.has(x) || done.some((other) => other.isSetTo(x))) continue;
      done.push(x);
      if (/bias$/i.test(name)) x.zero();
      else if (x.dim() > 1) initializer(x);
    }
  });
  return module;
}
