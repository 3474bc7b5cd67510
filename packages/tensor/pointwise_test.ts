import { assert, assertEquals } from "@std/assert";
import * as T from "./mod.ts";
import { type Dtype, empty, type Tensor, tensor } from "./mod.ts";
import { binaryInto, fresh, op, opNames, ternaryInto, unaryGradInto, unaryInto } from "./native.ts";
import { BINARY, type Reference, TERNARY, UNARY } from "./pointwise_reference_test.ts";
import { layoutsOf } from "./testing.ts";

const BITS = { uint8: 8, int8: 8, int16: 16, int32: 32, int64: 64 } as const;
type Integer = keyof typeof BITS;
const INTEGERS = Object.keys(BITS) as Integer[], FLOATS = ["float32", "float64"] as const;

// deno-fmt-ignore
const REALS = [-2.5, -1, -0.75, -0.5, -0, 0, 0.25, 0.5, 1, 1.5, 2.5, 3, NaN, Infinity, -Infinity, 2 ** -10, 30, -30];
const WHOLE = [0n, 1n, 2n, 3n, 5n, 7n, 100n, 127n, -1n, -2n, -3n, -7n, -100n, -128n];

function wrap(dtype: Integer, value: bigint): bigint {
  return dtype === "uint8" ? BigInt.asUintN(8, value) : BigInt.asIntN(BITS[dtype], value);
}

/** The values of an integer dtype, with its extremes. */
function wholesOf(dtype: Integer): bigint[] {
  const high = dtype === "uint8" ? 255n : (1n << BigInt(BITS[dtype] - 1)) - 1n;
  return [...WHOLE, high, high - 1n, wrap(dtype, high + 1n), 64n].map((x) => wrap(dtype, x));
}

/** The same numbers in another order, without zeros where they divide. */
function shuffled<N>(list: readonly N[], step: number): N[] {
  return list.map((_, i) => list[(i * step + 4) % list.length]!);
}

/** Elements in row-major order: bigints for int64, numbers else. */
function elements(x: Tensor): (number | bigint)[] {
  return x.count === 0 ? [] : [...x.clone().cpu().data] as (number | bigint)[];
}

function isClose(actual: number, expected: number, dtype: Dtype): boolean {
  if (Object.is(actual, expected) || actual === expected || (Number.isNaN(actual) && Number.isNaN(expected))) {
    return true;
  }
  const relative = dtype === "float32" ? 2e-6 : 4e-14;
  return Math.abs(actual - expected) <= relative * Math.max(Math.abs(expected), 0.1);
}

/** Compares a result with the reference, element by element. */
function check(what: string, actual: Tensor, dtype: Dtype, expected: readonly (number | bigint)[]): void {
  const found = elements(actual);
  assertEquals(found.length, expected.length, what);
  found.forEach((value, i) => {
    const wanted = expected[i]!;
    const same = typeof wanted === "bigint"
      ? BigInt(value) === wanted
      : isClose(Number(value), dtype === "float32" ? Math.fround(wanted) : wanted, dtype);
    assert(same, `${what}, element ${i}: ${value} instead of ${wanted}`);
  });
}

/** A case of the table: the operands' elements and the elements of the result. */
interface Case {
  operands: Tensor[];
  expected: (number | bigint)[];
}

/** Builds the operands of an op and what it must give; `undefined` if the op has no such dtype. */
function caseOf(
  reference: Reference,
  dtype: Integer | "float32" | "float64",
  tensors: number,
  divides: boolean,
): Case | undefined {
  const scalars = [...reference.args ?? [], 0, 0];
  if (dtype === "float32" || dtype === "float64") {
    const { float } = reference;
    if (float === undefined) return undefined;
    const lists = [REALS, shuffled(REALS, 5), shuffled(REALS, 7)].slice(0, tensors);
    const expected = REALS.map((_, i) => {
      const all = [...lists.map((list) => list[i]!), ...scalars];
      return float(all[0]!, all[1]!, all[2]!);
    });
    return { operands: lists.map((list) => tensor(list, { dtype }).view(3, 6)), expected };
  }
  const { int } = reference;
  if (int === undefined) return undefined;
  const values = wholesOf(dtype), lists = [values, shuffled(values, 5), shuffled(values, 7)].slice(0, tensors);
  if (divides) lists[tensors - 1] = lists[tensors - 1]!.map((v) => v === 0n ? 3n : v);
  const big = scalars.map((s) => BigInt(Math.trunc(s)));
  const expected = values.map((_, i) => {
    const all = [...lists.map((list) => list[i]!), ...big];
    return wrap(dtype, int(all[0]!, all[1]!, all[2]!, (value) => wrap(dtype, value)));
  });
  return { operands: lists.map((list) => tensor(list, { dtype }).view(3, 6)), expected };
}

