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
  zeros,
} from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import type { Objective } from "./mod.ts";

/** An optimizer with its settings at hand. */
export type Stepper = (feval: Objective, x: Tensor, state: Record<string, unknown>) => unknown;

function draw(n: number, dtype: Dtype): Tensor {
  manualSeed(7);
  return randn([n], { dtype: "float64" }).to(dtype);
}

/** ½ |x|², whose gradient is x; it lies in memory of its own. */
function bowl(x: Tensor): Objective {
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

/** After the first step no tensor is made: what is kept stays where it is, and no memory is asked for. */
export function assertKeepsMemory(step: Stepper): void {
  const x = draw(5000, "float64"), feval = bowl(x), state: Record<string, unknown> = {};
  step(feval, x, state);
  const kept = Object.entries(state), before = Deno.memoryUsage().external;
  for (let k = 0; k < 20; k++) step(feval, x, state);
  for (const [name, value] of kept) if (typeof value === "object") assertStrictEquals(state[name], value);
  assertEquals(Object.keys(state), kept.map(([name]) => name));
  const grown = Deno.memoryUsage().external - before;
  assert(grown < 4096, `${grown} bytes were asked for`);
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
