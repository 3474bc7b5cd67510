// Every method with random settings, parameters and objectives, valid or not: a step, or a documented error after which parameters,
// settings and state are what they were.
import { assert, assertEquals } from "@std/assert";
import { Generator, getNumThreads, isTensor, setNumThreads, sign, type Tensor, zeros } from "@taimatsu/tensor";
import { assertClose, memoryGrowth } from "@taimatsu/tensor/testing";
import * as O from "./mod.ts";
import { attempt, check, type Draw, show, Thrown } from "./property/draw.ts";
import { type Answer, BATCH, bowl, FIRST_ORDER, type Kind, KINDS, settingsOf } from "./property/methods.ts";

/** Calls with anything, over all methods, and a tenth as many that are compared. */
const CALLS = 2e4;

const FLOATS = ["float32", "float64"] as const;

/** An objective is not asked more often: some settings mean that the search never ends. */
const PATIENCE = 300;

/** Parameters of n elements, in one dimension or two, in memory of their own or among others. */
function parameters(draw: Draw, n: number, dtype: "float32" | "float64"): Tensor {
  const offset = draw.int(0, 3), all = draw.numbers([n + offset + 1], dtype), x = all.narrow(0, offset, Math.max(n, 1));
  if (n === 0) return zeros(draw.oneOf([[0], [0, 3]]), { dtype });
  return n % 2 === 0 && draw.chance(2) ? x.view(2, n / 2) : x;
}

/** What an objective may return by mistake. */
function oddAnswer(draw: Draw, x: Tensor): unknown {
  const gradient = draw.chance(2)
    ? draw.odd()
    : draw.oneOf([() => draw.numbers([x.nElement() + 1], x.dtype), () => x.clone().int(), () => x])();
  return draw.oneOf([
    () => draw.odd(),
    () => [1, gradient],
    () => [draw.odd(), x.clone()],
    () => [NaN, x.clone()],
    () => {
      throw new Thrown("no gradient today");
    },
  ])();
}

/** The objective, which from some call on answers with anything. */
function answerOf(draw: Draw): { answer: Answer; calls: number } {
  const wrong = draw.chance(2) ? draw.int(1, 5) : Infinity, counter = { calls: 0, answer: bowl as Answer };
  counter.answer = (x, ...more) => {
    if (++counter.calls > PATIENCE) throw new Thrown("asked too often");
    return counter.calls >= wrong ? oddAnswer(draw, x) : bowl(x, more[0]);
  };
  return counter;
}

/** Whether all must be what it was after a failure: rprop keeps the steps that it has done, and L-BFGS begins its history anew. */
function keeps(kind: Kind, what: "parameters" | "state", calls: number): boolean {
  if (kind.name === "lbfgs") return calls === 0 || what === "parameters";
  return calls <= 1 || kind.name !== "rprop";
}

/** Calls a method, after some right steps or none, with something wrong or nothing. */
function exercise(kind: Kind, draw: Draw): void {
  const dtype = draw.oneOf(FLOATS), n = draw.oneOf([0, 1, 4, 7]);
  let x: unknown = parameters(draw, n, dtype), config: unknown = settingsOf(kind, draw, x as Tensor);
  let state: unknown = draw.chance(2) ? config : {};
  const steps = n === 0 ? 0 : draw.int(0, 2);
  for (let k = 0; k < steps; k++) kind.run(bowl, x as Tensor, config, state);

  for (let k = draw.int(0, 2); k > 0; k--) {
    const places = draw.oneOf([Object.keys(kind.settings), [...kind.states, ...kind.work]]);
    const target = draw.chance(2) && state !== config ? state : config;
    if (places.length > 0) (target as Record<string, unknown>)[draw.oneOf(places)] = draw.odd();
  }
  if (draw.chance(10)) x = draw.odd();
  if (draw.chance(20)) config = draw.odd();
  if (draw.chance(20)) state = draw.odd();
  const counter = answerOf(draw), answer = draw.chance(20) ? draw.odd() as Answer : counter.answer;
  const before = [show(x), show(config, kind.work), show(state, kind.work)];
  const text = (): string => `${kind.name}(${typeof answer}, ${before.join(", ")})`;
  const error = attempt(text, () => kind.run(answer, x as Tensor, config, state));
  if (error === undefined) return;
  const [then, ...kept] = before, failed = `after ${text()} threw ${error}`;
  if (keeps(kind, "parameters", counter.calls)) assertEquals(show(x), then, failed);
  if (keeps(kind, "state", counter.calls)) {
    assertEquals([show(config, kind.work), show(state, kind.work)], kept, failed);
  }
}

for (const kind of KINDS) {
  Deno.test(`${kind.name} takes anything: a step, or an error that changes nothing`, () => {
    check((draw) => exercise(kind, draw), Math.ceil(CALLS / KINDS.length));
  });
}

Deno.test("methods take anything in flat memory", () => {
  const grown = memoryGrowth(() => {
    for (const kind of KINDS) check((draw) => exercise(kind, draw), Math.ceil(CALLS / 8 / KINDS.length));
  });
  assert(grown < 100, `${grown} MiB more`);
});

