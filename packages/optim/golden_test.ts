import { type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose, fromRecord, isRecordedTensor, readRecords, type RecordedTensor } from "@taimatsu/tensor/testing";
import { assertEquals } from "@std/assert";
import * as optim from "./mod.ts";
import type { Objective, Step } from "./mod.ts";

interface Trajectory {
  method: string;
  config: Record<string, unknown> | [];
  function: string;
  lineSearch?: string;
  x0: RecordedTensor;
  steps: number;
  x: RecordedTensor[];
  f: number[][];
}

interface Counts {
  labels: RecordedTensor;
  predictions: RecordedTensor;
  matrix: RecordedTensor;
  text: string;
  averageValid: number;
  averageUnionValid: number;
  totalValid: number;
}

const EXCLUDED: Record<string, string> = JSON.parse(
  Deno.readTextFileSync(new URL("./golden_exclusions.json", import.meta.url)),
);

/** Σ 100 (x₂ − x₁²)² + (1 − x₁)² over neighbours. */
const rosenbrock: Objective = (x) => {
  const n = x.nElement(), gradient = zeros([n], { dtype: "float64" });
  let value = 0;
  for (let i = 0; i + 1 < n; i++) {
    const a = x.get(i), b = x.get(i + 1), d = b - a * a;
    value += 100 * d * d + (1 - a) ** 2;
    gradient.set(i, gradient.get(i) - 400 * a * d - 2 * (1 - a));
    gradient.set(i + 1, gradient.get(i + 1) + 200 * d);
  }
  return [value, gradient];
};

const A = tensor([[3, .5, 0, .1], [.5, 2, .2, 0], [0, .2, 1, .3], [.1, 0, .3, 4]], { dtype: "float64" });
const B = tensor([1, -2, .5, 3], { dtype: "float64" });

/** ½ xᵀ A x − bᵀ x */
const quadratic: Objective = (x) => {
  const gradient = zeros([4], { dtype: "float64" }).addmv(A, x);
  const value = 0.5 * x.dot(gradient) - x.dot(B);
  return [value, gradient.add(-1, B)];
};

const OBJECTIVES: Record<string, Objective> = { rosenbrock, quadratic };
const METHODS = optim as unknown as Record<string, (f: Objective, x: Tensor, config: object, state?: object) => Step>;

function configOf(recorded: Trajectory["config"]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(recorded).map(([key, value]) => [key, isRecordedTensor(value) ? fromRecord(value) : value]),
  );
}

function replay({ method, config, function: name, x0, x, f }: Trajectory): void {
  const parameters = fromRecord(x0), settings = configOf(config), state = {};
  x.forEach((expected, step) => {
    const [moved, losses] = METHODS[method]!(OBJECTIVES[name]!, parameters, settings, state);
    assertEquals(moved, parameters);
    assertClose(losses, f[step]!, { relative: 1e-12 });
    assertClose(moved, fromRecord(expected), { relative: 1e-12 });
  });
}

for (const { name, records } of readRecords<Trajectory | Counts>("optim", new URL("./testdata/", import.meta.url))) {
  records.forEach((record, k) => {
    if ("matrix" in record) {
      Deno.test(`ConfusionMatrix agrees with Torch7: ${name} ${k}`, () => {
        const { labels, predictions, matrix } = record, confusion = new optim.ConfusionMatrix(matrix.size[0]!);
        confusion.batchAdd(fromRecord(predictions), fromRecord(labels).add(-1)); // recorded labels count from 1
        assertEquals(confusion.mat.toArray(), fromRecord(matrix).toArray());
        assertEquals(confusion.toString(), record.text);
        const shares = [confusion.averageValid, confusion.averageUnionValid, confusion.totalValid];
        assertClose(shares, [record.averageValid, record.averageUnionValid, record.totalValid], { relative: 1e-12 });
      });
      return;
    }
    if (record.method in EXCLUDED) {
      Deno.test(`${record.method} is left out of the recordings only while it is not built: ${name} ${k}`, () => {
        assertEquals(record.method in optim, false);
      });
      return;
    }
    Deno.test(`${record.method} follows Torch7's trajectory: ${name} ${k} ${JSON.stringify(record.config).slice(0, 80)}`, () => {
      replay(record);
    });
  });
}
