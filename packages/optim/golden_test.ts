// Values recorded from Torch7: testdata/*.json, or the optim folder in $TAIMATSU_GOLDEN. testdata/exclusions (JSON) names the
// methods whose records are left out, with the reason.
import { defaultDevice, type Device, type Tensor, tensor, zeros } from "@taimatsu/tensor";
import {
  anotherDevice,
  assertClose,
  fromRecord,
  isRecordedTensor,
  readRecords,
  type RecordedTensor,
} from "@taimatsu/tensor/testing";
import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import * as optim from "./mod.ts";
import type { BatchStep, LineSearch, Objective, Step } from "./mod.ts";
import { counting } from "./testing.ts";

interface Trajectory {
  method: string;
  config: Record<string, unknown> | [];
  function: string;
  lineSearch?: string;
  x0: RecordedTensor;
  /** Number of calls; if it is missing there was one, and `x` and `f` are no lists of calls. */
  steps?: number;
  x: RecordedTensor[] | RecordedTensor;
  f: number[][] | number[];
}

interface Counts {
  labels: RecordedTensor;
  predictions: RecordedTensor;
  matrix: RecordedTensor;
  rowValids: RecordedTensor;
  text: string;
  averageValid: number;
  averageUnionValid: number;
  totalValid: number;
}

// deno-fmt-ignore
const KNOWN = ["method", "config", "function", "lineSearch", "x0", "steps", "x", "f",
  "labels", "predictions", "matrix", "text", "averageValid", "averageUnionValid", "totalValid", "rowValids"];
const SETTINGS: Record<string, readonly string[]> = {
  // deno-fmt-ignore
  sgd: ["learningRate", "learningRateDecay", "weightDecay", "weightDecays", "momentum", "dampening", "nesterov", "learningRates"],
  adadelta: ["rho", "eps", "weightDecay"],
  rmsprop: ["learningRate", "alpha", "epsilon", "weightDecay", "initialMean"],
  adagrad: ["learningRate", "learningRateDecay", "weightDecay"],
  nag: ["learningRate", "learningRateDecay", "weightDecay", "momentum", "learningRates"],
  adamax: ["learningRate", "beta1", "beta2", "epsilon", "weightDecay"],
  rprop: ["stepsize", "etaplus", "etaminus", "stepsizemax", "stepsizemin", "niter"],
  asgd: ["eta0", "lambda", "alpha", "t0"],
  adam: ["learningRate", "learningRateDecay", "beta1", "beta2", "epsilon", "weightDecay"],
  cg: ["maxIter", "maxEval"],
  lbfgs: ["maxIter", "maxEval", "nCorrection", "learningRate", "lineSearch"],
};
const exclusions: Record<string, string> = JSON.parse(
  Deno.readTextFileSync(new URL("testdata/exclusions", import.meta.url)),
);

function assertUnderstood(keys: string[], known: readonly string[]): void {
  for (const key of keys) assert(known.includes(key), `the field ${key} is not understood`);
}

// Both objectives round as those of the recording did: line searches amplify the last bits.

/** Σ 100 (x₂ − x₁²)² + (1 − x₁)² over neighbours. */
const rosenbrock: Objective = (x) => {
  const n = x.nElement(), gradient = zeros([n], { dtype: "float64", device: x.device });
  let value = 0;
  for (let i = 0; i + 1 < n; i++) {
    const a = x.get(i), b = x.get(i + 1), d = b - a * a;
    value = value + 100 * (d * d) + (1 - a) * (1 - a);
    gradient.set(i, gradient.get(i) - 400 * a * d - 2 * (1 - a));
    gradient.set(i + 1, gradient.get(i + 1) + 200 * d);
  }
  return [value, gradient];
};

const A = [[3, .5, 0, .1], [.5, 2, .2, 0], [0, .2, 1, .3], [.1, 0, .3, 4]] as const, B = [1, -2, .5, 3] as const;