/** Where parameters lie, and by how many threads they are moved. */
interface Layout {
  dtype?: "float32" | "float64";
  shape?: readonly number[];
  offset?: number;
  threads?: number;
}

/** Copies a flat tensor into a place. */
function place(x: Tensor, { dtype = "float64", shape = x.size(), offset = 0 }: Layout): Tensor {
  const n = x.nElement();
  if (n === 0) return zeros(shape, { dtype });
  return zeros([offset + n + 1], { dtype }).narrow(0, offset, n).copy(x.to(dtype)).view(...shape);
}

/** What is moved, and how. */
interface Trial {
  start: Tensor;
  config: Record<string, unknown>;
  steps: number;
  seed: number;
}

/** Draws elements that do not lie near 0, so that no sign hangs on the last bits. */
function away(draw: Draw, n: number): Tensor {
  const x = draw.numbers([n]);
  return n === 0 ? x : sign(x).add(x);
}

function drawTrial(kind: Kind, draw: Draw, sizes: readonly number[]): Trial {
  const start = away(draw, draw.oneOf(sizes)), config = settingsOf(kind, draw, start);
  return { start, config, steps: draw.int(1, 4), seed: draw.int(0, 2 ** 31 - 1) };
}

/** Returns the parameters after the steps. */
function move(kind: Kind, trial: Trial, objective: Answer, layout: Layout): Tensor {
  const x = place(trial.start, layout), threads = getNumThreads();
  const config = Object.fromEntries(
    Object.entries(trial.config).map(([name, value]) => [name, isTensor(value) ? place(value, layout) : value]),
  );
  if ("generator" in config) config.generator = new Generator(trial.seed);
  setNumThreads(layout.threads ?? threads);
  try {
    for (let k = 0; k < trial.steps; k++) kind.run(objective, x, config, config);
  } finally {
    setNumThreads(threads);
  }
  return x.contiguous().view(x.nElement());
}

/** As {@linkcode bowl}, with x itself as the gradient. */
const itself: Answer = (x, wanted) => {
  const answer = bowl(x, wanted);
  return Array.isArray(answer) ? [answer[0], x] : answer;
};

for (const kind of [...FIRST_ORDER, ...BATCH]) {
  // cmaes and de want an element, and factorize matrices of the size of the parameters
  const sizes = "popsize" in kind.settings ? [1, 2, 7] : [0, 1, 7, 1000];
  Deno.test(`${kind.name} moves parameters of any form and place by the same bits, with any number of threads`, () => {
    check((draw) => {
      const trial = drawTrial(kind, draw, sizes),
        n = trial.start.nElement(),
        dtype = draw.oneOf(FLOATS);
      const wanted = move(kind, trial, bowl, { dtype, threads: 1 });
      const shape = n === 0 ? [0, 3] : n % 2 === 0 ? [2, n / 2] : [1, n];
      const self = move(kind, trial, itself, { dtype });
      if (n > 0) assertEquals(show(self), show(wanted), `${show(trial.config)} with x as its gradient`);
      const layouts: Layout[] = [{ shape }, { offset: draw.int(1, 3) }, { threads: 2 }];
      for (const layout of layouts) {
        const found = move(kind, trial, bowl, { dtype, ...layout });
        if (n > 0) assertEquals(show(found), show(wanted), `${show(trial.config)} with ${show(layout)}`);
      }
    }, Math.ceil(CALLS / 20 / KINDS.length));
  });
}

for (const kind of FIRST_ORDER) {
  Deno.test(`${kind.name} gives in float32 what it gives in float64, with any settings`, () => {
    check((draw) => {
      const trial = drawTrial(kind, draw, [0, 1, 7, 1000]), n = trial.start.nElement(), slope = away(draw, n);
      const pull: Answer = (x) => [1, place(slope, { dtype: x.dtype as "float32" })];
      const [double, single] = (["float64", "float32"] as const).map((dtype) => move(kind, trial, pull, { dtype }));
      if (n > 0) assertClose(single!.to("float64"), double!, { relative: 1e-4, absolute: 1e-4 });
    }, Math.ceil(CALLS / 20 / KINDS.length));
  });

  Deno.test(`${kind.name} moves many parameters by the same bits with one thread and with two`, () => {
    check((draw) => {
      const trial = drawTrial(kind, draw, [70_001]), dtype = draw.oneOf(FLOATS);
      const [one, two] = [1, 2].map((threads) => move(kind, trial, bowl, { dtype, threads }));
      assert(one!.equal(two!), show(trial.config));
    }, 5);
  });
}

// deno-fmt-ignore
const NO_METHODS = ["plot", "hist", "histc", "bar", "imagesc", "collate", "datasetOf", "mnist", "mnistPart", "readIdx", "clipGradNorm",
  "clipGradValue", "formatTime", "train", "evaluate", "saveCheckpoint", "loadCheckpoint"];

Deno.test("every function but those with tests of their own is attacked", () => {
  const functions = Object.entries(O).filter(([, value]) =>
    typeof value === "function" && !/^class/.test(String(value))
  );
  assertEquals(functions.map(([name]) => name).sort(), [...KINDS.map(({ name }) => name), ...NO_METHODS].sort());
});
