// The error of the vector functions in units of the last place, over the whole line of float32 and dense stretches of float64.
import { assert, assertEquals } from "@std/assert";
import * as T from "./mod.ts";
import { lgamma, UNARY } from "./pointwise_reference_test.ts";

/**
 * The largest error in ulp that each function may have: in float32 against float64 arithmetic, in float64 against JavaScript's
 * Math, which is itself off by up to one.
 */
const LIMITS: Record<string, { float32: number; float64: number }> = {
  exp: { float32: 1, float64: 2 },
  expm1: { float32: 2, float64: 3 },
  log: { float32: 1, float64: 2 },
  log1p: { float32: 2, float64: 3 },
  sin: { float32: 1.5, float64: 2 },
  cos: { float32: 1.5, float64: 2 },
  tan: { float32: 2.5, float64: 3 },
  asin: { float32: 2, float64: 3 },
  acos: { float32: 2, float64: 3 },
  atan: { float32: 2, float64: 3 },
  sinh: { float32: 2, float64: 3 },
  cosh: { float32: 2, float64: 3 },
  tanh: { float32: 2.5, float64: 3 },
  sigmoid: { float32: 2.5, float64: 3 },
  sqrt: { float32: 0.5, float64: 0.5 },
  rsqrt: { float32: 1.5, float64: 1.5 },
  cinv: { float32: 0.5, float64: 0.5 },
};

const CORNERS = [
  0,
  -0,
  NaN,
  Infinity,
  -Infinity,
  1,
  -1,
  0.5,
  88.72283,
  88.72284,
  -87.33655,
  -103.97208,
  709.78,
  -745.13,
];

/** Every 2039th float32, of either sign: 2 million numbers, denormals among them. */
function float32Line(): Float32Array {
  const bits = new Uint32Array(Math.floor(2 ** 32 / 2039));
  for (let i = 0; i < bits.length; i++) bits[i] = i * 2039;
  return Float32Array.from([...CORNERS, ...new Float32Array(bits.buffer)]);
}

/** Numbers from 2⁻³⁰⁰ to 2³⁰⁰ and a dense stretch about 0. */
function float64Line(): Float64Array {
  const list: number[] = [...CORNERS, 5e-324, -5e-324, 1e-310];
  for (let i = -200000; i <= 200000; i++) list.push(i / 8191);
  for (let e = -300; e <= 300; e++) for (let m = 1; m < 2; m += 0.0173) list.push(m * 2 ** e, -m * 2 ** e);
  return Float64Array.from(list);
}

/** The distance of two neighbours at a number. */
function ulp(value: number, digits: number, least: number): number {
  return Math.max(2 ** (Math.floor(Math.log2(Math.abs(value))) - digits), least);
}

function worst(
  found: ArrayLike<number>,
  x: ArrayLike<number>,
  f: (x: number) => number,
  single: boolean,
): [number, number] {
  let most = 0, where = NaN;
  for (let i = 0; i < x.length; i++) {
    const wanted = f(x[i]!), y = found[i]!, rounded = single ? Math.fround(wanted) : wanted;
    if (Object.is(y, rounded) || y === rounded || (Number.isNaN(y) && Number.isNaN(wanted))) continue;
    const error = Math.abs(y - wanted) / (single ? ulp(wanted, 23, 2 ** -149) : ulp(wanted, 52, 2 ** -1074));
    if (!(error <= most)) [most, where] = [error, x[i]!];
  }
  return [most, where];
}

for (const [name, limit] of Object.entries(LIMITS)) {
  const f = UNARY[name]!.float as (x: number) => number;
  const call = (x: T.Tensor): T.Tensor => (T as unknown as Record<string, (x: T.Tensor) => T.Tensor>)[name]!(x);
  Deno.test(`${name} is within ${limit.float32} ulp in float32 and ${limit.float64} in float64`, () => {
    const x = float32Line(), y = call(T.fromBuffer(x.buffer as ArrayBuffer, "float32")).cpu().data as Float32Array;
    // Where the true value is subnormal, sigmoid may be 0.
    const line = name === "sigmoid" ? x.map((v) => v < -87.3 ? NaN : v) : x;
    const [error, where] = worst(name === "sigmoid" ? y.map((v, i) => x[i]! < -87.3 ? NaN : v) : y, line, f, true);
    assert(error <= limit.float32, `${error} ulp at ${where} in float32`);
    const d = float64Line(), e = call(T.fromBuffer(d.buffer as ArrayBuffer, "float64")).cpu().data as Float64Array;
    const [error64, where64] = worst(e, d, f, false);
    assert(error64 <= limit.float64, `${error64} ulp at ${where64} in float64`);
  });
}

Deno.test("signs of zero and infinities are kept", () => {
  for (const dtype of ["float32", "float64"] as const) {
    const x = T.tensor([-0, 0], { dtype });
    for (const fn of [T.sin, T.tan, T.asin, T.atan, T.sinh, T.tanh, T.log1p, T.sqrt]) {
      assert(Object.is(fn(x).get(0), -0) && Object.is(fn(x).get(1), 0), `${fn.name} in ${dtype}`);
    }
    assertEquals(T.cinv(x).toArray(), [-Infinity, Infinity]);
    assertEquals(T.exp(T.tensor([-Infinity, Infinity], { dtype })).toArray(), [0, Infinity]);
    assertEquals(T.log(x).toArray(), [-Infinity, -Infinity]);
  }
  assert(Math.abs(T.lgamma(T.tensor([0.5], { dtype: "float64" })).get(0) - lgamma(0.5)) < 1e-14);
});
