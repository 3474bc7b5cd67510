import { type TestFunction, vector } from "./test_function.ts";

const LEVELS = [1.5, 2.25, 2.625];

/** (1.5 − a + a b)² + (2.25 − a + a b²)² + (2.625 − a + a b³)² (E. M. L. Beale 1958): a plain between steep walls. */
export const beale: TestFunction = {
  name: "Beale",
  start: [1, 1],
  minimum: [3, 0.5],
  evaluate(x) {
    const [a, b] = x.toArray() as [number, number];
    let value = 0, da = 0, db = 0;
    for (const [i, level] of LEVELS.entries()) {
      const k = i + 1, term = level - a + a * b ** k;
      value += term ** 2;
      da += 2 * term * (b ** k - 1);
      db += 2 * term * a * k * b ** (k - 1);
    }
    return [value, vector([da, db])];
  },
};
