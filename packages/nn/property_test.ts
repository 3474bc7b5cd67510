// Every module with arguments, inputs and gradients that are nearly right or quite wrong: it computes, or throws one of the documented
// errors, and then still computes what it computed before. Right ones are the recorded ones, and SEEDS for modules without records.
import { assert, assertEquals } from "@std/assert";
import { DTYPES, NativeError, type Tensor, zeros } from "@taimatsu/tensor";
import fc from "fast-check";
import { mapActivity, tensorsOf } from "./activity.ts";
import type { Activity, AnyModule } from "./mod.ts";
import { numbers } from "./testing.ts";
import { exists } from "./testing_recordings.ts";
import { type Right, rights } from "./testing_rights.ts";
import { BASES, SEEDS } from "./testing_seeds.ts";

/** The same calls each time, unless another seed is asked for. */
const SEED = Number(Deno.env.get("TAIMATSU_SEED") ?? 1);
const CALLS = 1e5;

/** Draws integers below a limit. */
type Draw = (limit: number) => number;

/** Something of the same kind that is wrong, or of another kind. */
function spoiled(value: unknown, draw: Draw): unknown {
  const wrong = [NaN, Infinity, -1, 0, 0.5, 2, 7, 2 ** 45, "3", "", null, undefined, true, {}, [], [1, 2], () => 1];
  return draw(2) === 0 && typeof value === "number" ? value + draw(5) - 2 : wrong[draw(wrong.length)];
}

function otherShape(x: Tensor, draw: Draw): Tensor {
  const size = x.size(), k = draw(Math.max(1, size.length));
  switch (draw(5)) {
    case 0:
      return numbers([2, ...size], "float64").to(x.dtype);
    case 1:
      return x.nElement() > 0 ? x.select(0, 0) : x;
    case 2:
      return numbers(size.with(k, 0), "float64").to(x.dtype);
    case 3:
      return numbers(size.with(k, size[k]! + 1), "float64").to(x.dtype);
    default:
      return size[k]! > 1 ? x.narrow(k, 0, size[k]! - 1) : x;
  }
}

const SPECIAL = [NaN, Infinity, -Infinity, 0, -1, 1e30, 300];

function otherTensor(x: Tensor, draw: Draw): Tensor {
  if (x.dim() === 0) return x;
  switch (draw(4)) {
    case 0:
      return otherShape(x, draw);
    case 1:
      return x.to(DTYPES[draw(DTYPES.length)]!);
    case 2: {
      const y = x.clone(), flat = y.view(y.nElement()), value = SPECIAL[draw(SPECIAL.length)]!;
      if (y.dtype.startsWith("float") || Number.isFinite(value)) flat.set(draw(y.nElement()), Math.trunc(value) % 256);
      if (y.dtype.startsWith("float")) flat.set(draw(y.nElement()), value);
      return y;
    }
    default:
      return x.narrow(0, 0, 1).expand(x.size());
  }
}

function otherActivity(x: Activity, draw: Draw): Activity {
  if (draw(8) === 0) return spoiled(x, draw) as Activity;
  if (Array.isArray(x)) {
    const list = [...x], k = draw(list.length + 1);
    if (draw(4) === 0) return draw(2) === 0 ? list.slice(0, -1) : [...list, zeros([2])];
    if (k < list.length) list[k] = otherActivity(list[k]!, draw);
    return list;
  }
  return otherTensor(x as Tensor, draw);
}

function isDocumented(error: unknown): boolean {
  return (error instanceof TypeError || error instanceof RangeError || error instanceof NativeError) &&
    /^(Cannot |There |in \w+\[)/.test(error.message);
}

function copyOf(x: Activity): Activity {
  return mapActivity(x, (t) => t.clone());
}

function same(a: Activity, b: Activity): boolean {
  const x = tensorsOf(a), y = tensorsOf(b);
  return x.length === y.length && x.every((t, k) => t.equal(y[k]!));
}

function callOnce(right: Right, draw: Draw): void {
  const complain = (what: string, error: unknown): never => {
    throw new Error(`${right.name}: ${what}: ${error instanceof Error ? error.stack : error}`);
  };
  const attempt = (what: string, call: () => unknown): boolean => {
    try {
      call();
      return true;
    } catch (error) {
      return isDocumented(error) ? false : complain(what, error);
    }
  };
  const args = right.args();
  if (draw(3) === 0 && args.length > 0) {
    const k = draw(args.length);
    args[k] = spoiled(args[k], draw);
    let module: AnyModule | undefined;
    attempt(`made with ${JSON.stringify(args)}`, () => module = right.make(args));
    if (module !== undefined) attempt(`made with ${JSON.stringify(args)}, used`, () => module!.forward(right.input()));
    return;
  }
  const module = right.make(), input = right.input(), before = copyOf(module.forward(copyOf(input)));
  const wrong = otherActivity(copyOf(input), draw);
  const worked = attempt("forward", () => module.forward(wrong));
  const gradOutput = mapActivity(before, (y) => numbers(y.size(), "float64", 5).to(y.dtype));
  if (worked && draw(2) === 0) attempt("backward", () => module.backward(wrong, gradOutput));
  else if (draw(2) === 0) {
    module.forward(copyOf(input));
    attempt("backward", () => module.backward(copyOf(input), otherActivity(gradOutput, draw)));
  }
  if (!worked && !module.train) {
    const again = module.forward(copyOf(input));
    if (!same(again, before)) complain("after a refused call the output is another", "");
  }
}

for (const [name, all] of Object.entries(Object.groupBy(rights(), (right) => right.name))) {
  Deno.test(`${name} computes or refuses, and can be used afterwards`, () => {
    fc.assert(
      fc.property(fc.gen(), (gen) => {
        const draw: Draw = (limit) => gen(fc.nat, { max: limit - 1 });
        callOnce(all![draw(all!.length)]!, draw);
      }),
      { numRuns: Math.ceil(CALLS / 160), seed: SEED, includeErrorInReport: true },
    );
  });
}

Deno.test("every module has a record or a seed", async () => {
  const known = new Set([...BASES, ...rights().map((right) => right.name)]), all = await import("./mod.ts");
  const missing = Object.entries(all).filter(([name, value]) =>
    typeof value === "function" && value.prototype instanceof all.Module && !known.has(name)
  );
  assertEquals(missing.map(([name]) => name), []);
  assert([...BASES, ...SEEDS.map(({ name }) => name)].every(exists));
});
