import { assertEquals, assertThrows } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { polyinterp } from "./mod.ts";

const TIGHT = { relative: 1e-12, absolute: 1e-12 };

/** Points of a polynomial, the highest power first. */
function points(coefficients: readonly number[], xs: readonly number[]): [number, number, number][] {
  const n = coefficients.length - 1;
  return xs.map((x) => [
    x,
    coefficients.reduce((sum, c, k) => sum + c * x ** (n - k), 0),
    coefficients.slice(0, n).reduce((sum, c, k) => sum + (n - k) * c * x ** (n - k - 1), 0),
  ]);
}

// x³ − 3 x has its local minimum −2 at 1, its local maximum 2 at −1.
const CUBIC = [1, 0, -3, 0];

Deno.test("polyinterp finds the minimum of the cubic through two points, in either order, as tensor or lists", () => {
  assertClose(polyinterp(points(CUBIC, [0, 3])), [1, -2], TIGHT);
  assertClose(polyinterp(points(CUBIC, [3, 0])), [1, -2], TIGHT);
  assertClose(polyinterp(tensor(points(CUBIC, [0, 3]), { dtype: "float64" })), [1, -2], TIGHT);
  assertClose(polyinterp(points(CUBIC, [-0.5, 0.5])), [0.5, -1.375], TIGHT); // between the points it falls all along
  assertClose(polyinterp(points(CUBIC, [1.5, 2])), [1.5, 1.5 ** 3 - 4.5], TIGHT);
});

Deno.test("polyinterp takes the middle where the cubic has no turning point", () => {
  // x³ + x rises everywhere; the formula has no real solution.
  assertClose(polyinterp(points([1, 0, 1, 0], [-1, 2])), [0.5, 0.625], TIGHT);
  assertEquals(polyinterp([[2, 5, 1], [2, 5, 1]])[0], 2); // one point twice
});

Deno.test("polyinterp looks outside of the points where bounds allow it", () => {
  assertClose(polyinterp(points(CUBIC, [2, 3]), 0, 4), [1, -2], { relative: 1e-10 }); // a 4 × 4 system of condition 1e4
  assertClose(polyinterp(points(CUBIC, [0, 0.5]), 0.7, 0.8), [0.8, 0.8 ** 3 - 2.4], { relative: 1e-10 });
  assertClose(polyinterp(points(CUBIC, [0, 0.5]), -3, 0.8), [-3, -18], { relative: 1e-10 }); // the left end lies lower
  assertClose(polyinterp(points([1, -4, 5], [0, 1]), undefined, 10), [2, 1], { relative: 1e-10 }); // cubic term 0
});

Deno.test("polyinterp leaves out what is not known", () => {
  const [[x1, f1, g1], [x2, f2, g2], [x3, f3]] = points([2, -8, 3], [0, 1, 5]) as [
    [number, number, number],
    [number, number, number],
    [number, number, number],
  ];
  // 2 x² − 8 x + 3 is least at 2, with −5: from three values, two values and a slope, a value and two slopes.
  assertClose(polyinterp([[x1, f1, NaN], [x2, f2, NaN], [x3, f3, NaN]]), [2, -5], TIGHT);
  assertClose(polyinterp([[x1, f1, g1], [x2, f2, NaN]], 0, 5), [2, -5], TIGHT);
  assertClose(polyinterp([[x1, f1, g1], [x2, NaN, g2]], 0, 5), [2, -5], TIGHT);
  // A line: the lower bound or the upper.
  assertClose(polyinterp([[0, 1, 2], [3, NaN, NaN]]), [0, 1], TIGHT);
  assertClose(polyinterp([[0, 1, -2]], -1, 7), [7, -13], TIGHT);
  assertClose(polyinterp([[4, 1, NaN]], 2, 7), [2, 1], TIGHT);
});

Deno.test("polyinterp follows polynomials of higher degree", () => {
  // x⁴ − 4 x³ − 2 x² + 12 x has minima −9 at −1 and 3, a maximum 7 at 1.
  const quartic = [1, -4, -2, 12, 0];
  assertClose(polyinterp(points(quartic, [0, 2, 4]), 0, 4), [3, -9], { relative: 1e-9 }); // a 6 × 6 system of condition 1e6
  assertClose(polyinterp(points(quartic, [-2, 0, 2])), [-1, -9], { relative: 1e-9 });
});

Deno.test("polyinterp takes the middle of the bounds where nothing is finite", () => {
  assertEquals(polyinterp([[0, Infinity, 1], [1, 0, 1]], 0, 4), [2, Infinity]);
  assertEquals(polyinterp([[0, 0, -1], [1, Infinity, 1]]), [0.5, Infinity]);
});

Deno.test("polyinterp says what is wrong", () => {
  for (const points of [[], [[1, 2]], [[1, 2, "3"]], 3, undefined, tensor([1, 2, 3])]) {
    assertThrows(
      () => polyinterp(points as unknown as number[][]),
      TypeError,
      "Cannot run polyinterp: points must be rows of x, f and f′ but is",
    );
  }
  const wrong: [() => unknown, string][] = [
    [() => polyinterp([[NaN, 1, 1]]), "x of a point must be finite but is NaN"],
    [() => polyinterp([[1, NaN, NaN]]), "a value or a slope must be known but all are NaN"],
    [() => polyinterp([[1, 1, 1], [1, 2, 1]], 0, 2), "x must differ but is 1, 1"],
    [() => polyinterp([[1, 1, 1]], 3, 2), "xminBound must be at most xmaxBound (2) but is 3"],
    [() => polyinterp([[1, 1, 1]], NaN, 2), "xminBound must be finite but is NaN"],
    [() => polyinterp([[1, 1, 1]], 0, Infinity), "xmaxBound must be finite but is Infinity"],
  ];
  for (const [run, text] of wrong) assertThrows(run, RangeError, `Cannot run polyinterp: ${text}`);
});