type Run = (r: Tensor, operands: Tensor[]) => Tensor;

/** Runs an op over all layouts of its operands and of the result, in place, on empty and on large tensors. */
function checkLayouts(what: string, { operands, expected }: Case, dtype: Dtype, run: Run): void {
  const layouts = operands.map((x) => Object.values(layoutsOf(x))), names = Object.keys(layoutsOf(operands[0]!));
  for (const [i, name] of names.entries()) {
    const mixed = layouts.map((list, k) => list[(i + k) % list.length]!),
      r = fresh(operands[0]!.store.code, [3, 6], operands[0]!.store.device);
    check(`${what}, ${name} operands`, run(r, layouts.map((list) => list[i]!)), dtype, expected);
    check(`${what}, mixed operands from ${name}`, run(r, mixed), dtype, expected);
    const receivers = Object.values(layoutsOf(r));
    check(`${what}, into ${name}`, run(receivers[i]!, operands), dtype, expected);
    const own = Object.values(layoutsOf(operands[0]!))[i]!;
    check(`${what}, in place, ${name}`, run(own, [own, ...operands.slice(1)]), dtype, expected);
  }
  const none = empty([], { dtype }), rows = empty([0, 6], { dtype });
  assertEquals(run(none, operands.map(() => empty([], { dtype }))).count, 0, `${what}, empty`);
  assertEquals(run(rows, operands.map(() => empty([0, 6], { dtype }))).size(), [0, 6], `${what}, no rows`);
  // Large enough to be split between threads, and into vectors and what is left over.
  const times = 5000, tall = [times, 3, 6];
  const large = operands.map((x) => x.view(1, 3, 6).expand(tall).clone());
  const result = run(fresh(operands[0]!.store.code, tall, operands[0]!.store.device), large);
  for (const i of [0, 1, times - 1]) check(`${what}, large, part ${i}`, result.select(0, i), dtype, expected);
}

Deno.test("every unary op has a reference, every reference an op", () => {
  assertEquals(Object.keys(UNARY).sort(), opNames("unary").toSorted());
  assertEquals(Object.keys(BINARY).sort(), opNames("binary").toSorted());
  assertEquals(Object.keys(TERNARY).sort(), opNames("ternary").toSorted());
});

for (const [name, reference] of Object.entries(UNARY)) {
  Deno.test(`${name} agrees with its reference in every dtype and layout`, () => {
    const [a = 0, b = 0] = reference.args ?? [], divides = name === "reverseDiv";
    for (const dtype of [...FLOATS, ...INTEGERS]) {
      const made = caseOf(reference, dtype, 1, divides), number = op("unary", name);
      if (made !== undefined) {
        checkLayouts(`${name} ${dtype}`, made, dtype, (r, [x]) => unaryInto(number, r, x!, a, b));
      } else {
        const x = tensor([1], { dtype }), error = thrown(() => unaryInto(number, x, x, a, b));
        assertEquals(error?.message, `Cannot run ${number.caller}: not defined for ${dtype}`);
      }
    }
  });
}

