// Modules and values recorded from Torch7, as the tests read them: testdata/*.json, or the nn folder in $TAIMATSU_GOLDEN.
// testdata/exclusions (JSON) names the modules whose records are left out, with the reason.
import { assert, assertEquals } from "@std/assert";
import { sub, type Tensor } from "@taimatsu/tensor";
import { fromRecord, isRecordedTensor, readRecords, type RecordedTensor } from "@taimatsu/tensor/testing";
import * as nn from "./mod.ts";

/** A recorded tensor, or lists of them. */
export type Recorded = RecordedTensor | Recorded[];

/** A module, its arguments, what is added to it and what is called. */
export interface Spec {
  module: string;
  args: unknown[];
  children?: Spec[];
  setup?: { method: string; args: unknown[] }[];
}

/** A step of a module. */
export interface Recording {
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

type Fields = Record<string, unknown>;

// deno-fmt-ignore
const KNOWN = ["name", "dtype", "spec", "mode", "note", "input", "output", "gradOutput", "gradInput", "parameters",
  "gradParameters", "scale", "before", "after"];
const testdata = new URL("testdata", import.meta.url), all = nn as unknown as Fields;

/** Modules that are left out, and why. */
export const EXCLUSIONS: Record<string, string> = JSON.parse(
  Deno.readTextFileSync(new URL("testdata/exclusions", import.meta.url)),
);

/** Returns whether the package has a module of this name. */
export function exists(module: string): boolean {
  return module in all;
}

/** Reads all recordings, file by file. */
export function readRecordings(): { name: string; records: readonly Recording[] }[] {
  return readRecords<Recording>("nn", testdata);
}

/** Makes a module of the package by name. */
export function make(module: string, args: unknown[]): nn.AnyModule {
  return new (all[module] as new (...args: unknown[]) => nn.AnyModule)(...args);
}

/** Returns whether an argument is a module. */
export function isSpec(value: unknown): value is Spec {
  return typeof value === "object" && value !== null && "module" in value;
}

/** Returns the names of a module and of all inside. */
export function modulesOf(spec: Spec): string[] {
  const inside = [...spec.children ?? [], ...spec.args.filter(isSpec)];
  return [spec.module, ...inside.flatMap(modulesOf)];
}

/** Arguments that are indices, which are recorded from 1 as plain numbers: their places. */
const INDEX_ARGUMENTS: Record<string, number> = { LookupTable: 2 };

/** Reads the arguments of a module. */
export function argumentsOf({ module, args }: Spec): unknown[] {
  return args.map((value, k) => k === INDEX_ARGUMENTS[module] ? value as number - 1 : argument(value));
}

/** Reads an argument: dimensions and indices are recorded as { dim, torch7 }, infinity as text, tensors and modules as such. */
function argument(value: unknown): unknown {
  if (value === "Infinity") return Infinity;
  if (isRecordedTensor(value)) return fromRecord(value);
  if (isSpec(value)) return build(value);
  if (Array.isArray(value)) return value.map(argument);
  if (typeof value === "object" && value !== null) {
    assert("dim" in value, `an argument that is not understood: ${JSON.stringify(value)}`);
    return value.dim;
  }
  return value;
}

/** Makes a module; `args` stand for its own arguments. */
export function build(spec: Spec, given?: unknown[]): nn.AnyModule {
  const { module, args: _args, children = [], setup = [], ...rest } = spec;
  assertEquals(rest, {}, "a description that is not understood");
  const layer = make(module, given ?? argumentsOf(spec));
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

/** Reads tensors; recorded positions count from 1. */
export function activityFrom(value: Recorded): nn.Activity {
  if (Array.isArray(value)) return value.map(activityFrom);
  const x = fromRecord(value);
  return x.dtype === "int64" ? sub(x, 1) : x;
}

/** Makes the recorded module with its recorded parameters and buffers, in its mode; gradients are 0. */
export function moduleOf(record: Recording): nn.AnyModule {
  for (const key of Object.keys(record)) assert(KNOWN.includes(key), `a part that is not understood: ${key}`);
  const layer = build(record.spec).type(record.dtype);
  if (record.mode === "eval") layer.evaluate();
  else layer.training();
  const [parameters] = layer.parameters();
  assertEquals(parameters.length, record.parameters?.length ?? 0);
  parameters.forEach((p, k) => {
    assertEquals(p.size(), record.parameters![k]!.size);
    p.copy(fromRecord(record.parameters![k]!));
  });
  for (const [name, value] of Object.entries(record.before ?? {})) {
    (fieldOf(layer, name) as Tensor).copy(fromRecord(value));
  }
  layer.zeroGradParameters();
  return layer;
}

/** Returns a field by its recorded name. */
export function fieldOf(layer: nn.AnyModule, name: string): unknown {
  return (layer as unknown as Fields)[camel(name)];
}