/** ½ xᵀ A x − bᵀ x */
const quadratic: Objective = (x) => {
  const [p, q, r, s] = x.toArray() as [number, number, number, number], place = { dtype: x.dtype, device: x.device };
  const y = tensor(A.map((row) => (row[0] * p + row[2] * r) + (row[1] * q + row[3] * s)), place);
  const b = tensor(B, place);
  return [0.5 * x.dot(y) - b.dot(x), y.add(-1, b)];
};

const OBJECTIVES: Record<string, Objective> = { rosenbrock, quadratic };
const LINE_SEARCHES: Record<string, LineSearch> = { lswolfe: optim.lswolfe };
const METHODS = optim as unknown as Record<
  string,
  (f: Objective, x: Tensor, config: object, state?: object) => Step | BatchStep
>;

function configOf(recorded: Trajectory["config"], device: Device): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(recorded).map((
      [key, value],
    ) => [key, isRecordedTensor(value) ? fromRecord(value).to(device) : value]),
  );
}

function replay({ method, config, function: name, lineSearch, x0, steps, x, f }: Trajectory, device: Device): void {
  const parameters = fromRecord(x0).to(device), settings = configOf(config, device), state = {};
  if (lineSearch !== undefined) settings.lineSearch = LINE_SEARCHES[lineSearch];
  assert(name in OBJECTIVES && method in METHODS, `${method} of ${name} is not understood`);
  assert(lineSearch === undefined || lineSearch in LINE_SEARCHES, `the line search ${lineSearch} is not understood`);
  assertUnderstood(Object.keys(settings), SETTINGS[method] ?? []);
  const xs = steps === undefined ? [x as RecordedTensor] : x as RecordedTensor[];
  const fs = steps === undefined ? [f as number[]] : f as number[][];
  assertEquals([xs.length, fs.length], [steps ?? 1, steps ?? 1]);
  xs.forEach((expected, step) => {
    const counter = counting(OBJECTIVES[name]!);
    const [moved, losses, third] = METHODS[method]!(counter.feval, parameters, settings, state);
    assertEquals(typeof third === "number" ? third : losses.length, counter.calls); // asgd returns a tensor there
    assertStrictEquals(moved, parameters);
    assertClose(losses, fs[step]!, { relative: 1e-12 });
    assertEquals(moved.device.name, device.name);
    assertClose(moved, fromRecord(expected), { relative: 1e-12 });
  });
}

for (const { name, records } of readRecords<Trajectory | Counts>("optim", new URL("testdata", import.meta.url))) {
  if (name === "pytorch") continue; // adam_w_test.ts
  records.forEach((record, k) => {
    assertUnderstood(Object.keys(record), KNOWN);
    if ("matrix" in record) {
      Deno.test(`ConfusionMatrix agrees with Torch7: ${name} ${k}`, () => {
        const { labels, predictions, matrix } = record, confusion = new optim.ConfusionMatrix(matrix.size[0]!);
        confusion.batchAdd(fromRecord(predictions), fromRecord(labels).add(-1)); // recorded labels count from 1
        assertEquals(confusion.mat.toArray(), fromRecord(matrix).toArray());
        assertEquals(confusion.toString(), record.text);
        assertClose(confusion.valids, fromRecord(record.rowValids));
        const shares = [confusion.averageValid, confusion.averageUnionValid, confusion.totalValid];
        assertClose(shares, [record.averageValid, record.averageUnionValid, record.totalValid], { relative: 1e-12 });
      });
      return;
    }
    if (record.method in exclusions) {
      Deno.test(`${record.method} is left out of the recordings only while it is not built: ${name} ${k}`, () => {
        assertEquals(record.method in optim, false);
      });
      return;
    }
    const title = `${record.method} follows Torch7's trajectory: ${name} ${k} ${
      JSON.stringify(record.config).slice(0, 80)
    }`;
    Deno.test(title, () => replay(record, defaultDevice()));
    Deno.test(`on a device that is not the default one, ${title}`, () => replay(record, anotherDevice()));
  });
}
