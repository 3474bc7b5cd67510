// What every optimizer must hold, for the tests of this package.
import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { type Dtype, getNumThreads, manualSeed, randn, setNumThreads, type Tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import type { Objective, Step } from "./mod.ts";

/** An optimizer with its settings at hand. */
export type Stepper = (feval: Objective, x: Tensor, state: Record<string, unknown>) => Step;

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
