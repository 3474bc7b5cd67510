// What the element-wise ops must give, written a second time in plain JavaScript: float64 for floating-point dtypes, bigint for
// integers. pointwise_test.ts walks these tables, and fails for an op that has no row.
import { assert } from "@std/assert";

/** The function of an op in float64, and in integers of any width (the caller wraps the result); absent where not defined. */
export interface Reference {
  /** The scalars that the op is called with. */
  args?: readonly [number] | readonly [number, number];
  float?: (x: number, y: number, z: number) => number;
  /** `wrap` does what happens to a product before it is divided. */
  int?: (x: bigint, y: bigint, z: bigint, wrap: (value: bigint) => bigint) => bigint;
  /** Where the function jumps or bends, and its derivative is a matter of convention. */
  kinks?: readonly number[];
}

/** ln |Γ(x)|: Lanczos' approximation, and the reflection formula for x < 1/2. */
export function lgamma(x: number): number {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? NaN : Infinity;
  if (x <= 0 && Number.isInteger(x)) return Infinity;
  if (x < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - lgamma(1 - x);
  const c = [
    0.99999999999980993,
    676.5203681218851,
    -1259.1392167224028,
    771.32342877765313,
    -176.61502916214059,
    12.507343278686905,
    -0.13857109526572012,
    9.9843695780195716e-6,
    1.5056327351493116e-7,
  ];
  const t = x + 6.5;
  const sum = c.reduce((s, c, i) => i === 0 ? c : s + c / (x + i - 1));
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

/** The normal distribution function: a series, or a continued fraction far out. */
export function normalCdf(x: number): number {
  if (x === Infinity) return 1;
  if (x === -Infinity) return 0;
  const density = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI), m = Math.abs(x);
  if (m < 4) {
    let sum = m, term = m;
    for (let k = 1; k < 200; k++) sum += term *= m * m / (2 * k + 1);
    return x < 0 ? 0.5 - density * sum : 0.5 + density * sum;
  }
  let fraction = m;
  for (let k = 200; k > 0; k--) fraction = m + k / fraction;
  return x < 0 ? density / fraction : 1 - density / fraction;
}

const round = (x: number): number => x < 0 ? -Math.floor(-x + 0.5) : Math.floor(x + 0.5);
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const floorMod = (x: number, y: number): number => x - y * Math.floor(x / y);
const larger = (x: number, y: number): number => Number.isNaN(x) || Number.isNaN(y) ? NaN : Math.max(x, y);
const smaller = (x: number, y: number): number => Number.isNaN(x) || Number.isNaN(y) ? NaN : Math.min(x, y);
const pow = (x: number, y: number): number => x === 1 || (x === -1 && !Number.isFinite(y) && y === y) ? 1 : x ** y;
const intAbs = (x: bigint): bigint => x < 0n ? -x : x;
const intLarger = (x: bigint, y: bigint): bigint => x > y ? x : y;
const intSmaller = (x: bigint, y: bigint): bigint => x < y ? x : y;
/** x^y, of which 64 bits are kept. */
function intPow(x: bigint, y: bigint): bigint {
  if (y < 0n) return intAbs(x) === 1n ? x ** (-y % 2n) : 0n;
  let result = 1n;
  for (let square = x; y > 0n; y >>= 1n, square = BigInt.asIntN(64, square * square)) {
    if (y & 1n) result = BigInt.asIntN(64, result * square);
  }
  return result;
}

const intMod = (x: bigint, y: bigint): bigint => ((x % y) + y) % y;

/** Ops of one tensor: x, and the scalars as y and z. */
export const UNARY: Record<string, Reference> = {
  abs: { float: Math.abs, int: intAbs, kinks: [0] },
  sign: { float: (x) => x > 0 ? 1 : x < 0 ? -1 : 0, int: (x) => x > 0n ? 1n : x < 0n ? -1n : 0n, kinks: [0] },
  neg: { float: (x) => -x, int: (x) => -x },
  cinv: { float: (x) => 1 / x, kinks: [0] },
  square: { float: (x) => x * x, int: (x) => x * x },
  sqrt: { float: Math.sqrt, kinks: [0] },
  rsqrt: { float: (x) => 1 / Math.sqrt(x), kinks: [0] },
  exp: { float: Math.exp },
  expm1: { float: Math.expm1 },
  log: { float: Math.log, kinks: [0] },
  log1p: { float: Math.log1p, kinks: [-1] },
  sin: { float: Math.sin },
  cos: { float: Math.cos },
  tan: { float: Math.tan },
  asin: { float: Math.asin, kinks: [-1, 1] },
  acos: { float: Math.acos, kinks: [-1, 1] },
  atan: { float: Math.atan },
  sinh: { float: Math.sinh },
  cosh: { float: Math.cosh },
  tanh: { float: Math.tanh },
  lgamma: { float: lgamma, kinks: [0, -1, -2, -3, -30] },
  ceil: { float: Math.ceil, kinks: [-3, -2, -1, 0, 1, 2, 3] },
  floor: { float: Math.floor, kinks: [-3, -2, -1, 0, 1, 2, 3] },
  round: { float: round, kinks: [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5] },
  trunc: { float: Math.trunc, kinks: [-3, -2, -1, 1, 2, 3] },
  frac: { float: (x) => x - Math.trunc(x), kinks: [-3, -2, -1, 1, 2, 3] },
  addScalar: { args: [3], float: (x, a) => x + a, int: (x, a) => x + a },
  subScalar: { args: [3], float: (x, a) => x - a, int: (x, a) => x - a },
  reverseSub: { args: [3], float: (x, a) => a - x, int: (x, a) => a - x },
  mulScalar: { args: [-3], float: (x, a) => x * a, int: (x, a) => x * a },
  divScalar: { args: [3], float: (x, a) => x / a, int: (x, a) => x / a },
  reverseDiv: { args: [7], float: (x, a) => a / x, int: (x, a) => x === 0n ? 0n : a / x, kinks: [0] },
  fmod: { args: [3], float: (x, a) => x % a, int: (x, a) => x % a, kinks: [-3, 3] },
  remainder: { args: [3], float: floorMod, int: intMod, kinks: [-3, 0, 3] },
  maxScalar: { args: [1], float: larger, int: intLarger, kinks: [1] },
  minScalar: { args: [1], float: smaller, int: intSmaller, kinks: [1] },
  clamp: {
    args: [-1, 2],
    float: (x, a, b) => x < a ? a : x > b ? b : x,
    int: (x, a, b) => intSmaller(intLarger(x, a), b),
    kinks: [-1, 2],
  },
  pow: { args: [2.5], float: pow, kinks: [0] },
  tpow: { args: [2.5], float: (x, a) => pow(a, x) },
  lshift: { args: [2], float: (x, a) => x * 2 ** a, int: (x, a) => x << a },
  rshift: { args: [2], float: (x, a) => x / 2 ** a, int: (x, a) => x >> a },
  bitand: { args: [6], int: (x, a) => x & a },
  bitor: { args: [6], int: (x, a) => x | a },
  bitxor: { args: [6], int: (x, a) => x ^ a },
  sigmoid: { float: sigmoid },
  logSigmoid: { float: (x) => -softplus(-x) },
  relu: { float: (x) => x > 0 ? x : 0, kinks: [0] },
  threshold: { args: [1, -4], float: (x, a, b) => x > a ? x : b, kinks: [1] },
  leakyRelu: { args: [0.25], float: (x, a) => x > 0 ? x : a * x, kinks: [0] },
  elu: { args: [0.5], float: (x, a) => x > 0 ? x : a * Math.expm1(x), kinks: [0] },
  hardTanh: { args: [-1, 2], float: (x, a, b) => x < a ? a : x > b ? b : x, kinks: [-1, 2] },
  hardShrink: { args: [1], float: (x, a) => x > a || x < -a ? x : 0, kinks: [-1, 1] },
  softShrink: { args: [1], float: (x, a) => x > a ? x - a : x < -a ? x + a : 0, kinks: [-1, 1] },
  tanhShrink: { float: (x) => x - Math.tanh(x) },
  softPlus: { args: [2, 20], float: (x, a, b) => x * a > b ? x : Math.log1p(Math.exp(x * a)) / a },
  softSign: { float: (x) => x / (1 + Math.abs(x)) },
  gelu: { float: (x) => x * normalCdf(x) },
  silu: { float: (x) => x * sigmoid(x) },
  mish: { float: (x) => x * Math.tanh(softplus(x)) },
};

/** Ops of two tensors; the scalar is z. */
export const BINARY: Record<string, Reference> = {
  add: { args: [3], float: (x, y, a) => x + a * y, int: (x, y, a) => x + a * y },
  csub: { args: [3], float: (x, y, a) => x - a * y, int: (x, y, a) => x - a * y },
  cmul: { float: (x, y) => x * y, int: (x, y) => x * y },
  cdiv: { float: (x, y) => x / y, int: (x, y) => x / y },
  cfmod: { float: (x, y) => x % y, int: (x, y) => x % y },
  cremainder: { float: floorMod, int: intMod },
  cpow: { float: pow, int: intPow },
  atan2: { float: Math.atan2 },
  lerp: { args: [0.25], float: (x, y, a) => x + a * (y - x) },
  cmax: { float: larger, int: intLarger },
  cmin: { float: smaller, int: intSmaller },
  clshift: { float: (x, y) => x * 2 ** y, int: (x, y) => y < 0n || y > 63n ? 0n : x << y },
  crshift: { float: (x, y) => x * 2 ** -y, int: (x, y) => y < 0n || y > 63n ? (x < 0n ? -1n : 0n) : x >> y },
  cbitand: { int: (x, y) => x & y },
  cbitor: { int: (x, y) => x | y },
  cbitxor: { int: (x, y) => x ^ y },
};

/** Ops of three tensors, with the scalar 2. */
export const TERNARY: Record<string, Reference> = {
  addcmul: { float: (x, y, z) => x + 2 * y * z, int: (x, y, z) => x + 2n * y * z },
  addcdiv: { float: (x, y, z) => x + 2 * y / z, int: (x, y, z, wrap) => x + wrap(2n * y) / z },
};

/** Comparisons, which give 0 or 1. */
export const COMPARE: Record<string, (x: number, y: number) => boolean> = {
  lt: (x, y) => x < y,
  le: (x, y) => x <= y,
  gt: (x, y) => x > y,
  ge: (x, y) => x >= y,
  eq: (x, y) => x === y,
  ne: (x, y) => x !== y,
  logicalAnd: (x, y) => x !== 0 && y !== 0,
  logicalOr: (x, y) => x !== 0 || y !== 0,
  logicalXor: (x, y) => (x !== 0) !== (y !== 0),
  logicalNot: (x) => x === 0,
  isNaN: (x) => Number.isNaN(x),
  isInf: (x) => Math.abs(x) === Infinity,
  isFinite: (x) => Number.isFinite(x),
};

Deno.test("the references agree with known values", () => {
  const close = (actual: number, expected: number) => assert(Math.abs(actual - expected) < 1e-14 * Math.abs(expected));
  close(lgamma(0.5), 0.5723649429247001); // ln √π
  close(lgamma(10), Math.log(362880));
  close(lgamma(-0.5), 1.2655121234846454); // ln 2√π
  close(normalCdf(1), 0.8413447460685429);
  close(normalCdf(-5), 2.866515718791939e-7);
});
