import { assert, assertEquals, assertThrows } from "@std/assert";
import { ClassNLLCriterion } from "@taimatsu/criterion";
import { BatchNormalization, Dropout, Linear, LogSoftMax, Sequential, Tanh } from "@taimatsu/nn";
import { empty, FileFormatError, Generator, saveSafetensors, type Tensor, tensor } from "@taimatsu/tensor";
import { anotherDevice } from "@taimatsu/tensor/testing";
import {
  adam,
  CosineAnnealingLR,
  DataLoader,
  loadCheckpoint,
  type Method,
  Optimizer,
  saveCheckpoint,
  sgd,
} from "../mod.ts";

async function withFolder(fn: (folder: string) => unknown): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await fn(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("saveCheckpoint() and loadCheckpoint() keep all data", () =>
  withFolder((folder) => {
    const path = `${folder}/a`, x = tensor([1, NaN, -0], { dtype: "float64" });
    const data = {
      numbers: [0, -0, NaN, Infinity, -Infinity, 0.1, 2 ** 53],
      big: 2n ** 70n,
      text: "テンソル",
      nothing: null,
      undefined: undefined,
      flags: [true, false],
      map: new Map<unknown, unknown>([[1, "a"], ["b", { c: [] }]]),
      set: new Set([1, "x"]),
      date: new Date(0),
      arrays: [Float64Array.of(1, NaN), Uint8Array.of(255), BigInt64Array.of(-5n)],
      odd: { $: "tensor", value: "x" },
      x,
      nested: { x, list: [empty([])] },
    };
    saveCheckpoint(path, data);
    const loaded = loadCheckpoint<typeof data>(path), { x: y, nested, ...rest } = loaded;
    const { x: _x, nested: _nested, ...wanted } = data;
    assertEquals(rest, wanted);
    assert(Object.is(y.get(2), -0) && Number.isNaN(y.get(1)));
    assertEquals([nested.x.dtype, nested.list[0]!.size()], ["float64", []]);
  }));

/** A training whose every part draws or remembers something. */
function training(method: Method) {
  const generator = new Generator(5), random = { generator };
  const model = new Sequential().add(new Linear(4, 6, true, random)).add(
    new BatchNormalization(6, undefined, undefined, true, random),
  )
    .add(new Tanh()).add(new Dropout(0.4, false, false, false, random)).add(new Linear(6, 3, true, random)).add(
      new LogSoftMax(),
    );
  model.getParameters();
  const optimizer = new Optimizer(model, { method, learningRate: 0.05 } as never);
  const schedule = new CosineAnnealingLR(optimizer, { tMax: 20 });
  const input = tensor(Array.from({ length: 23 }, (_, i) => [Math.sin(i), Math.cos(i), i % 3, i % 5]));
  const target = tensor(Array.from({ length: 23 }, (_, i) => i % 3), { dtype: "int64" });
  const loader = new DataLoader([input, target], { batchSize: 4, shuffle: true, seed: 9 });
  return { model, optimizer, schedule, loader, generator };
}

type Training = ReturnType<typeof training>;

async function run({ model, optimizer, schedule, loader }: Training, steps: number): Promise<number[]> {
  const criterion = new ClassNLLCriterion(), losses: number[] = [];
  while (losses.length < steps) {
    for await (const [x, y] of loader) {
      optimizer.zeroGrad();
      losses.push(criterion.forward(model.forward(x), y));
      model.backward(x, criterion.backward(model.output, y));
      optimizer.step();
      schedule.step();
      if (losses.length === steps) break;
    }
  }
  return losses;
}

for (const [name, method] of Object.entries({ adam, sgd }) as [string, Method][]) {
  Deno.test(`training goes on to the bit from a checkpoint: ${name}`, () =>
    withFolder(async (folder) => {
      const path = `${folder}/a`, whole = training(method), wanted = await run(whole, 17);
      const first = training(method);
      await run(first, 8);
      saveCheckpoint(path, { ...first, step: 8 });
      const second = training(method);
      await run(second, 3);
      assertEquals(loadCheckpoint(path, second), { step: 8 });
      assertEquals(await run(second, 9), wanted.slice(8));
      const states = [whole, second].map(({ model }) => Object.values(model.stateDict()).map((x) => x.toArray()));
      assertEquals(states[1], states[0]);
    }));
}

Deno.test("loadCheckpoint() brings what an optimizer keeps to where its parameters are", () =>
  withFolder((folder) => {
    const path = `${folder}/a`,
      make = () => {
        const model = new Linear(3, 2, true, { device: anotherDevice(), generator: new Generator(1) });
        const optimizer = new Optimizer(model, { method: adam });
        return { model, optimizer };
      };
    const step = ({ model, optimizer }: ReturnType<typeof make>): unknown => {
      model.parameters()[1].forEach((g) => g.fill(0.25));
      optimizer.step();
      return model.parameters()[0].map((x) => x.toArray());
    };
    const first = make(), second = make();
    step(first);
    saveCheckpoint(path, first);
    loadCheckpoint(path, second);
    assertEquals(step(second), step(first));
  }));

Deno.test("what is kept of parts that are not given is returned", () =>
  withFolder((folder) => {
    const path = `${folder}/a`, model = new Linear(2, 1), generator = new Generator(3);
    const optimizer = new Optimizer(model, { method: sgd, learningRate: 0.5 });
    saveCheckpoint(path, { model, optimizer, generator });
    const loaded = loadCheckpoint(path) as {
      model: Record<string, Tensor>;
      optimizer: { method: string };
      generator: Tensor;
    };
    assertEquals(loaded.model.weight!.toArray(), model.weight.toArray());
    assertEquals(loaded.optimizer.method, "sgd");
    assertEquals(loaded.generator.toArray(), generator.getRNGState().toArray());
  }));

Deno.test("`keep` keeps older checkpoints", () =>
  withFolder((folder) => {
    const path = `${folder}/a`;
    for (let epoch = 0; epoch < 5; epoch++) saveCheckpoint(path, { epoch }, { keep: 3 });
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name).sort(), ["a", "a.1", "a.2"]);
    assertEquals(["a", "a.1", "a.2"].map((name) => loadCheckpoint(`${folder}/${name}`).epoch), [4, 3, 2]);
  }));

