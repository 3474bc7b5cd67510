// Element by element.
import { BINARY, COMPARE, type Reference, TERNARY, UNARY } from "../pointwise_reference_test.ts";
import type { Draw } from "./draw.ts";
import { broadcast, convert, isFloat, isInt, make, need, type Plain, sameShape, stretched, wrap } from "./plain.ts";
import type { Case } from "./run.ts";

type Scalar = number;

/** Applies a reference to numbers of a dtype. */
function compute(reference: Reference, dtype: Plain["dtype"], operands: readonly number[]): number {
  const x = { dtype };
  if (isFloat(x)) {
    need(reference.float !== undefined, "not for floats");
    return convert(dtype, (reference.float as (...args: number[]) => number)(...operands));
  }
  need(isInt(x) && reference.int !== undefined, "dtype");
  const whole = operands.map((value) => BigInt(Math.trunc(value)));
  const keep = (value: bigint) => wrap(dtype, value);
  return Number(keep(reference.int(whole[0]!, whole[1] ?? 0n, whole[2] ?? 0n, keep)));
}

/** Whether the op is defined for a dtype, even where there is no element to compute. */
function needDtype(reference: Reference, x: Plain): void {
  need(isFloat(x) ? reference.float !== undefined : isInt(x) && reference.int !== undefined, "dtype");
}

function unaryOp(reference: Reference, x: Plain, ...scalars: Scalar[]): Plain {
  needDtype(reference, x);
  const given = isInt(x) ? scalars.map((s) => convert(x.dtype, s)) : scalars;
  return make(x.dtype, x.shape, (index) => compute(reference, x.dtype, [stretched(x, index), ...given]));
}

function binaryOp(reference: Reference, x: Plain, y: Plain, a?: Scalar): Plain {
  need(x.dtype === y.dtype, "dtypes differ");
  needDtype(reference, x);
  const rest = a === undefined ? [] : [isInt(x) ? convert(x.dtype, a) : a];
  return make(
    x.dtype,
    broadcast(x.shape, y.shape),
    (index) => compute(reference, x.dtype, [stretched(x, index), stretched(y, index), ...rest]),
  );
}

const DIVISIONS = ["div", "cdiv", "fmod", "cfmod", "remainder", "cremainder"];

/** Integers are not divided by 0. */
function needDivisor(name: string, x: Plain, y: Plain | Scalar): void {
  if (!isInt(x) || !DIVISIONS.includes(name)) return;
  if (typeof y === "number") need(convert(x.dtype, y) !== 0, "division by 0");
  else if (x.values.length > 0) need(!y.values.includes(0), "division by 0");
}

/** For integers a number is drawn that is one. */
function scalarFor(draw: Draw, x: Plain): number {
  return isFloat(x) ? draw.number() : draw.int(x.dtype === "uint8" ? 0 : -4, 7);
}

const unaryCases: Case[] = Object.entries({
  abs: "abs",
  sign: "sign",
  neg: "neg",
  cinv: "cinv",
  reciprocal: "cinv",
  square: "square",
  sqrt: "sqrt",
  rsqrt: "rsqrt",
  exp: "exp",
  expm1: "expm1",
  log: "log",
  log1p: "log1p",
  lgamma: "lgamma",
  sigmoid: "sigmoid",
  relu: "relu",
  ceil: "ceil",
  floor: "floor",
  round: "round",
  trunc: "trunc",
  frac: "frac",
  sin: "sin",
  cos: "cos",
  tan: "tan",
  asin: "asin",
  acos: "acos",
  atan: "atan",
  sinh: "sinh",
  cosh: "cosh",
  tanh: "tanh",
}).map(([name, op]) => ({
  name,
  draw: (draw) => [draw.tensor()],
  expect: (x: Plain) => unaryOp(UNARY[op]!, x),
  out: 1,
  tolerance: name === "lgamma" ? 1e-4 : 2e-6,
}));

