import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose, countBuffers } from "@taimatsu/tensor/testing";
import { adam, type AdamConfig, asgd, cg, lbfgs, lswolfe, type Method, Optimizer, sgd, type Step } from "../mod.ts";
import { valley } from "../testing.ts";
import { Bowl, momentum, twice } from "../testing_bowl.ts";

for (const [name, method] of [["sgd", sgd], ["adam", adam]] as const) {
  Deno.test(`Optimizer moves parameters as ${name} itself does, side by side or apart`, () => {
    const settings = { learningRate: 0.05, weightDecay: 0.01 };
    const flat = new Bowl(), apart = new Bowl(undefined, false), alone = new Bowl(), state = {};
    const one = new Optimizer(flat, { method, ...settings }), many = new Optimizer(apart, { method, ...settings });
    for (let k = 0; k < 5; k++) {
      const loss = one.step(flat.closure);
      many.step(apart.closure);
      const [, [wanted]] = method(() => [alone.closure(), alone.flatGradient], alone.flat, settings, state);
      assertEquals(loss, wanted);
      assertEquals(flat.values(), alone.values());
      assertEquals(apart.values(), alone.values());
    }
    assertEquals([one.steps, flat.seen.length, apart.seen.length], [5, 5, 5]);
    assertEquals(one.state().groups[0]!.sizes, [[3, 4, 5]]);
    assertEquals(many.state().groups[0]!.sizes, [[3], [4], [5]]);
  });
}

interface Case {
  clipNorm: number | null;
  clipValue: number | null;
  sizes: number[][];
  centres: number[][];
  weights: number[][];
  start: number[][];
  steps: { loss: number; rates: number[]; norm: number | null; parameters: number[][] }[];
}

Deno.test("Optimizer with two groups and clipping goes PyTorch's way", () => {
  const cases: Case[] = JSON.parse(
    Deno.readTextFileSync(new URL("../testdata/pytorch/optimizer.json", import.meta.url)),
  );
  for (const { clipNorm, clipValue, sizes, centres, weights, start, steps } of cases) {
    const read = (list: number[][]): Tensor[] => list.map((x, k) => tensor(x, { dtype: "float64" }).view(sizes[k]!));
    const x = read(start), gradients = read(start), c = read(centres), w = read(weights);
    const group = (from: number, to?: number) => ({
      parameters: x.slice(from, to),
      gradients: gradients.slice(from, to),
    });
    const optimizer = new Optimizer([
      { ...group(0, 2), learningRate: 0.2, nesterov: true },
      { ...group(2), momentum: 0.5, weightDecay: 0.1 },
    ], { method: sgd, learningRate: 0.05, momentum: 0.9, dampening: 0 });
    if (clipNorm !== null) optimizer.clipNorm = clipNorm;
    if (clipValue !== null) optimizer.clipValue = clipValue;
    for (const { loss, rates, norm, parameters } of steps) {
      rates.forEach((rate, g) => optimizer.groups[g]!.learningRate = rate);
      const found = optimizer.step(() => {
        let total = 0;
        x.forEach((x, k) => {
          const d = x.clone().add(-1, c[k]!);
          gradients[k]!.copy(d).cmul(w[k]!);
          total += gradients[k]!.dot(d) / 2;
        });
        return total;
      });
      assertClose(found, loss, { relative: 1e-12 });
      if (norm !== null) assertClose(optimizer.gradNorm, norm, { relative: 1e-12 });
      x.forEach((x, k) => assertClose(x.view(-1), parameters[k]!, { relative: 1e-11, absolute: 1e-14 }));
    }
  }
});

Deno.test("each group has settings of its own over those of the optimizer, and they may change", () => {
  const { lists: [x, g] } = new Bowl([2, 2, 1]);
  g.forEach((gradient) => gradient.fill(1));
  x.forEach((x) => x.fill(0));
  const optimizer = new Optimizer([
    { parameters: [x[0]!], gradients: [g[0]!] },
    { parameters: [x[1]!], gradients: [g[1]!], learningRate: 0.5 },
  ], { method: sgd, learningRate: 0.25 });
  assertEquals(optimizer.step(), undefined);
  assertEquals([x[0]!.toArray(), x[1]!.toArray()], [[-0.25, -0.25], [-0.5, -0.5]]);
  assertStrictEquals(optimizer.addGroup({ parameters: [x[2]!], gradients: [g[2]!], learningRate: 2 }), optimizer);
  optimizer.groups[0]!.learningRate = 0;
  optimizer.step();
  assertEquals(x.map((x) => x.toArray()), [[-0.25, -0.25], [-1, -1], [-2]]);
  assertEquals(optimizer.groups.map(({ learningRate }) => learningRate), [0, 0.5, 2]);
});

