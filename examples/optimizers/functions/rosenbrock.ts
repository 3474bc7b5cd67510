import { type TestFunction, vector } from "./test_function.ts";

/** (1 − a)² + 100 (b − a²)² (H. H. Rosenbrock 1960): a bent valley with a flat ground. */
export const rosenbrock: TestFunction = {
  name: "Rosenbrock",
  start: [-1.2, 1],
  minimum: [1, 1],
  evaluate(x) {
    const [a, b] = x.toArray() as [number, number], off = b - a * a;
    return [(1 - a) ** 2 + 100 * off ** 2, vector([2 * (a - 1) - 400 * a * off, 200 * off])];
  },
};
