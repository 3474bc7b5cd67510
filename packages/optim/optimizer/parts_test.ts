import { assertEquals, assertThrows } from "@std/assert";
import { type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { type Method, Optimizer, sgd, type Step } from "../mod.ts";
import { Bowl, momentum, twice } from "../testing_bowl.ts";

Deno.test("parameters that lie side by side are moved by one call, also out of order, transposed or empty", () => {
  const x = zeros([14]), gradient = zeros([20]);
  const at = (
    start: number,
    shift = 3,
  ): [Tensor, Tensor] => [x.narrow(0, start, 4), gradient.narrow(0, start + shift, 4)];
  const sizesOf = (...pairs: [Tensor, Tensor][]): number[][] => {
    const group = { parameters: pairs.map(([x]) => x), gradients: pairs.map(([, g]) => g) };
    return new Optimizer([group], { method: sgd }).state().groups[0]!.sizes;
  };
  assertEquals(sizesOf(at(4), at(0), at(8)), [[4, 4, 4]]);
  assertEquals(sizesOf(at(9), at(0), at(4)), [[4], [4, 4]]);
  assertEquals(sizesOf(at(0), at(4, 4)), [[4], [4]]);
  assertEquals(sizesOf(at(0), at(2), at(0)), [[4, 4, 4]]);
  assertEquals(sizesOf([x.narrow(0, 0, 0), gradient.narrow(0, 0, 0)], at(0)), [[4]]);
  assertEquals(sizesOf([at(0)[0].view(2, 2).t(), at(0)[1].view(2, 2).t()]), [[4]]);
  const columns = (k: number): [Tensor, Tensor] => [
    x.narrow(0, 0, 12).view(4, 3).select(1, k),
    gradient.narrow(0, 0, 12).view(4, 3).select(1, k),
  ];
  assertEquals(sizesOf(columns(0), columns(1), columns(2)), [[4, 4, 4]]);
  assertThrows(() => sizesOf(columns(0), columns(2)), TypeError, "parameters must use their memory without gaps");
});

Deno.test("a parameter that is listed twice is moved once", () => {
  const x = tensor([1]), gradient = tensor([1]);
  new Optimizer([{ parameters: [x, x], gradients: [gradient, gradient] }], { method: sgd, learningRate: 0.5 }).step();
  assertEquals(x.item(), 0.5);
});

Deno.test("a method may evaluate as often as it wants, where it wants", () => {
  for (const where of ["x", "elsewhere"] as const) {
    const bowl = new Bowl([3, 4]), method = twice(where), before = bowl.closure();
    bowl.seen.length = 0;
    const loss = new Optimizer(bowl, { method }).step(bowl.closure);
    assertEquals([loss, method.seen, method.sizes, bowl.seen], [before, [before, 0], [7], [before, 0]]);
    assertEquals(bowl.flat.dot(bowl.flat), 0);
  }
});

Deno.test("a method that evaluates several times moves one part after the other", () => {
  const bowl = new Bowl([1, 1], false), method = twice("x");
  bowl.lists[0].forEach((x) => x.fill(2));
  assertEquals(new Optimizer(bowl, { method }).step(bowl.closure), 4);
  assertEquals([method.seen, bowl.values()], [[4, 2, 2, 0], [0, 0]]);
  const alone = new Bowl();
  assertThrows(
    () => new Optimizer(alone, { method: twice("x") }).step(),
    TypeError,
    "evaluates more than once a step and must have a closure",
  );
});

Deno.test("Optimizer follows parameters that are moved to other memory, until they are split anew after the first step", () => {
  const bowl = new Bowl(undefined, false), target = new Bowl(undefined, true);
  const optimizer = new Optimizer(bowl, momentum),
    move = (from: Bowl, to: Bowl): void => {
      for (const side of [0, 1] as const) from.lists[side].forEach((x, k) => x.set(to.lists[side][k]!));
    };
  move(bowl, target);
  optimizer.step(bowl.closure);
  assertEquals(optimizer.state().groups[0]!.sizes, [[3, 4, 5]]);
  move(bowl, new Bowl(undefined, true));
  optimizer.step(bowl.closure);
  move(bowl, new Bowl(undefined, false));
  assertThrows(
    () => optimizer.step(bowl.closure),
    TypeError,
    "parameters must stay together after the first step but those moved at once are number [0] [1] [2], before [0, 1, 2]",
  );
});

Deno.test("Optimizer begins anew when the closure moves parameters to other memory, once", () => {
  const bowl = new Bowl(undefined, false), alone = new Bowl(undefined, true), optimizer = new Optimizer(bowl, momentum);
  const move = (to: Bowl): number => {
    for (const side of [0, 1] as const) bowl.lists[side].forEach((x, k) => x.set(to.lists[side][k]!));
    return bowl.closure();
  };
  const target = new Bowl(undefined, true), other = new Optimizer(alone, momentum);
  assertEquals(optimizer.step(() => move(target)), other.step(alone.closure));
  assertEquals([bowl.seen.length, optimizer.steps, bowl.values()], [2, 1, alone.values()]);
  const before = bowl.values();
  assertThrows(
    () => optimizer.step(() => move(new Bowl(undefined, true))),
    TypeError,
    "closure must leave parameters in their memory but moved them each time it was called",
  );
  assertEquals([optimizer.steps, bowl.values() === before], [1, false]);
});

/** Nesterov's method as Torch7 has it. */
const ahead: Method = (feval, x, config: { learningRate?: number }, state: { velocity?: Tensor }): Step => {
  const { learningRate = 0.1 } = config, start = x.clone();
  if (state.velocity !== undefined) x.add(0.9, state.velocity);
  let result;
  try {
    result = feval(x);
  } catch (error) {
    x.copy(start);
    throw error;
  }
  x.add(-learningRate, result[1]);
  state.velocity = x.clone().add(-1, start);
  return [x, [result[0]]];
};

Deno.test("a method may move before it asks, as Nesterov's does: all parts have moved then", () => {
  const bowls = [true, false].map((together) => new Bowl(undefined, together));
  const optimizers = bowls.map((bowl) => new Optimizer(bowl, { method: ahead }));
  // x ← x + 0.9 v, then − 0.1 of the gradient there, for each element alone
  let x = bowls[0]!.flat.clone(), v = x.clone().zero();
  for (let k = 0; k < 4; k++) {
    const losses = bowls.map((bowl, k) => optimizers[k]!.step(bowl.closure));
    const next = x.clone().add(0.9, v).mul(0.9);
    assertClose(losses, Array(2).fill(x.clone().add(0.9, v).norm() ** 2 / 2), { relative: 1e-12 });
    [x, v] = [next, next.clone().add(-1, x)];
    for (const bowl of bowls) {
      assertClose(tensor(bowl.values() as number[], { dtype: "float64" }), x, { relative: 1e-12 });
    }
  }
  assertEquals(bowls.map(({ seen }) => seen.length), [4, 4]);
  for (const [k, optimizer] of optimizers.entries()) {
    optimizer.onNonFinite = "skip";
    const before = bowls[k]!.values();
    optimizer.step(() => NaN);
    assertEquals([bowls[k]!.values(), optimizer.skipped], [before, 1]);
  }
});

Deno.test("a method need not ask, and there may be many parts", () => {
  const shrink: Method = (_, x): Step => [x.mul(0.5), []];
  const bowl = new Bowl([1, 1], false),
    values = bowl.values() as number[],
    optimizer = new Optimizer(bowl, { method: shrink });
  optimizer.step();
  assertEquals(bowl.values(), values.map((x) => x / 2));
  const many = new Bowl(Array(3000).fill(1), false), before = many.values() as number[];
  new Optimizer(many, { method: sgd, learningRate: 0.5 }).step(many.closure);
  assertEquals([many.values(), many.seen.length], [before.map((x) => x / 2), 1]);
  const [one, all] = [true, false].map((together) => {
    const bowl = new Bowl(Array(600).fill(1), together), optimizer = new Optimizer(bowl, { method: ahead });
    for (let k = 0; k < 3; k++) optimizer.step(bowl.closure);
    return tensor(bowl.values() as number[], { dtype: "float64" });
  });
  assertClose(one!, all!, { relative: 1e-12 });
});

Deno.test("what is wrong with the last of many groups is an error before any part has moved", () => {
  const bowl = new Bowl(Array(300).fill(1), false), [parameters, gradients] = bowl.parameters();
  const groups = parameters.map((x, k) => ({ parameters: [x], gradients: [gradients[k]!], learningRate: 0.5 }));
  const optimizer = new Optimizer(groups, { method: sgd }), before = bowl.values() as number[];
  optimizer.groups[299]!.learningRate = -1;
  assertThrows(() => optimizer.step(bowl.closure), RangeError, "learningRate must be at least 0 but is -1");
  assertEquals(bowl.values(), before);
  optimizer.groups[299]!.learningRate = 0.5;
  optimizer.step(bowl.closure);
  assertEquals(bowl.values(), before.map((x) => x / 2));
});

Deno.test("Optimizer notices parameters that lie in another order than its state", () => {
  const bowl = new Bowl([2, 2]), optimizer = new Optimizer(bowl, momentum), other = new Bowl([2, 2]);
  optimizer.step(bowl.closure);
  for (const side of [0, 1] as const) bowl.lists[side].forEach((x, k) => x.set(other.lists[side][1 - k]!));
  assertThrows(() => optimizer.step(bowl.closure), TypeError, "those moved at once are number [1, 0], before [0, 1]");
});
