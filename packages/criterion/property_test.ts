// Every criterion with random arguments, valid or not: a result or a documented error, and it goes on giving what it gave.
import { assert, assertEquals } from "@std/assert";
import { NativeError, ones, Tensor } from "@taimatsu/tensor";
import { memoryGrowth } from "@taimatsu/tensor/testing";
import fc from "fast-check";
import * as C from "./mod.ts";
import { Draw } from "./property/draw.ts";
import { type Kind, KINDS, type Valid } from "./property/kinds.ts";

/** Criterions that are made and called, several times each. */
const CALLS = 2e4;

/** The same calls each time, unless another seed is asked for. */
const SEED = Number(Deno.env.get("TAIMATSU_SEED") ?? 1);

/** Bases, which nobody makes. */
// deno-fmt-ignore
const ABSTRACT = ["Criterion", "ReducedCriterion", "PointwiseCriterion", "LabelledCriterion", "LikelihoodCriterion",
  "DifferenceCriterion", "CriterionContainer", "StepwiseCriterion", "RewardCriterion"];

function show(value: unknown): string {
  if (value instanceof Tensor) {
    const elements = value.nElement() === 0 ? "" : value.contiguous().view(value.nElement()).toArray().join(" ");
    return `${value.dtype} [${value.size()}] {${elements}}`;
  }
  if (Array.isArray(value)) return `[${value.map(show).join("; ")}]`;
  if (typeof value !== "object" || value === null) return typeof value === "bigint" ? `${value}n` : String(value);
  if (value instanceof C.Criterion) return String(value);
  return `{ ${Object.entries(value).map(([name, entry]) => `${name}: ${show(entry)}`).join(", ")} }`;
}

/** Returns the first failure of a call after a GPU told of others, which it finds later. */
function settled(error: Error): Error {
  try {
    ones([1]).item();
  } catch (later) {
    assert(later instanceof NativeError, String(later));
  }
  return error;
}

/** Runs `fn`; errors other than documented ones are passed on with what was called. */
function attempt<T>(text: () => string, fn: () => T): T | Error {
  try {
    return fn();
  } catch (error) {
    const documented = error instanceof TypeError || error instanceof RangeError || error instanceof NativeError;
    if (documented && /^Cannot run [A-Z]/.test(error.message)) return settled(error);
    throw new Error(`${text()} threw ${error}`, { cause: error });
  }
}

/** What a step gives, as text in which every bit counts. */
function step(criterion: C.AnyCriterion, { input, target }: Valid): string {
  const loss = criterion.forward(input as C.Activity, target),
    losses = show(criterion.lossTensor(input as C.Activity, target));
  return `${loss} ${losses} ${show(criterion.backward(input as C.Activity, target))}`;
}

function make(kind: Kind, args: readonly unknown[]): C.AnyCriterion {
  return new (C as unknown as Record<string, new (...args: unknown[]) => C.AnyCriterion>)[kind.name]!(...args);
}

/** Makes a criterion, calls it with what fits and what does not, and throws unless it does what it should. */
function exercise(kind: Kind, draw: Draw): void {
  const valid = kind.draw(draw), spoiled = draw.chance(5);
  const args = spoiled ? draw.spoilList(valid.args) as unknown[] : valid.args;
  const made = attempt(() => `new ${kind.name}(${show(args)})`, () => make(kind, args));
  if (made instanceof Error) {
    assert(spoiled, `new ${kind.name}(${show(args)}) refused: ${made.message}`);
    return;
  }
  valid.setup?.(made);
  const text = (): string => `${kind.name}(${show(args)}) of ${show(valid.input)} and ${show(valid.target)}`;
  const before = attempt(text, () => step(made, valid));
  assert(spoiled || !(before instanceof Error), `${text()} refused: ${before}`);
  for (let k = draw.int(1, 2); k > 0; k--) {
    const input = (draw.chance(3) ? valid.input : draw.spoil(valid.input)) as C.Activity;
    const target = draw.chance(3) ? valid.target : draw.spoil(valid.target);
    const method = draw.oneOf(["forward", "backward", "lossTensor", "call"] as const);
    attempt(
      () => `${kind.name}(${show(args)}).${method}(${show(input)}, ${show(target)})`,
      () => show(made[method](input, target)), // on a GPU some failures show when the result is read
    );
  }
  if (before instanceof Error) return;
  assertEquals(attempt(text, () => step(made, valid)), before, `${text()} gives something else after another call`);
}

function check(kind: Kind, numRuns: number): void {
  fc.assert(fc.property(fc.gen(), (gen) => exercise(kind, new Draw(gen))), {
    numRuns,
    seed: SEED,
    includeErrorInReport: true,
  });
}

for (const kind of KINDS) {
  Deno.test(`${kind.name} gives a result or a documented error for any arguments, and stays as it was`, () => {
    check(kind, Math.ceil(CALLS / 3 / KINDS.length));
  });
}

Deno.test("criterions take anything in flat memory", () => {
  const grown = memoryGrowth(() => {
    for (const kind of KINDS) check(kind, Math.ceil(CALLS / 12 / KINDS.length));
  });
  assert(grown < 100, `${grown} MiB more`);
});

Deno.test("every criterion is among those with random arguments", () => {
  const exported = Object.entries(C).filter(([, value]) =>
    typeof value === "function" && (value as unknown === C.Criterion || value.prototype instanceof C.Criterion)
  );
  assertEquals(
    exported.map(([name]) => name).filter((name) => !ABSTRACT.includes(name)).sort(),
    KINDS.map(({ name }) => name).sort(),
  );
});