/** Functions of a tensor and a tensor or number: the op of two tensors, that of a number, and of a number on the left. */
const MIXED: Record<string, [string, string, string?]> = {
  add: ["add", "addScalar", "addScalar"],
  csub: ["csub", "subScalar", "reverseSub"],
  sub: ["csub", "subScalar", "reverseSub"],
  mul: ["cmul", "mulScalar", "mulScalar"],
  div: ["cdiv", "divScalar", "reverseDiv"],
  fmod: ["cfmod", "fmod"],
  remainder: ["cremainder", "remainder"],
  cmax: ["cmax", "maxScalar"],
  cmin: ["cmin", "minScalar"],
  pow: ["cpow", "pow", "tpow"],
  lshift: ["clshift", "lshift"],
  rshift: ["crshift", "rshift"],
  bitand: ["cbitand", "bitand"],
  bitor: ["cbitor", "bitor"],
  bitxor: ["cbitxor", "bitxor"],
};
const SCALED = ["add", "csub", "sub"], SHIFTS = ["lshift", "rshift", "clshift", "crshift"];

/** Shifts are by a few bits. */
const shiftValue = (random: () => number): number => Math.floor(random() * 6);

const mixedCases: Case[] = Object.entries(MIXED).map(([name, [two, right, left]]) => ({
  name,
  draw: (draw) => {
    const x = draw.tensor(SHIFTS.includes(name) ? { value: shiftValue } : {});
    const options = SCALED.includes(name) && draw.chance(2) ? [{ alpha: scalarFor(draw, x) }] : [];
    if (draw.chance(3)) return [x, SHIFTS.includes(name) ? draw.int(0, 6) : scalarFor(draw, x), ...options];
    if (left !== undefined && draw.chance(4)) return [scalarFor(draw, x), x, ...options];
    return [x, SHIFTS.includes(name) ? draw.like(x, { value: shiftValue }) : draw.broadcasting(x), ...options];
  },
  expect: (x: Plain | Scalar, y: Plain | Scalar, options?: { alpha?: number }) => {
    const alpha = options?.alpha ?? 1;
    if (typeof x === "number") {
      const tensor = y as Plain;
      needDivisor(name, tensor, tensor);
      // The number is kept as it is, the tensor is scaled.
      const scaled = alpha === 1 ? tensor : unaryOp(UNARY.mulScalar!, tensor, alpha);
      return unaryOp(UNARY[left!]!, scaled, x);
    }
    needDivisor(name, x, y);
    if (typeof y === "number") {
      // Integers are squared, but no other power of them is defined; the power 0.5 is the square root.
      if (name === "pow" && y === 2) return unaryOp(UNARY.square!, x);
      return name === "pow" && y === 0.5 ? unaryOp(UNARY.sqrt!, x) : unaryOp(UNARY[right]!, x, alpha * y);
    }
    return binaryOp(BINARY[two]!, x, y, SCALED.includes(name) ? alpha : undefined);
  },
  out: 2,
  // add, csub and sub take alpha itself.
  methodArgs: ([, y, options]) => options === undefined ? [y] : [y, (options as { alpha: number }).alpha],
}));

const tensorOnlyCases: Case[] = [
  "cmul",
  "cdiv",
  "cfmod",
  "cremainder",
  "cpow",
  "atan2",
  "clshift",
  "crshift",
  "cbitand",
  "cbitor",
  "cbitxor",
].map((name) => ({
  name,
  draw: (draw) => {
    const options = SHIFTS.includes(name) ? { value: shiftValue } : {}, x = draw.tensor(options);
    return [x, SHIFTS.includes(name) ? draw.like(x, options) : draw.broadcasting(x)];
  },
  expect: (x: Plain, y: Plain) => {
    need(x.dtype === y.dtype, "dtypes differ");
    broadcast(x.shape, y.shape);
    needDivisor(name, x, y);
    return binaryOp(BINARY[name]!, x, y);
  },
  out: 2,
}));

