import { assert, assertEquals, assertThrows } from "@std/assert";
import { tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import * as optim from "../mod.ts";
import type { Schedule, ScheduleState } from "../mod.ts";

interface Recorded {
  schedule: string;
  options: object;
  rates: number[][];
  metrics?: number[];
  momenta?: number[];
  wrapped?: string;
  inner?: object;
}
type Class = new (optimizer: object, options: object) => Schedule;

const records: Recorded[] = JSON.parse(
  Deno.readTextFileSync(new URL("../testdata/pytorch/schedules.json", import.meta.url)),
);
const group = (): { learningRate: number; momentum: number } => ({ learningRate: 0.1, momentum: 0.9 });
const pair = (): { groups: ReturnType<typeof group>[] } => ({ groups: [group(), { ...group(), learningRate: 0.02 }] });

function make({ schedule, options, wrapped, inner }: Recorded, optimizer: ReturnType<typeof pair>): Schedule {
  const classes = optim as unknown as Record<string, Class>;
  const after = wrapped === undefined ? optimizer : new classes[wrapped]!(optimizer, inner!);
  return new classes[schedule]!(after, options);
}

records.forEach((record, k) => {
  const { schedule: name, rates, metrics, momenta } = record;
  // PyTorch goes from step to step and gathers errors of rounding, which weigh most near 0.
  const tolerance = { relative: 1e-12, absolute: 1e-16 };
  const check = (optimizer: ReturnType<typeof pair>, step: number): void => {
    optimizer.groups.forEach(({ learningRate, momentum }, g) => {
      assertClose(learningRate, rates[step]![g]!, tolerance);
      if (momenta !== undefined) assertClose(momentum, momenta[step]!, tolerance);
    });
  };
  Deno.test(`${name}, case ${k}, gives PyTorch's learning rates`, () => {
    const optimizer = pair(), schedule = make(record, optimizer);
    check(optimizer, 0);
    for (let step = 1; step < rates.length; step++) {
      schedule.step(metrics?.[step - 1]);
      check(optimizer, step);
      assertEquals([schedule.steps, schedule.rates()], [step, optimizer.groups.map((group) => group.learningRate)]);
    }
  });
  Deno.test(`${name}, case ${k}, goes on from any state, written as JSON too`, () => {
    const optimizer = pair(), schedule = make(record, optimizer);
    for (let step = 1; step < rates.length; step++) {
      schedule.step(metrics?.[step - 1]);
      // Whatever the rates of the new optimizer are.
      const other = pair();
      other.groups.forEach((group) => group.learningRate = 7);
      const next = make(record, other), state = JSON.parse(JSON.stringify(schedule.state())) as ScheduleState;
      next.loadState(state);
      assertEquals([next.state(), other], [schedule.state(), optimizer]);
      if (step + 1 < rates.length) {
        next.step(metrics?.[step]);
        check(other, step + 1);
      }
    }
  });
});

Deno.test("all schedules are recorded", () => {
  const names = Object.entries(optim).filter(([, value]) =>
    typeof value === "function" && value.prototype instanceof optim.Schedule
  ).map(([name]) => name);
  assertEquals([...new Set(records.map(({ schedule }) => schedule))].sort(), names.sort());
});

Deno.test("schedules take an Optimizer, and groups that are added later begin with the rate they bring", () => {
  const one = () => ({ parameters: [tensor([1])], gradients: [tensor([1])] });
  const optimizer = new optim.Optimizer([one()], { method: optim.sgd, learningRate: 1 });
  const schedule = new optim.WarmUp(new optim.StepLR(optimizer, { stepSize: 2 }), { steps: 2, startFactor: 0.5 });
  optimizer.addGroup({ ...one(), learningRate: 8 });
  const rates: unknown[] = [];
  for (let k = 0; k < 4; k++) {
    schedule.step();
    rates.push(optimizer.groups.map(({ learningRate }) => learningRate));
  }
  assertClose(tensor(rates as number[][]), [[0.75, 6], [1, 8], [1, 8], [0.1, 0.8]], { relative: 1e-6 });
});

Deno.test("WarmUp leads to ReduceLROnPlateau and OneCycleLR too", () => {
  const optimizer = pair(), plateau = new optim.ReduceLROnPlateau(optimizer, { patience: 0, factor: 0.5 });
  const schedule = new optim.WarmUp(plateau, { steps: 2, startFactor: 0.5 }),
    rates = [optimizer.groups[0]!.learningRate];
  for (const loss of [9, 9, 3, 4, 2]) {
    schedule.step(loss);
    rates.push(optimizer.groups[0]!.learningRate);
  }
  assertClose(rates, [0.05, 0.075, 0.1, 0.1, 0.05, 0.05], { relative: 1e-12 });
  const cycle = new optim.OneCycleLR(pair(), { maxLearningRate: 1, totalSteps: 4 });
  const first = cycle.optimizer.groups[0] as { learningRate: number };
  new optim.WarmUp(cycle, { steps: 2, startFactor: 0.5 });
  assertClose(first.learningRate, 0.02, { relative: 1e-12 });
});

Deno.test("OneCycleLR ends, and cycles beta1 where there is no momentum", () => {
  const groups = [{ learningRate: 1, beta1: 0.9 }],
    options = { maxLearningRate: 1, totalSteps: 2, cycleMomentum: true };
  const schedule = new optim.OneCycleLR({ groups }, options);
  schedule.step();
  const before = structuredClone(groups);
  assertThrows(() => schedule.step(), RangeError, "the cycle must have more than 2 steps but totalSteps is 2");
  assertEquals([groups, schedule.steps, groups[0]!.beta1], [before, 1, 0.95]);
  assertThrows(
    () => new optim.OneCycleLR({ groups: [{ learningRate: 1 }] }, options),
    TypeError,
    "groups[0] must have momentum or beta1 to cycle but has neither",
  );
});

Deno.test("ReduceLROnPlateau takes NaN for no improvement", () => {
  const groups = [{ learningRate: 1 }],
    schedule = new optim.ReduceLROnPlateau({ groups }, { patience: 1, factor: 0.5 });
  for (const loss of [NaN, 5, NaN, NaN]) schedule.step(loss);
  assertEquals([groups[0]!.learningRate, schedule.best], [0.5, 5]);
  assertThrows(() => schedule.step(), TypeError, "metric must be a number but is undefined");
});

Deno.test("schedules say what is wrong and change nothing then", () => {
  const optimizer = pair(),
    wrong: [() => unknown, string][] = [
      [() => new optim.StepLR(optimizer, { stepSize: 0 }), "Cannot run StepLR: stepSize must be at least 1 but is 0"],
      [() => new optim.StepLR(optimizer, { stepSize: 1, gamma: NaN }), "gamma must be finite but is NaN"],
      [() => new optim.MultiStepLR(optimizer, { milestones: [1, 2.5] }), "milestones[1] must be an integer but is 2.5"],
      [() => new optim.ExponentialLR(optimizer, { gamma: -1 }), "gamma must be at least 0 but is -1"],
      [() => new optim.LinearLR(optimizer, { totalSteps: 0 }), "totalSteps must be at least 1 but is 0"],
      [() => new optim.LinearLR(optimizer, { totalSteps: 1, endFactor: -1 }), "endFactor must be at least 0 but is -1"],
      [() => new optim.CosineAnnealingLR(optimizer, { tMax: 1.5 }), "tMax must be an integer but is 1.5"],
      [() => new optim.CosineAnnealingLR(optimizer, { tMax: 1, etaMin: -1 }), "etaMin must be at least 0 but is -1"],
      [() => new optim.CosineAnnealingWarmRestarts(optimizer, { t0: 0 }), "t0 must be at least 1 but is 0"],
      [
        () => new optim.CosineAnnealingWarmRestarts(optimizer, { t0: 1, tMult: 0 }),
        "tMult must be at least 1 but is 0",
      ],
      [() => new optim.OneCycleLR(optimizer, { maxLearningRate: 1, totalSteps: 0 }), "totalSteps must be at least 1"],
      [
        () => new optim.OneCycleLR(optimizer, { maxLearningRate: NaN, totalSteps: 9 }),
        "maxLearningRate must be finite",
      ],
      [
        () => new optim.OneCycleLR(optimizer, { maxLearningRate: 1, totalSteps: 9, pctStart: 2 }),
        "pctStart must be from 0 to 1 but is 2",
      ],
      [
        () => new optim.OneCycleLR(optimizer, { maxLearningRate: 1, totalSteps: 9, divFactor: 0 }),
        "divFactor must be at least",
      ],
      [() => new optim.ReduceLROnPlateau(optimizer, { factor: 1 }), "factor must be below 1 but is 1"],
      [() => new optim.ReduceLROnPlateau(optimizer, { patience: -1 }), "patience must be at least 0 but is -1"],
    ];
  for (const [run, text] of wrong) assertThrows(run, RangeError, text);
  const types: [() => unknown, string][] = [
    [() => new optim.StepLR(null as never, { stepSize: 1 }), "optimizer must have groups but is null"],
    [
      () => new optim.StepLR({ groups: [{}] }, { stepSize: 1 }),
      "groups[0].learningRate must be a number but is undefined",
    ],
    [() => new optim.MultiStepLR(optimizer, { milestones: 3 as never }), "milestones must be a list but is 3"],
    [
      () => new optim.OneCycleLR(optimizer, { maxLearningRate: [1], totalSteps: 9 }),
      "maxLearningRate must be a number or a list of 2 numbers but has 1",
    ],
    [() => new optim.ReduceLROnPlateau(optimizer, { mode: "up" as never }), "mode must be one of min, max but is"],
    [() => new optim.WarmUp(optimizer as never, { steps: 1 }), "Cannot run WarmUp: after must be a schedule"],
  ];
  for (const [run, text] of types) assertThrows(run, TypeError, text);
  assertEquals(optimizer, pair());
});

Deno.test("loadState of a schedule names what does not fit and loads nothing then", () => {
  const optimizer = pair(), schedule = new optim.WarmUp(new optim.ReduceLROnPlateau(optimizer), { steps: 2 });
  schedule.step(1);
  const state = schedule.state(), after = state.after as ScheduleState, before = structuredClone(optimizer);
  const wrong: [object, string][] = [
    [{ ...state, steps: -1 }, "Cannot run WarmUp.loadState: state.steps must be an integer from 0 but is -1"],
    [{ ...state, schedule: "StepLR" }, 'state.schedule must be one of WarmUp but is "StepLR"'],
    [{ ...state, baseRates: [1] }, "state.baseRates must have 2 entries but has 1"],
    [{ ...state, baseRates: [1, NaN] }, "state.baseRates must hold finite numbers but has NaN"],
    [{ ...state, more: 1 }, "but also has more"],
    [{ ...state, after: 3 }, "Cannot run ReduceLROnPlateau.loadState: state must be an object but is 3"],
    [{ ...state, after: { ...after, bad: 0.5 } }, "state.bad must be an integer from 0 but is 0.5"],
    [{ ...state, after: { ...after, best: "1" } }, 'state.best must be a number or null but is "1"'],
    [{ ...state, after: { ...after, current: [1] } }, "state.current must have 2 entries but has 1"],
  ];
  for (const [bad, text] of wrong) assertThrows(() => schedule.loadState(bad as ScheduleState), TypeError, text);
  assertEquals([schedule.state(), optimizer], [state, before]);
  assert(JSON.stringify(state).length > 0);
});