for (
  const [step, make] of [
    [
      (x: Tensor, state: object) => lbfgs(valley, x, { lineSearch: lswolfe, maxIter: 5 }, state),
      (at: Bowl) => new Optimizer(at, { method: lbfgs, lineSearch: lswolfe, maxIter: 5 }),
    ],
    [
      (x: Tensor, state: object) => cg(valley, x, { maxIter: 5 }, state),
      (at: Bowl) => new Optimizer(at, { method: cg, maxIter: 5 }),
    ],
    [
      (x: Tensor, state: object) => asgd(valley, x, { eta0: 1e-3, t0: 2 }, state),
      (at: Bowl) => new Optimizer(at, { method: asgd, eta0: 1e-3, t0: 2 }),
    ],
  ] as const
) {
  const bowl = new Bowl([2, 3]), optimizer = make(bowl);
  Deno.test(`Optimizer moves parameters as ${optimizer.method.name} itself does, which returns more than others`, () => {
    const x = bowl.flat.clone(), state = {};
    for (let k = 0; k < 4; k++) {
      const loss = optimizer.step(() => {
        const [value, gradient] = valley(bowl.flat);
        bowl.flatGradient.copy(gradient);
        return value;
      });
      assertEquals(loss, step(x, state)[1][0]);
      assertEquals(bowl.flat.toArray(), x.toArray());
    }
  });
}

Deno.test("zeroGrad sets all gradients to 0", () => {
  for (const together of [true, false]) {
    const bowl = new Bowl(undefined, together);
    bowl.closure();
    new Optimizer(bowl, momentum).zeroGrad();
    assertEquals(bowl.lists[1].map((g) => g.sum()), [0, 0, 0]);
  }
});

Deno.test("after the first step no memory is asked for", () => {
  for (const together of [true, false]) {
    for (const method of [sgd, adam, twice("elsewhere")]) {
      const bowl = new Bowl([5000, 5000], together);
      const optimizer = new Optimizer(bowl, { method: method as Method, clipNorm: 1, clipValue: 1 });
      const run = (): void => {
        optimizer.zeroGrad();
        optimizer.step(bowl.closure);
      };
      run();
      if (method !== sgd && method !== adam) continue; // it makes tensors of its own
      const buffers = countBuffers(() => {
        for (let k = 0; k < 2000; k++) run();
      });
      assertEquals(buffers, 0);
    }
  }
});

Deno.test("what is not finite is an error that names the step and the parameter, skips the step, or passes", () => {
  for (const [bad, text] of [[NaN, "NaN"], [-Infinity, "Infinity"]] as const) {
    const bowl = new Bowl(undefined, false), [parameters, gradients] = bowl.parameters();
    const names = ["fc1.weight", "fc1.bias", "fc2.weight"];
    const optimizer = new Optimizer([{ parameters, gradients, names }], { ...momentum, onNonFinite: "throw" });
    optimizer.step(bowl.closure);
    const before = bowl.values(),
      state = optimizer.state(),
      spoil = (): number => {
        bowl.closure();
        gradients[1]!.setAt([2], bad);
        return 1;
      };
    assertThrows(
      () => optimizer.step(spoil),
      RangeError,
      "Cannot run Optimizer.step: the gradient of parameter 1 (fc1.bias) of size [4] in groups[0] must be finite but holds " +
        `${text} in step 1`,
    );
    assertThrows(() => optimizer.step(() => bad), RangeError, `the loss must be finite but is ${bad} in step 1`);
    optimizer.onNonFinite = "skip";
    assertEquals([optimizer.step(spoil), optimizer.step(() => bad), optimizer.steps, optimizer.skipped], [
      1,
      bad,
      1,
      2,
    ]);
    assertEquals([bowl.values(), optimizer.state().groups[0]!.states.length], [before, 3]);
    assertEquals(optimizer.state().groups[0]!.states[1]!.evalCounter, state.groups[0]!.states[1]!.evalCounter);
    optimizer.onNonFinite = "ignore";
    optimizer.step(spoil);
    assert(!Number.isFinite(parameters[1]!.get(2)));
  }
});

