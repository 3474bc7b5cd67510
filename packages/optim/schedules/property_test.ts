// Schedules with random settings, valid or not: learning rates, or a documented error; a state goes on where it was.
import { assert, assertEquals } from "@std/assert";
import * as O from "../mod.ts";
import type { Schedule } from "../mod.ts";
import { attempt, check, type Draw, show } from "../property/draw.ts";

/** Schedules that are made, over all tests. */
const CALLS = 2e4;

type Groups = { learningRate: number; momentum: number }[];
type Settings = Record<string, unknown>;

/** Valid settings by the names of the classes. */
const KINDS: Record<string, (draw: Draw) => Settings> = {
  StepLR: (draw) => ({ stepSize: draw.int(1, 4), gamma: draw.oneOf([0, 0.5, 2]) }),
  MultiStepLR: (draw) => ({ milestones: [draw.int(0, 5), draw.int(0, 5)], gamma: draw.oneOf([0, 0.5, 2]) }),
  LinearLR: (draw) => ({
    totalSteps: draw.int(1, 4),
    startFactor: draw.oneOf([0, 1]),
    endFactor: draw.oneOf([0, 0.5]),
  }),
  ExponentialLR: (draw) => ({ gamma: draw.oneOf([0, 0.5, 1.25]) }),
  CosineAnnealingLR: (draw) => ({ tMax: draw.int(1, 8), etaMin: draw.oneOf([0, 0.001]) }),
  CosineAnnealingWarmRestarts: (draw) => ({
    t0: draw.int(1, 4),
    tMult: draw.int(1, 3),
    etaMin: draw.oneOf([0, 0.001]),
  }),
  OneCycleLR: (draw) => ({
    maxLearningRate: draw.oneOf([0.5, 1]),
    totalSteps: draw.int(20, 30),
    pctStart: draw.oneOf([0, 0.3, 1]),
    annealStrategy: draw.oneOf(["cos", "linear"]),
    divFactor: 10,
    finalDivFactor: 100,
    threePhase: draw.chance(2),
    cycleMomentum: draw.chance(2),
    baseMomentum: 0.8,
    maxMomentum: 0.9,
  }),
  ReduceLROnPlateau: (draw) => ({
    mode: draw.oneOf(["min", "max"]),
    factor: draw.oneOf([0, 0.5]),
    patience: draw.int(0, 2),
    threshold: draw.oneOf([0, 0.1]),
    thresholdMode: draw.oneOf(["rel", "abs"]),
    cooldown: draw.int(0, 2),
    minLearningRate: draw.oneOf([0, 0.01]),
    epsilon: draw.oneOf([0, 1e-8]),
  }),
};

type Maker = new (optimizer: unknown, options?: unknown) => Schedule;

function make(name: string, groups: Groups, settings: unknown, warm: unknown): Schedule {
  const schedule = new (O as unknown as Record<string, Maker>)[name]!({ groups }, settings);
  return warm === undefined ? schedule : new (O.WarmUp as unknown as Maker)(schedule, warm);
}

function groupsOf(draw: Draw): Groups {
  return Array.from({ length: draw.int(1, 3) }, () => ({ learningRate: draw.oneOf([0.1, 1]), momentum: 0.5 }));
}

const metrics = (draw: Draw): number => draw.oneOf([1, 2, 3, -1, NaN]);

for (const [name, settings] of Object.entries(KINDS)) {
  Deno.test(`${name} goes on from a state as if it had not ended`, () => {
    check((draw) => {
      const groups = groupsOf(draw), others = structuredClone(groups), options = settings(draw);
      const warm = draw.chance(3) ? { steps: draw.int(1, 4), startFactor: 0.25 } : undefined;
      const first = make(name, groups, options, warm), second = make(name, others, options, warm);
      for (let k = draw.int(0, 6); k > 0; k--) first.step(metrics(draw));
      for (let k = draw.int(0, 2); k > 0; k--) second.step(metrics(draw));
      second.loadState(JSON.parse(JSON.stringify(first.state())));
      for (let k = draw.int(0, 6); k >= 0; k--) {
        assertEquals(show(others), show(groups));
        assert(groups.every(({ learningRate }) => learningRate >= 0 && learningRate < Infinity));
        const metric = metrics(draw);
        first.step(metric);
        second.step(metric);
      }
    }, Math.ceil(CALLS / 2 / Object.keys(KINDS).length));
  });

  Deno.test(`${name} takes anything: it works, or an error changes nothing`, () => {
    check((draw) => {
      const groups = groupsOf(draw),
        options = settings(draw),
        warm = draw.chance(3) ? { steps: 2, startFactor: 0.25 } : undefined;
      const schedule = make(name, groups, options, warm), steps = draw.int(0, 3), odd = draw.odd();
      for (let k = 0; k < steps; k++) schedule.step(1);
      const picture = (): string => `${show(groups)} ${show(schedule.state())}`, before = picture();
      const state = schedule.state(), field = draw.oneOf(Object.keys(state)), option = draw.oneOf(Object.keys(options));
      const calls: Record<string, () => unknown> = {
        [`{ ${option}: odd }`]: () =>
          make(name, structuredClone(groups), { ...options, [option]: odd }, undefined).step(1),
        "(groups, odd)": () => make(name, structuredClone(groups), odd, undefined),
        "(odd, options)": () => make(name, odd as Groups, options, undefined),
        "([odd], options)": () => make(name, [odd] as Groups, options, undefined),
        "([{ learningRate: odd }], options)": () => make(name, [{ learningRate: odd }] as Groups, options, undefined),
        "WarmUp(odd)": () => make(name, structuredClone(groups), options, odd === undefined ? null : odd),
        "WarmUp({ steps: odd })": () => make(name, structuredClone(groups), options, { steps: odd }),
        "WarmUp({ startFactor: odd })": () =>
          make(name, structuredClone(groups), options, { steps: 1, startFactor: odd }),
        "new WarmUp(odd)": () => new O.WarmUp(odd as Schedule, { steps: 1 }),
        "loadState(odd)": () => schedule.loadState(odd as never),
        [`loadState({ ${field}: odd })`]: () => schedule.loadState({ ...state, [field]: odd }),
        "loadState({ after: odd })": () =>
          schedule.loadState({ ...state, after: { ...state.after as object, steps: odd } }),
        "step(odd)": () => schedule.step(odd as number),
      };
      const text = draw.oneOf(Object.keys(calls)),
        error = attempt(() => `${name}${text} with ${show(odd)}`, calls[text]!);
      if (error !== undefined) assertEquals(picture(), before, `${name}${text} with ${show(odd)}: ${error.message}`);
    }, Math.ceil(CALLS / 2 / Object.keys(KINDS).length));
  });
}

Deno.test("every schedule is attacked", () => {
  const schedules = Object.entries(O).filter(([, value]) =>
    (value as { prototype?: unknown }).prototype instanceof O.Schedule
  );
  assertEquals(schedules.map(([name]) => name).sort(), [...Object.keys(KINDS), "WarmUp"].sort());
});