Deno.test("what a process left that was killed long ago is removed", () =>
  withFolder((folder) => {
    const path = `${folder}/a`, old = `${folder}/.a.x.partial`, recent = `${folder}/.a.y.partial`;
    saveCheckpoint(path, { epoch: 0 });
    for (const name of [old, recent]) Deno.writeTextFileSync(name, "");
    Deno.utimeSync(old, new Date(0), new Date(0));
    saveCheckpoint(path, { epoch: 1 });
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name).sort(), [".a.y.partial", "a"]);
  }));

Deno.test("bad parts, files and options are told apart", () =>
  withFolder((folder) => {
    const path = `${folder}/a`, model = new Linear(2, 1), circle: unknown[] = [];
    circle.push(circle);
    assertThrows(
      () => saveCheckpoint(path, { f: [() => 1] }),
      TypeError,
      "f.0 must be data, a generator, or have state()",
    );
    assertThrows(() => saveCheckpoint(path, { circle }), TypeError, "circle.0 must not contain itself");
    assertThrows(() => saveCheckpoint(path, model as never), TypeError, "parts must be an object of parts by name");
    assertThrows(() => saveCheckpoint(path, {}, { keep: 0 }), RangeError, "keep");
    saveCheckpoint(path, { model, epoch: 1 });
    assertThrows(() => loadCheckpoint(path, { net: model }), TypeError, "must have the part net but has model, epoch");
    assertThrows(() => loadCheckpoint(path, { epoch: model }), TypeError, "the part epoch must be data");
    assertThrows(() => loadCheckpoint(path, { model: 3 }), TypeError, "model must be a part with a state but is 3");
    assertThrows(
      () => loadCheckpoint(path, { model: new Linear(3, 1) }),
      TypeError,
      "weight must be [1, 3] but is [1, 2]",
    );
    assertThrows(() => loadCheckpoint(`${folder}/none`), Deno.errors.NotFound);
    saveSafetensors(path, { x: tensor([1]) });
    assertThrows(() => loadCheckpoint(path), FileFormatError, "a checkpoint was expected");
    saveSafetensors(path, { x: tensor([1]) }, { metadata: { "taimatsu.checkpoint": '{"version":2}' } });
    assertThrows(() => loadCheckpoint(path), FileFormatError, "version 2 is not known");
  }));
