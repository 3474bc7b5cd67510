// Values recorded from Torch7: testdata/*.json, or the nn folder in $TAIMATSU_GOLDEN. testdata/exclusions (JSON) names the modules
// whose records are left out, with the reason.
import { assert, assertEquals } from "@std/assert";
import { sub, type Tensor } from "@taimatsu/tensor";
import { assertClose, fromRecord, isRecordedTensor, readRecords, type RecordedTensor } from "@taimatsu/tensor/testing";
import { tensorsOf } from "./activity.ts";
import * as nn from "./mod.ts";

/** A recorded tensor, or lists of them. */
type Recorded = RecordedTensor | Recorded[];

interface Spec {
  module: string;
  args: unknown[];
  children?: Spec[];
  setup?: { method: string; args: unknown[] }[];
}

interface Recording {
  name: string;
  dtype: "float32" | "float64";
  spec: Spec;
  mode: "train" | "eval";
  note?: string;
  input: Recorded;
  output: Recorded;
  gradOutput?: Recorded;
  gradInput?: Recorded;
  parameters?: RecordedTensor[];
  gradParameters?: RecordedTensor[];
  scale?: number;
  before?: Record<string, RecordedTensor>;
  after?: Record<string, RecordedTensor | number>;
}

type Layer = nn.AnyModule;
type Fields = Record<string, unknown>;

// deno-fmt-ignore
const KNOWN = ["name", "dtype", "spec", "mode", "note", "input", "output", "gradOutput", "gradInput", "parameters",
  "gradParameters", "scale", "before", "after"];
const testdata = new URL("testdata", import.meta.url), all = nn as unknown as Fields;
const exclusions: Record<string, string> = JSON.parse(
  Deno.readTextFileSync(new URL("testdata/exclusions", import.meta.url)),
);

function isSpec(value: unknown): value is Spec {
  return typeof value === "object" && value !== null && "module" in value;
}

function modulesOf(spec: Spec): string[] {
  const inside = [...spec.children ?? [], ...spec.args.filter(isSpec)];
  return [spec.module, ...inside.flatMap(modulesOf)];
}

/** Dimensions and indices are recorded as { dim, torch7 }, tensors and modules as such. */
function argument(value: unknown): unknown {
  if (isRecordedTensor(value)) return fromRecord(value);
  if (isSpec(value)) return build(value);
  if (Array.isArray(value)) return value.map(argument);
  if (typeof value === "object" && value !== null) {
    assert("dim" in value, `an argument that is not understood: ${JSON.stringify(value)}`);
    return value.dim;
  }
  return value;
}

function build(spec: Spec): Layer {
  const { module, args, children = [], setup = [], ...rest } = spec;
  assertEquals(rest, {}, "a description that is not understood");
  const layer = new (all[module] as new (...args: unknown[]) => Layer)(...args.map(argument));
  for (const child of children) (layer as unknown as nn.Sequential).add(build(child));
  for (const { method, args } of setup) {
    (layer as unknown as Record<string, (...args: unknown[]) => void>)[method]!(...args.map(argument));
  }
  return layer;
}

/** running_mean → runningMean */
function camel(name: string): string {
  return name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** Recorded positions count from 1. */
function activity(value: Recorded): nn.Activity {
  if (Array.isArray(value)) return value.map(activity);
  const x = fromRecord(value);
  return x.dtype === "int64" ? sub(x, 1) : x;
}

/** The gradient with respect to positions and masks is not compared: Torch7 gives zeros. */
function compare(actual: nn.Activity, recorded: Recorded): void {
  const wanted = tensorsOf(activity(recorded)), found = tensorsOf(actual);
  assertEquals(found.length, wanted.length);
  found.forEach((x, k) => {
    if (x.dtype.startsWith("float")) assertClose(x, wanted[k]!);
  });
}

function check(record: Recording): void {
  for (const key of Object.keys(record)) assert(KNOWN.includes(key), `a part that is not understood: ${key}`);
  const layer = build(record.spec).type(record.dtype), { input, output, gradOutput, gradInput, scale = 1 } = record;
  if (record.mode === "eval") layer.evaluate();
  else layer.training();
  const [parameters, gradients] = layer.parameters();
  assertEquals(parameters.length, record.parameters?.length ?? 0);
  parameters.forEach((p, k) => {
    assertEquals(p.size(), record.parameters![k]!.size);
    p.copy(fromRecord(record.parameters![k]!));
  });
  for (const [name, value] of Object.entries(record.before ?? {})) {
    ((layer as unknown as Fields)[camel(name)] as Tensor).copy(fromRecord(value));
  }
  layer.zeroGradParameters();

  const x = activity(input);
  compare(layer.forward(x), output);
  if (gradOutput !== undefined && gradInput !== undefined) {
    compare(layer.backward(x, activity(gradOutput), scale), gradInput);
    gradients.forEach((g, k) => {
      const wanted = fromRecord(record.gradParameters![k]!);
      assertClose(g.view(wanted.shape), wanted); // Torch7 leaves some in another size than the parameter
    });
  }
  for (const [name, value] of Object.entries(record.after ?? {})) {
    const found = (layer as unknown as Fields)[camel(name)];
    if (typeof value === "number") assertClose(found as number, value);
    else assertClose(found as Tensor, fromRecord(value));
  }
}

const files = readRecords<Recording>("nn", testdata), left = new Set<string>();

for (const { name, records } of files) {
  records.forEach((record, k) => {
    const missing = modulesOf(record.spec).filter((module) => module in exclusions);
    if (missing.length > 0) {
      missing.forEach((module) => left.add(module));
      return;
    }
    const args = JSON.stringify(record.spec.args.filter((arg) => !isSpec(arg))).slice(1, -1);
    Deno.test(`${record.spec.module}(${args}) agrees with Torch7: ${name} ${k}, ${record.dtype}`, () => check(record));
  });
}

Deno.test("every module that is left out of the comparison with Torch7 is missing, and has records", () => {
  for (const [module, reason] of Object.entries(exclusions)) {
    assert(reason.length > 0, `${module} is left out without a reason`);
    assert(reason !== "not built yet" || !(module in all), `${module} exists but is left out`);
  }
  if (!Deno.env.get("TAIMATSU_GOLDEN")) assertEquals([...left].sort(), Object.keys(exclusions).sort());
});