const fusedCases: Case[] = [
  {
    name: "lerp",
    draw: (draw) => {
      const x = draw.tensor();
      return [x, draw.broadcasting(x), draw.int(-2, 4) / 4];
    },
    expect: (x: Plain, y: Plain, weight: number) => binaryOp(BINARY.lerp!, x, y, weight),
    out: 3,
  },
  {
    name: "clamp",
    draw: (draw) => {
      const x = draw.tensor(), a = scalarFor(draw, x);
      return [x, a, draw.chance(15) ? a - 1 : a + draw.int(0, 3)];
    },
    expect: (x: Plain, min: number, max: number) => {
      // Where the limits cross, the lower one is looked at first.
      const int = (v: bigint, a: bigint, b: bigint) => v < a ? a : v > b ? b : v;
      return unaryOp({ float: UNARY.clamp!.float!, int }, x, min, max);
    },
    out: 3,
  },
  ...["addcmul", "addcdiv"].map((name): Case => ({
    name,
    draw: (draw) => {
      const x = draw.tensor(), operands = [x, draw.broadcasting(x), draw.broadcasting(x)];
      return draw.chance(2) ? [...operands, { value: 2 }] : operands;
    },
    expect: (x: Plain, a: Plain, b: Plain, options?: { value?: number }) => {
      need(x.dtype === a.dtype && x.dtype === b.dtype, "dtypes differ");
      const shape = broadcast(x.shape, broadcast(a.shape, b.shape)), value = options?.value ?? 1;
      needDtype(TERNARY[name]!, x);
      if (name === "addcdiv" && isInt(x) && !shape.includes(0)) need(!b.values.includes(0), "division by 0");
      const factor = value === 2 ? TERNARY[name]! : {
        float: (x: number, y: number, z: number) => name === "addcmul" ? x + y * z : x + y / z,
        int: (x: bigint, y: bigint, z: bigint) => name === "addcmul" ? x + y * z : x + y / z,
      };
      return make(
        x.dtype,
        shape,
        (index) => compute(factor, x.dtype, [stretched(x, index), stretched(a, index), stretched(b, index)]),
      );
    },
    out: 3,
    methodArgs: ([, a, b, options]) => [(options as { value?: number } | undefined)?.value ?? 1, a, b],
  })),
];

/** Those that read one tensor alone. */
const TESTS = ["logicalNot", "isNaN", "isInf", "isFinite"];

const compareCases: Case[] = [
  ...Object.entries(COMPARE).map(([name, test]): Case => ({
    name,
    draw: (draw) => {
      const x = draw.tensor({ dtypes: ["float32", "float64", "uint8", "int8", "int16", "int32", "int64", "bool"] });
      if (TESTS.includes(name)) return [x];
      return [x, draw.chance(3) ? scalarFor(draw, x) : draw.broadcasting(x)];
    },
    expect: (x: Plain, y: Plain | Scalar | undefined) => {
      need(isFloat(x) || isInt(x) || x.dtype === "bool", "dtype");
      if (typeof y !== "object") {
        return make("uint8", x.shape, (index) => +test(stretched(x, index), y ?? 0));
      }
      need(x.dtype === y.dtype, "dtypes differ");
      return make("uint8", broadcast(x.shape, y.shape), (index) => +test(stretched(x, index), stretched(y, index)));
    },
    method: "new",
  })),
  {
    name: "equal",
    draw: (draw) => {
      const x = draw.tensor();
      return [x, draw.chance(2) ? draw.like(x) : x];
    },
    expect: (x: Plain, y: Plain) => {
      need(x.dtype === y.dtype, "dtypes differ");
      return sameShape(x.shape, y.shape) && x.values.every((v, i) => v === y.values[i]);
    },
    method: "new",
  },
];

/** Functions of each element. */
export const POINTWISE: readonly Case[] = [
  ...unaryCases,
  ...mixedCases,
  ...tensorOnlyCases,
  ...fusedCases,
  ...compareCases,
];