Deno.test("a step that goes wrong changes nothing", () => {
  const bowl = new Bowl(undefined, false), [x, g] = bowl.parameters();
  const optimizer = new Optimizer([
    { parameters: x.slice(0, 2), gradients: g.slice(0, 2) },
    { parameters: x.slice(2), gradients: g.slice(2) },
  ], momentum);
  optimizer.step(bowl.closure);
  const before = bowl.values(), state = optimizer.state();
  const fail = (): number => {
    throw new Error("no gradient today");
  };
  assertThrows(() => optimizer.step(fail), Error, "no gradient today");
  assertThrows(() => optimizer.step((() => [1]) as never), TypeError, "closure must return the loss, a number");
  assertThrows(() => optimizer.step(3 as never), TypeError, "closure must be a function but is 3");
  optimizer.groups[1]!.learningRate = -1;
  assertThrows(
    () => optimizer.step(bowl.closure),
    RangeError,
    "Cannot run sgd: learningRate must be at least 0 but is -1",
  );
  optimizer.groups[1]!.learningRate = 0.1;
  optimizer.clipNorm = -1;
  assertThrows(
    () => optimizer.step(bowl.closure),
    RangeError,
    "Cannot run Optimizer.step: clipNorm must be at least 0",
  );
  optimizer.clipNorm = undefined;
  assertEquals([bowl.values(), optimizer.steps], [before, 1]);
  const again = new Bowl(undefined, false), other = new Optimizer(again, momentum);
  for (let k = 0; k < 2; k++) other.step(again.closure);
  optimizer.step(bowl.closure);
  assertEquals(bowl.values(), again.values());
  assertEquals(state.groups.map(({ sizes }) => sizes), [[[3], [4]], [[5]]]);
});

Deno.test("Optimizer says what is wrong with its arguments", () => {
  const x = zeros([2]),
    g = zeros([2]),
    make = (groups: unknown, options: object = {}) => () => new Optimizer(groups as never, { method: sgd, ...options });
  const one = { parameters: [x], gradients: [g] };
  const wrong: [() => unknown, string][] = [
    [make(3), "parameters must be groups or an object with parameters() but is 3"],
    [make(one), "parameters must be groups or an object with parameters() but is Object"],
    [make([]), "there must be parameters but there are none"],
    [make([null]), "groups[0] must be an object but is null"],
    [make([one], { method: "sgd" }), 'method must be a function such as sgd or adam but is "sgd"'],
    [make([one], { onNonFinite: "cry" }), 'onNonFinite must be one of throw, skip, ignore but is "cry"'],
    [make([{ parameters: [x] }]), "groups[0].gradients must be a list but is undefined"],
    [make([{ parameters: [x], gradients: [] }]), "groups[0].gradients must have 1 entries like parameters but has 0"],
    [make([{ ...one, names: [] }]), "groups[0].names must have 1 entries like parameters but has 0"],
    [
      make([{ parameters: [x], gradients: [zeros([3])] }]),
      "groups[0].gradients[0] must be [2] like groups[0].parameters",
    ],
    [
      make([{ parameters: [x.int()], gradients: [g] }]),
      "groups[0].parameters[0] must be float32 or float64 but is int32",
    ],
    [make([{ parameters: [x], gradients: [g.double()] }]), "groups[0].gradients[0] must be float32 like groups[0]"],
    [make([{ parameters: [x], gradients: [zeros([1]).expand(2)] }]), "must have the strides [1] like"],
    [make([one, { parameters: [x], gradients: [zeros([2])] }]), "parameters must belong to one group each"],
    [make([one, { parameters: [zeros([2])], gradients: [g] }]), "gradients must belong to one group each"],
    [make([{ parameters: [x, x], gradients: [g, zeros([2])] }]), "parameters and gradients must share memory alike"],
  ];
  for (const [run, text] of wrong) assertThrows(run, TypeError, text);
  assertThrows(
    make([one], { clipNorm: NaN }),
    RangeError,
    "Cannot run Optimizer: clipNorm must be at least 0 but is NaN",
  );
  const optimizer = new Optimizer([one], { method: sgd });
  assertThrows(() => optimizer.addGroup(one), TypeError, "Cannot run Optimizer.addGroup: parameters must belong");
  assertThrows(() => optimizer.addGroup(null as never), TypeError, "group must be an object but is null");
  assertEquals(optimizer.groups.length, 1);
});

Deno.test("the type knows the method's settings, and any optimizer is an Optimizer", () => {
  const own = (_feval: unknown, x: Tensor, _config: { speed: number }, _state: { n?: number }): Step => [x, []];
  const optimizer = new Optimizer(new Bowl(), { method: own, speed: 1 }), speed: number = optimizer.groups[0]!.speed;
  const config: AdamConfig = new Optimizer(new Bowl(), { method: adam, beta1: 0.8 }).groups[0]!;
  const any: Optimizer[] = [optimizer, new Optimizer(new Bowl(), { method: sgd })];
  assertEquals([speed, config.beta1, any.length], [1, 0.8, 2]);
  // @ts-expect-error adam has no momentum
  new Optimizer(new Bowl(), { method: adam, momentum: 0.9 });
});