for (const [name, reference] of Object.entries(BINARY)) {
  Deno.test(`${name} agrees with its reference in every dtype and layout`, () => {
    const [a = 0] = reference.args ?? [], divides = ["cdiv", "cfmod", "cremainder"].includes(name);
    for (const dtype of [...FLOATS, ...INTEGERS]) {
      const made = caseOf(reference, dtype, 2, divides), number = op("binary", name);
      if (made !== undefined) {
        checkLayouts(`${name} ${dtype}`, made, dtype, (r, [x, y]) => binaryInto(number, r, x!, y!, a));
      } else {
        const x = tensor([1], { dtype }), error = thrown(() => binaryInto(number, x, x, x, a));
        assertEquals(error?.message, `Cannot run ${number.caller}: not defined for ${dtype}`);
      }
    }
  });
}

for (const [name, reference] of Object.entries(TERNARY)) {
  Deno.test(`${name} agrees with its reference in every dtype and layout`, () => {
    for (const dtype of [...FLOATS, ...INTEGERS]) {
      const made = caseOf(reference, dtype, 3, name === "addcdiv")!, number = op("ternary", name);
      checkLayouts(`${name} ${dtype}`, made, dtype, (r, [x, y, z]) => ternaryInto(number, r, x!, y!, z!, 2));
    }
  });
}

for (const [name, { args: [a = 0, b = 0] = [], float, kinks = [] }] of Object.entries(UNARY)) {
  if (float === undefined) continue;
  Deno.test(`the gradient of ${name} agrees with finite differences`, () => {
    const number = op("unary", name), step = 2 ** -17, points: number[] = [];
    for (let x = -3.3; x < 3.5; x += 0.17) {
      if (Number.isFinite(float(x, a, b)) && kinks.every((kink) => Math.abs(x - kink) > 0.05)) points.push(x);
    }
    const x = tensor(points, { dtype: "float64" }), y = unaryInto(number, x.clone(), x, a, b);
    const g = tensor(points.map((_, i) => 1 + i / 8), { dtype: "float64" });
    const expected = points.map((x, i) => (float(x + step, a, b) - float(x - step, a, b)) / (2 * step) * g.get(i));
    for (const dtype of FLOATS) {
      const operands = [g, x, y].map((t) => t.to(dtype)) as [Tensor, Tensor, Tensor], r = operands[0].clone();
      const tolerance = dtype === "float64" ? 1e-7 : 1e-4;
      for (const strided of [false, true]) {
        const [dg, dx, dy] = strided ? operands.map((t) => layoutsOf(t).strided) as typeof operands : operands;
        const found = unaryGradInto(number, r, dg, dx, dy, a, b).toArray() as number[];
        found.forEach((value, i) => {
          const wanted = expected[i]!, allowed = tolerance * (1 + Math.abs(wanted) + Math.abs(wanted * points[i]!));
          assert(Math.abs(value - wanted) <= allowed, `${name} ${dtype} at ${points[i]}: ${value}, not ${wanted}`);
        });
      }
    }
  });
}

function thrown(fn: () => unknown): Error | undefined {
  try {
    fn();
  } catch (error) {
    return error as Error;
  }
  return undefined;
}

type Unary = (x: Tensor, options?: T.OutOption) => Tensor;

Deno.test("the functions make new tensors or fill out, the methods work in place", () => {
  // deno-fmt-ignore
  const names = ["abs", "sign", "neg", "cinv", "square", "sqrt", "rsqrt", "exp", "expm1", "log", "log1p", "lgamma", "sigmoid",
    "relu", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "ceil", "floor", "round", "trunc", "frac"];
  for (const name of names) {
    const x = tensor([0.25, 0.5, 0.75]), before = x.toArray();
    const expected = unaryInto(op("unary", name), empty([3]), x).toArray();
    const fn = (T as unknown as Record<string, Unary>)[name]!;
    assertEquals(fn(x).toArray(), expected, name);
    assertEquals(x.toArray(), before, name);
    const out = empty([1]);
    assert(fn(x, { out }) === out, name);
    assertEquals(out.toArray(), expected, name);
    const method = (x as unknown as Record<string, () => Tensor>)[name]!;
    assert(method.call(x) === x, name);
    assertEquals(x.toArray(), expected, name);
  }
  assertEquals(T.reciprocal(tensor([4])).toArray(), tensor([4]).reciprocal().toArray());
});
