// What every optimizer must hold, for the tests of this package.
import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import {
  type Dtype,
  getNumThreads,
  manualSeed,
  ones,
  randn,
  setNumThreads,
  type Tensor,
  tensor,
  zeros,
} from "@taimatsu/tensor";
import { assertClose, countBuffers } from "@taimatsu/tensor/testing";
import type { BatchStep, Objective, ValueObjective } from "./mod.ts";

/** An optimizer with its settings at hand. */
export type Stepper = (feval: Objective, x: Tensor, state: Record<string, unknown>) => unknown;

function draw(n: number, dtype: Dtype): Tensor {
  manualSeed(7);
  return randn([n], { dtype: "float64" }).to(dtype);
}

/** ½ |x|², whose gradient is x; it lies in memory of its own. */
export function bowl(x: Tensor): Objective {
  const gradient = x.clone();
  return () => [x.dot(x) / 2, gradient.copy(x)];
}

/** Parameters after some steps downhill. */
function train(step: Stepper, n: number, dtype: Dtype, steps = 5): Tensor {
  const x = draw(n, dtype), feval = bowl(x), state = {};
  for (let k = 0; k < steps; k++) step(feval, x, state);
  return x;
}

/** Registers the tests of every optimizer, for each of some settings. */
export function testSteps<C extends object>(
  name: string,
  optimize: (feval: Objective, x: Tensor, config: C, state: Record<string, unknown>) => unknown,
  configs: Record<string, C>,
): void {
  for (const [title, config] of Object.entries(configs)) {
    const step: Stepper = (feval, x, state) => optimize(feval, x, config, state);
    Deno.test(`${name}, ${title}: float32 gives what float64 gives`, () => assertSinglePrecision(step));
    Deno.test(`${name}, ${title}: threads do not matter`, () => assertSameWithThreads(step));
    Deno.test(`${name}, ${title}: keeps its memory`, () => assertKeepsMemory(step));
    Deno.test(`${name}, ${title}: survives a failure`, () => assertSurvivesFailure(step));
  }
}

/** An objective with the value 1 and this gradient, everywhere. */
export function pull(gradient: Tensor): Objective {
  return () => [1, gradient];
}

/** Wrong settings of an optimizer of two parameters are refused as they say, and x stays as it was. */
export function assertRefuses<C extends object>(
  name: string,
  optimize: (feval: Objective, x: Tensor, config: C, state?: Record<string, unknown>) => unknown,
  settings: [C, string][],
  companions: string[],
): void {
  const x = zeros([2]), fine = {} as C;
  for (const [config, text] of settings) {
    assertThrows(() => optimize(pull(zeros([2])), x, config), RangeError, `Cannot run ${name}: ${text}`);
  }
  for (const key of companions) {
    const other = zeros([2], { dtype: "float64" });
    assertThrows(
      () => optimize(pull(ones([2])), x, fine, { [key]: zeros([3]) }),
      TypeError,
      `Cannot run ${name}: state.${key} must be [2] like x but is [3]`,
    );
    assertThrows(
      () => optimize(pull(ones([2])), x, fine, { [key]: other }),
      TypeError,
      `Cannot run ${name}: state.${key} must be float32 like x but is float64`,
    );
  }
  const wrong = `Cannot run ${name}: the gradient must be [2] like x but is [5]`;
  assertThrows(() => optimize(pull(zeros([5])), x, fine), TypeError, wrong);
  assertThrows(() => optimize(pull(zeros([2])), zeros([2], { dtype: "int32" }), fine), TypeError, `Cannot run ${name}`);
  assertEquals(x.toArray(), [0, 0]);
}

/** float32 gives what float64 gives. */
export function assertSinglePrecision(step: Stepper): void {
  assertClose(train(step, 1000, "float32"), train(step, 1000, "float64").to("float32"), { relative: 1e-5 });
}

/** One thread gives what two give, bit for bit. */
export function assertSameWithThreads(step: Stepper): void {
  const before = getNumThreads();
  try {
    const [one, two] = [1, 2].map((threads) => {
      setNumThreads(threads);
      return train(step, 300001, "float32");
    });
    assert(one!.equal(two!), "the parameters differ");
  } finally {
    setNumThreads(before);
  }
}

/** After the first two steps nothing is made: what is kept stays where it is, and no memory is asked for, nor part of a slab. */
export function assertKeepsMemory(step: Stepper): void {
  const x = draw(5000, "float64"), feval = bowl(x), state: Record<string, unknown> = {};
  for (let k = 0; k < 2; k++) step(feval, x, state);
  const kept = Object.entries(state);
  const buffers = countBuffers(() => {
    for (let k = 0; k < 2000; k++) step(feval, x, state);
  });
  assertEquals(buffers, 0);
  for (const [name, value] of kept) if (typeof value === "object") assertStrictEquals(state[name], value);
  assertEquals(Object.keys(state), kept.map(([name]) => name));
}

