import { checkFinite, describe, eig, gels, type Tensor, tensor } from "@taimatsu/tensor";

/** Coefficients up to this size count as 0, as in Torch7. */
const TINY = 1e-12;

/**
 * Returns where the polynomial through given points is least, and its value there. A point is x, the value f and the slope f′; NaN
 * stands for a value or slope that is not known. The polynomial has as many coefficients as there are known values and slopes. Looked
 * at are the bounds, the points, and the zeros of the derivative, as far as they lie within the bounds; if the polynomial is not
 * finite at any, the middle of the bounds comes back with the value Infinity.
 *
 * Two points without NaN and without given bounds are joined by a cubic whose local minimum has a formula; if it has none, the middle
 * is taken.
 *
 * @param points [n, 3], rows of x, f and f′: a tensor or lists.
 * @param xminBound The least x that may come out; that of the points by default.
 * @param xmaxBound The largest x that may come out; that of the points by default.
 * @returns The x and the polynomial's value there.
 * @throws {TypeError} If the points are not [n, 3].
 * @throws {RangeError} If an x or a bound is not finite, two x are the same, nothing is known, or the bounds are in the wrong order.
 *
 * M. Schmidt, _minFunc_, 2005. Torch7: `polyinterp.lua`, which knows no NaN.
 *
 * @example Usage
 * ```ts
 * import { polyinterp } from "@taimatsu/optim";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * // (x − 1)² is 1 with slope −2 at 0, and 4 with slope 4 at 3.
 * assertClose(polyinterp([[0, 1, -2], [3, 4, 4]]), [1, 0]);
 * // The same from two values and one slope.
 * assertClose(polyinterp([[0, 1, -2], [3, 4, NaN]], 1.5, 2), [1.5, 0.25]);
 * ```
 */
export function polyinterp(
  points: Tensor | readonly (readonly number[])[],
  xminBound?: number,
  xmaxBound?: number,
): [x: number, value: number] {
  const rows = rowsOf(points);
  if (
    rows.length === 2 && xminBound === undefined && xmaxBound === undefined &&
    !rows.some(([, f, slope]) => Number.isNaN(f) || Number.isNaN(slope))
  ) return cubic(rows[0]!, rows[1]!);

  const xs = rows.map(([x]) => x), low = xminBound ?? Math.min(...xs), high = xmaxBound ?? Math.max(...xs);
  checkFinite("polyinterp", "xminBound", low);
  checkFinite("polyinterp", "xmaxBound", high);
  if (low > high) {
    throw new RangeError(`Cannot run polyinterp: xminBound must be at most xmaxBound (${high}) but is ${low}`);
  }
  if (new Set(xs).size < xs.length) {
    throw new RangeError(`Cannot run polyinterp: x must differ but is ${xs.join(", ")}`);
  }
  const coefficients = fit(rows), candidates = [low, high, ...xs];
  if (coefficients.every(Number.isFinite)) {
    const n = coefficients.length - 1;
    candidates.push(...realRoots(coefficients.slice(0, n).map((c, k) => c * (n - k))));
  }
  let best = (low + high) / 2, least = Infinity;
  for (const x of candidates) {
    if (x < low || x > high) continue;
    const value = valueAt(coefficients, x);
    if (value < least) [best, least] = [x, value];
  }
  return [best, least];
}

type Point = readonly [x: number, f: number, slope: number];

function rowsOf(points: Tensor | readonly (readonly number[])[]): Point[] {
  const rows: unknown = Array.isArray(points) ? points : (points as Tensor | undefined)?.toArray?.();
  const fits = Array.isArray(rows) && rows.length > 0 &&
    rows.every((row) => Array.isArray(row) && row.length === 3 && row.every((v) => typeof v === "number"));
  if (!fits) {
    throw new TypeError(`Cannot run polyinterp: points must be rows of x, f and f′ but is ${describe(points)}`);
  }
  for (const [x] of rows as Point[]) checkFinite("polyinterp", "x of a point", x);
  if ((rows as Point[]).every(([, f, slope]) => Number.isNaN(f) && Number.isNaN(slope))) {
    throw new RangeError("Cannot run polyinterp: a value or a slope must be known but all are NaN");
  }
  return rows as Point[];
}

/** The local minimum of the cubic with given values and slopes at two points, moved between them. */
function cubic(first: Point, second: Point): [number, number] {
  const [[x1, f1, g1], [x2, f2, g2]] = first[0] <= second[0] ? [first, second] : [second, first];
  const d1 = g1 + g2 - 3 * (f1 - f2) / (x1 - x2), d2 = Math.sqrt(d1 * d1 - g1 * g2);
  const free = x2 - (x2 - x1) * ((g2 + d2 - d1) / (g2 - g1 + 2 * d2));
  const x = Number.isNaN(free) ? (x1 + x2) / 2 : Math.min(Math.max(free, x1), x2);
  // Hermite's form, with t from 0 to 1
  const h = x2 - x1, t = h === 0 ? 0 : (x - x1) / h, u = 1 - t;
  const value = u * u * ((1 + 2 * t) * f1 + t * h * g1) + t * t * ((1 + 2 * u) * f2 - u * h * g2);
  return [x, Number.isNaN(value) ? Infinity : value];
}

/** Coefficients, the highest power first, by least squares. */
function fit(rows: readonly Point[]): number[] {
  const known = rows.flatMap((row) => [row[1], row[2]]).filter((v) => !Number.isNaN(v)).length, order = known - 1;
  const powers = Array.from({ length: known }, (_, k) => order - k), matrix: number[][] = [], right: number[][] = [];
  for (const [x, f] of rows) {
    if (Number.isNaN(f)) continue;
    matrix.push(powers.map((p) => x ** p));
    right.push([f]);
  }
  for (const [x, , slope] of rows) {
    if (Number.isNaN(slope)) continue;
    matrix.push(powers.map((p) => p === 0 ? 0 : p * x ** (p - 1)));
    right.push([slope]);
  }
  if (![...matrix, ...right].flat().every(Number.isFinite)) return powers.map(() => NaN);
  const options = { dtype: "float64" } as const;
  const [solution] = gels(tensor(right, options), tensor(matrix, options));
  return (solution.view(-1).toArray() as number[]).map((c) => Math.abs(c) <= TINY ? 0 : c);
}

function valueAt(coefficients: readonly number[], x: number): number {
  const n = coefficients.length - 1;
  return coefficients.reduce((sum, c, k) => sum + c * x ** (n - k), 0);
}

/** The real zeros of a polynomial whose coefficients begin with the highest power. */
function realRoots(all: readonly number[]): number[] {
  const first = all.findIndex((c) => Math.abs(c) >= TINY), last = all.findLastIndex((c) => Math.abs(c) >= TINY);
  if (first < 0) return [0];
  const c = all.slice(first, last + 1), n = c.length - 1, zeros = last < all.length - 1 ? [0] : [];
  if (n === 0) return zeros;
  if (n === 1) return [-c[1]! / c[0]!, ...zeros];
  const companion = Array.from(
    { length: n },
    (_, i) => Array.from({ length: n }, (_, j) => i === 0 ? -c[j + 1]! / c[0]! : +(j === i - 1)),
  );
  const [values] = eig(tensor(companion, { dtype: "float64" }));
  const pairs = values.toArray() as [number, number][];
  return [...pairs.filter(([, imaginary]) => imaginary === 0).map(([real]) => real), ...zeros];
}
