import { add, diag, eye, mm, mv, type Tensor } from "@taimatsu/tensor";
import { type TestFunction, vector } from "./test_function.ts";

const SIZE = 10, SPREAD = 1e3;

/** H D H: curvatures from 1 to 1000 along axes that a reflection H has turned, so that no parameter stands for itself. */
function curvature(): Tensor {
  const v = vector(Array.from({ length: SIZE }, (_, k) => k + 1));
  const reflection = eye(SIZE, SIZE, { dtype: "float64" }).addr(-2 / v.dot(v), v, v);
  const curvatures = diag(vector(Array.from({ length: SIZE }, (_, k) => SPREAD ** (k / (SIZE - 1)))));
  return mm(mm(reflection, curvatures), reflection);
}

let matrix: Tensor | undefined;

/** ½ (x − 1) · A (x − 1) in ten dimensions: a thousand times as steep along one axis as along another. */
export const quadratic: TestFunction = {
  name: "quadratic",
  start: Array(SIZE).fill(0),
  minimum: Array(SIZE).fill(1),
  evaluate(x) {
    const off = add(x, -1), gradient = mv(matrix ??= curvature(), off);
    return [off.dot(gradient) / 2, gradient];
  },
};