/** A step that goes wrong leaves parameters and state as they were, and the next one works. */
export function assertSurvivesFailure(step: Stepper): void {
  const x = draw(4, "float64"), other = draw(4, "float64"), state = {}, otherState = {};
  const fail: Objective = () => {
    throw new Error("no gradient today");
  };
  step(bowl(other), other, otherState);
  assertThrows(() => step(fail, x, state), Error, "no gradient today");
  assertEquals(x.toArray(), draw(4, "float64").toArray());
  step(bowl(x), x, state);
  assertThrows(() => step(() => [0, draw(3, "float64")], x, state), TypeError);
  step(bowl(x), x, state);
  step(bowl(other), other, otherState);
  assertEquals(x.toArray(), other.toArray());
}

/** A batch optimizer with its settings at hand. */
export type BatchStepper = (feval: Objective, x: Tensor, state: Record<string, unknown>) => BatchStep;

/** Σ 100 (x₂ − x₁²)² + (1 − x₁)² over neighbours; its minimum is 0 at all ones. */
export const valley: Objective = (x) => {
  const a = x.view(-1).toArray() as number[], g = a.map(() => 0);
  let value = 0;
  for (let i = 0; i + 1 < a.length; i++) {
    const p = a[i]!, d = a[i + 1]! - p * p;
    value += 100 * d * d + (1 - p) ** 2;
    g[i]! -= 400 * p * d + 2 * (1 - p);
    g[i + 1]! += 200 * d;
  }
  return [value, tensor(g, { dtype: x.dtype })];
};

/** Σ x² + 10 (1 − cos 2πx), with a minimum near each point of whole numbers; the lowest is 0 at 0. */
export const rastrigin: ValueObjective = (x) =>
  (x.view(-1).toArray() as number[]).reduce((sum, v) => sum + v * v + 10 * (1 - Math.cos(2 * Math.PI * v)), 0);

/** An objective that counts how often it is asked. */
export function counting(feval: Objective): { feval: Objective; calls: number } {
  const counter = {
    calls: 0,
    feval: (x: Tensor): ReturnType<Objective> => {
      counter.calls++;
      return feval(x);
    },
  };
  return counter;
}

/** Settings generous enough given, finds the minimum of {@linkcode valley}, in both dtypes, for parameters of any shape. */
export function assertFindsMinimum(step: BatchStepper): void {
  for (const [dtype, absolute] of [["float64", 1e-5], ["float32", 0.02]] as const) {
    const x = tensor([[-1.2, 1], [-0.5, 0.8]], { dtype }), counter = counting(valley), state = {};
    for (let k = 0; k < 5; k++) {
      const before = counter.calls, [moved, losses, evaluations] = step(counter.feval, x, state);
      assertStrictEquals(moved, x);
      assertEquals(evaluations, counter.calls - before);
      assertClose(losses.at(-1)!, valley(x)[0], { absolute: 1e-6, relative: 1e-4 });
    }
    assertClose(x, [[1, 1], [1, 1]], { absolute });
  }
}

/** When the objective fails, at whatever call, the parameters are as before; afterwards the same state works as a new one. */
export function assertBatchSurvivesFailure(step: BatchStepper): void {
  for (const [failing, dtype] of [[1, "float64"], [2, "float64"], [5, "float32"]] as const) {
    const x = tensor([-1.2, 1, -0.5], { dtype }), start = x.clone(), state = {}, fresh = x.clone();
    const counter = counting((x) => {
      if (counter.calls === failing) throw new Error("no gradient today");
      return valley(x);
    });
    assertThrows(() => step(counter.feval, x, state), Error, "no gradient today");
    assertEquals(x.toArray(), start.toArray());
    assertEquals(step(valley, x, state)[1], step(valley, fresh, {})[1]);
    assertEquals(x.toArray(), fresh.toArray());
  }
}

/** A start or an objective that makes no sense gives an error that says so, and moves nothing. */
export function assertSaysWhatIsWrong(caller: string, step: BatchStepper): void {
  const x = zeros([2, 3]), other = (result: unknown) => () => step(() => result as [number, Tensor], x, {});
  const nan = zeros([2, 3]);
  nan.set(1, 1, NaN);
  const types: [() => unknown, string][] = [
    [other(undefined), "the objective must return a number and the gradient but returned undefined"],
    [other([x, x]), "the objective must return a number and the gradient but returned a list that begins with object"],
    [other([1]), "the gradient must be a tensor but is undefined"],
    [other([1, zeros([2])]), "the gradient must be [2, 3] like x but is [2]"],
    [other([1, zeros([2, 3], { dtype: "float64" })]), "the gradient must be float32 like x but is float64"],
    [() => step(valley, zeros([2, 3], { dtype: "int64" }), {}), "x must be float32 or float64 but is int64"],
    [() => step(valley, zeros([2, 3]).t(), {}), "x must be contiguous but has the strides [1, 3]"],
    [() => step(3 as unknown as Objective, x, {}), "the objective must be a function but is number"],
  ];
  for (const [run, text] of types) assertThrows(run, TypeError, `Cannot run ${caller}: ${text}`);
  const ranges: [() => unknown, string][] = [
    [other([NaN, zeros([2, 3])]), "the loss at the start must be finite but is NaN"],
    [other([Infinity, zeros([2, 3])]), "the loss at the start must be finite but is Infinity"],
    [other([1, nan]), "the 1-norm of the gradient at the start must be finite but is NaN"],
  ];
  for (const [run, text] of ranges) assertThrows(run, RangeError, `Cannot run ${caller}: ${text}`);
  assertEquals(x.toArray(), zeros([2, 3]).toArray());
}
