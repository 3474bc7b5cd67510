// Meters and the confusion matrix with random scores and targets, valid or not: what is refused does not count.
import { assert, assertEquals } from "@std/assert";
import { type Tensor, tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import * as O from "../mod.ts";
import { attempt, check, type Draw, show } from "../property/draw.ts";

const CALLS = 1e4;

type Settings = Record<string, unknown>;
type AnyMeter = O.Meter<unknown[], unknown> & { value(k?: unknown): unknown };

/** A meter with settings and batches that it takes, for 4 classes. */
interface Kind {
  settings: (draw: Draw) => unknown;
  batch: (draw: Draw) => unknown[];
}

const scores = (draw: Draw, n: number): Tensor => draw.numbers([n, 4], draw.oneOf(["float32", "float64"] as const));
const flags = (draw: Draw, n: number): Tensor =>
  draw.numbers([n]).gt(0).to(draw.oneOf(["float32", "int64", "uint8"] as const));

function classes(draw: Draw): unknown[] {
  const n = draw.int(1, 5), labels = Array.from({ length: n }, () => draw.int(0, 3));
  return [scores(draw, n), tensor(labels, { dtype: draw.oneOf(["int64", "float32"] as const) })];
}

function binary(draw: Draw): unknown[] {
  const n = draw.int(1, 5);
  return [draw.numbers([n]), flags(draw, n)];
}

const none = (): undefined => undefined;
const numbers = (draw: Draw): unknown[] => [draw.int(-5, 5), draw.int(1, 3)];
const KINDS: Record<string, Kind> = {
  AverageValueMeter: { settings: none, batch: numbers },
  MovingAverageValueMeter: { settings: (draw) => draw.int(1, 4), batch: (draw) => [draw.int(-5, 5)] },
  MSEMeter: {
    settings: (draw) => draw.chance(2),
    batch: (draw) => [scores(draw, 2), scores(draw, 2)].map((x) => x.double()),
  },
  ClassErrorMeter: { settings: (draw) => ({ topk: [1, draw.int(1, 4)], accuracy: draw.chance(2) }), batch: classes },
  ConfusionMeter: { settings: (draw) => ({ k: 4, normalized: draw.chance(2) }), batch: classes },
  MultiLabelConfusionMeter: { settings: (draw) => ({ k: 4, normalized: draw.chance(2) }), batch: classes },
  AUCMeter: { settings: none, batch: binary },
  APMeter: { settings: none, batch: binary },
  mAPMeter: { settings: none, batch: binary },
  PrecisionMeter: { settings: (draw) => ({ threshold: [0.5], perclass: draw.chance(2) }), batch: classes },
  RecallMeter: { settings: (draw) => ({ threshold: [0.5], perclass: draw.chance(2) }), batch: classes },
  PrecisionAtKMeter: {
    settings: (draw) => ({ topk: [1, 2], dim: 1, online: false, x: draw.int(0, 1) }),
    batch: classes,
  },
  NDCGMeter: { settings: () => ({ K: [1, 2] }), batch: (draw) => [draw.numbers([4]), flags(draw, 4)] },
};

function make(name: string, settings: unknown): AnyMeter {
  return new (O as unknown as Record<string, new (settings?: unknown) => AnyMeter>)[name]!(settings);
}

for (const [name, kind] of Object.entries(KINDS)) {
  Deno.test(`${name} takes anything: a value, or an error after which nothing has counted`, () => {
    check((draw) => {
      const settings = kind.settings(draw), meter = make(name, settings), other = make(name, settings);
      for (let k = draw.int(1, 3); k > 0; k--) {
        const batch = kind.batch(draw);
        meter.add(...batch);
        other.add(...batch);
      }
      const before = show(meter.value()), batch = kind.batch(draw), odd = draw.odd();
      assertEquals(show(other.value()), before);
      batch[draw.int(0, batch.length)] = odd;
      const error = attempt(() => `${name}.add(${show(batch)})`, () => meter.add(...batch));
      if (error !== undefined) assertEquals(show(meter.value()), before, `${name}.add(${show(batch)})`);
      attempt(() => `${name}.value() after add(${show(batch)})`, () => meter.value());
      attempt(() => `${name}.value(${show(odd)})`, () => meter.value(odd));
      meter.reset();
      attempt(() => `${name}.value() of nothing`, () => meter.value());
      const names = typeof settings === "object" ? Object.keys(settings as Settings) : [];
      const spoiled = names.length > 0 && draw.chance(2) ? { ...settings as Settings, [draw.oneOf(names)]: odd } : odd;
      attempt(() => `new ${name}(${show(spoiled)})`, () => make(name, spoiled));
    }, Math.ceil(CALLS / Object.keys(KINDS).length));
  });
}

Deno.test("ConfusionMatrix counts each example once", () => {
  check((draw) => {
    const k = draw.int(1, 5),
      n = draw.int(1, 20),
      matrix = new O.ConfusionMatrix(k),
      counts = new Map<string, number>();
    const draws = (least: number): number[] => Array.from({ length: n }, () => draw.int(least, k - 1));
    const predictions = draws(0), targets = draws(-1);
    if (draw.chance(2)) predictions.forEach((p, i) => matrix.add(p, targets[i]!));
    else matrix.batchAdd(tensor(predictions), tensor(targets));
    targets.forEach((t, i) => counts.set(`${t} ${predictions[i]}`, (counts.get(`${t} ${predictions[i]}`) ?? 0) + 1));
    for (let t = 0; t < k; t++) {
      for (let p = 0; p < k; p++) assertEquals(matrix.mat.get(t, p), counts.get(`${t} ${p}`) ?? 0);
    }
    matrix.updateValids();
    const seen = targets.filter((t) => t >= 0).length, right = targets.filter((t, i) => t === predictions[i]).length;
    assertClose(matrix.totalValid, right / seen);
    assert(matrix.render().includes("</svg>") && String(matrix).startsWith("ConfusionMatrix:"));
  }, CALLS / 10);
});

Deno.test("ConfusionMatrix takes anything: what is refused does not count", () => {
  check((draw) => {
    const matrix = new O.ConfusionMatrix(["a", "b", "c"]), odd = draw.odd() as never, other = draw.odd() as never;
    matrix.batchAdd(tensor([0, 1, 2]), tensor([0, 0, 2]));
    const before = show(matrix.mat);
    const calls: Record<string, () => unknown> = {
      "new (odd)": () => typeof odd === "number" && odd > 1000 && odd < 1e300 || new O.ConfusionMatrix(odd),
      "new (3, odd)": () => String(new O.ConfusionMatrix(2, odd)),
      "add(odd)": () => matrix.add(odd, other),
      "add(, odd)": () => matrix.add(0, odd),
      "batchAdd(odd)": () => matrix.batchAdd(odd, tensor([0])),
      "batchAdd(, odd)": () => matrix.batchAdd(tensor([0, 1]), odd),
      "batchAdd(scores)": () => matrix.batchAdd(draw.numbers([2, 3]), odd),
      "render(odd)": () => matrix.render(odd),
      "render(, odd)": () => matrix.render("score", odd),
      "render(, { odd })": () => matrix.render("score", { block: odd }),
    };
    const text = draw.oneOf(Object.keys(calls)), shown = () => `ConfusionMatrix ${text} with ${show([odd, other])}`;
    if (attempt(shown, calls[text]!) !== undefined) assertEquals(show(matrix.mat), before, shown());
  }, CALLS / 4);
});

Deno.test("every meter is attacked", () => {
  const meters = Object.keys(O).filter((name) => name.endsWith("Meter"));
  assertEquals(meters.sort(), [...Object.keys(KINDS), "ThresholdMeter", "TimeMeter"].sort());
});
