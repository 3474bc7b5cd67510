import { type TestFunction, vector } from "./test_function.ts";

const TURN = 2 * Math.PI, MINIMUM = [1, 2];

/**
 * Σ d² + 10 (1 − cos 2πd) with d = x − (1, 2) (L. A. Rastrigin 1974, who has d = x): a minimum near each point of whole numbers. The
 * start is near (4, −1).
 */
export const rastrigin: TestFunction = {
  name: "Rastrigin",
  start: [4.2, -0.7],
  minimum: MINIMUM,
  evaluate(x) {
    const off = (x.toArray() as number[]).map((v, k) => v - MINIMUM[k]!);
    return [
      off.reduce((sum, d) => sum + d * d + 10 * (1 - Math.cos(TURN * d)), 0),
      vector(off.map((d) => 2 * d + 10 * TURN * Math.sin(TURN * d))),
    ];
  },
};
