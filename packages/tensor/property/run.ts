// Calling a function with random arguments, and comparing with what its reference says.
import { NativeError, type Storage, Tensor } from "../mod.ts";
import * as T from "../mod.ts";
import type { Draw } from "./draw.ts";
import { Operand, place, realize } from "./draw.ts";
import { convert, countOf, isInt, type Plain, Refusal, sameShape } from "./plain.ts";

/** What a reference returns: elements, a number or truth, or several of them. */
export type Expected = Plain | number | boolean | string | undefined | readonly Expected[];

/** A public function, how to draw its arguments, and what it must give. */
export interface Case {
  /** The exported function, and the method unless `method` says otherwise. */
  name: string;
  // deno-lint-ignore no-explicit-any
  draw(draw: Draw): any[];
  // deno-lint-ignore no-explicit-any
  expect(...args: any[]): Expected;
  /** Which argument is the options object, if `out` is among them. */
  out?: number;
  /** How the method of the same name works; "none" where there is none. */
  method?: "new" | "inPlace" | "none";
  /** The method's name if it differs. */
  methodName?: string;
  /** Says that a method may write to an expanded tensor: every element becomes the same. */
  repeats?: boolean;
  /** Says that `out` must not be an operand. */
  apart?: boolean;
  /** Turns the function's arguments into the method's; all but the first by default. */
  // deno-lint-ignore no-explicit-any
  methodArgs?: (args: any[]) => any[];
  /** Largest error of float32 results, relative to the largest magnitude; 2e-6 by default. For float64 it is multiplied by 5e-9. */
  tolerance?: number;
  /** Says whether a result is right where there are many that are. */
  // deno-lint-ignore no-explicit-any
  accepts?: (result: any, args: any[], real: any[]) => boolean;
}

const DOCUMENTED = [TypeError, RangeError, NativeError];

type Callable = (...args: unknown[]) => unknown;

function toReal(value: unknown): unknown {
  if (value instanceof Operand) return value.make();
  if (Array.isArray(value)) return value.map(toReal);
  return value;
}

function show(value: unknown): string {
  if (value instanceof Operand) return String(value);
  if (value instanceof Tensor) return `${value.dtype} [${value.size()}] {${value.reshape(value.nElement()).toArray()}}`;
  if (Array.isArray(value)) return `[${value.map(show).join("; ")}]`;
  if (typeof value === "object" && value !== null && "values" in value) {
    const { dtype, shape, values } = value as Plain;
    return `${dtype} [${shape}] {${values}}`;
  }
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

/** The elements of a tensor as numbers in row-major order. */
export function valuesOf(x: Tensor): number[] {
  if (x.nElement() === 0) return [];
  const dense = x.cpu().contiguous();
  return x.dtype === "int64"
    ? Array.from(dense.data as BigInt64Array, Number)
    : dense.view(x.nElement()).toArray() as number[];
}

function close(a: number, b: number, allowed: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b)) || Math.abs(a - b) <= allowed;
}

/** Says what differs, if anything does. */
function difference(actual: unknown, wanted: Expected, tolerance: number): string | undefined {
  if (Array.isArray(wanted)) {
    if (!Array.isArray(actual) || actual.length !== wanted.length) return "the number of results";
    for (const [k, entry] of wanted.entries()) {
      const found = difference(actual[k], entry, tolerance);
      if (found !== undefined) return `result ${k}: ${found}`;
    }
    return undefined;
  }
  if (typeof wanted === "object") {
    const { dtype, shape, values } = wanted as Plain;
    if (!(actual instanceof Tensor)) return `the result must be a tensor but is ${show(actual)}`;
    if (actual.dtype !== dtype) return `the dtype must be ${dtype} but is ${actual.dtype}`;
    if (!sameShape(actual.size(), shape)) return `the size must be [${shape}] but is [${actual.size()}]`;
    const found = valuesOf(actual), exact = isInt(wanted as Plain) || dtype === "bool";
    const scale = values.reduce((m, x) => Number.isFinite(x) ? Math.max(m, Math.abs(x)) : m, 1);
    const allowed = exact ? 0 : scale * (dtype === "float64" ? tolerance * 1e-9 * 5 : tolerance);
    const k = found.findIndex((x, i) => !close(x, values[i]!, allowed));
    return k < 0 ? undefined : `element ${k} must be ${values[k]} but is ${found[k]}`;
  }
  if (typeof wanted === "number" && typeof actual === "number") {
    return close(actual, wanted, tolerance * Math.max(1, Math.abs(wanted))) ? undefined : `${actual} must be ${wanted}`;
  }
  return Object.is(actual, wanted) ? undefined : `${show(actual)} must be ${wanted}`;
}

/** A call in one of its forms. */
interface Form {
  readonly text: string;
  readonly call: () => unknown;
  /** The tensor that receives the result. */
  readonly receiver: Tensor | undefined;
  /** What the call must refuse though the reference does not. */
  readonly refusal?: string;
}

function plainForm(c: Case, real: unknown[]): Form {
  if (c.name.startsWith(".")) return methodForm(c, real);
  return {
    text: c.name,
    call: () => (T as unknown as Record<string, Callable>)[c.name]!(...real),
    receiver: undefined,
  };
}

function methodForm(c: Case, real: unknown[]): Form {
  const name = c.methodName ?? c.name.replace(".", ""), x = real[0] as Tensor;
  const rest = (c.methodArgs ?? ((all) => all.slice(1)))(real);
  const call = () => (x as unknown as Record<string, Callable>)[name]!(...rest);
  return { text: `.${name}`, call, receiver: c.method === "new" ? undefined : x };
}

function formOf(c: Case, draw: Draw, args: unknown[], real: unknown[], wanted: Expected | Refusal): Form {
  const plain = wanted instanceof Refusal || typeof wanted !== "object" || Array.isArray(wanted)
    ? undefined
    : wanted as Plain;
  const kind = c.name.startsWith(".") ? 1 : draw.int(0, 2);
  if (kind === 1 && c.method !== "none" && args[0] instanceof Operand) {
    const form = methodForm(c, real);
    if (c.method === "new") return form;
    const fits = plain !== undefined && plain.dtype === args[0].dtype && sameShape(plain.shape, args[0].shape);
    const repeats = c.repeats !== true && args[0].layout === "expanded" && args[0].shape[0]! > 1 &&
      countOf(args[0].shape) > 0;
    return plain !== undefined && (!fits || repeats) ? { ...form, refusal: "the receiver does not fit" } : form;
  }
  if (kind === 2 && c.out !== undefined && plain !== undefined) {
    while (real.length <= c.out) real.push(undefined);
    const aliased = c.apart
      ? undefined
      : real.find((x, k) =>
        x instanceof Tensor && (args[k] as Operand).layout !== "expanded" && x.dtype === plain.dtype &&
        sameShape(x.size(), plain.shape)
      ) as Tensor | undefined;
    const wrong = draw.chance(8), dtype = wrong ? (plain.dtype === "float64" ? "float32" : "float64") : plain.dtype;
    const out = aliased !== undefined && !wrong && draw.chance(3)
      ? aliased
      : draw.chance(2)
      ? T.empty([draw.int(0, 3)], { dtype, device: place.device })
      : realize(
        { ...plain, dtype, values: plain.values.map(() => 0) },
        draw.oneOf(["transposed", "strided", "offset"]),
      );
    real[c.out] = { ...real[c.out] as object, out };
    const form = {
      ...plainForm(c, real),
      text: `${c.name} into ${out === aliased ? "an operand" : "out"}`,
      receiver: out,
    };
    return wrong ? { ...form, refusal: "out has another dtype" } : form;
  }
  return plainForm(c, real);
}

function tensorsIn(value: unknown): Tensor[] {
  return value instanceof Tensor ? [value] : Array.isArray(value) ? value.flatMap(tensorsIn) : [];
}

function sameStorage(a: Storage, b: Tensor | undefined): boolean {
  return b !== undefined && a === b.storage();
}

/** Draws arguments, calls the function in one of its forms, and throws unless it does what the reference says. */
export function runCase(c: Case, draw: Draw): void {
  const args = c.draw(draw);
  let wanted: Expected | Refusal;
  try {
    wanted = c.expect(...args);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    wanted = error;
  }
  const real = args.map(toReal), form = formOf(c, draw, args, real, wanted);
  const operands = tensorsIn(real), before = operands.map(valuesOf);
  const complain = (problem: string): never => {
    throw new Error(`${form.text}(${args.map(show).join(", ")}): ${problem}`);
  };
  let result: unknown;
  try {
    result = form.call();
  } catch (error) {
    if (!DOCUMENTED.some((type) => error instanceof type) || !/^Cannot |^There /.test((error as Error).message)) {
      complain(`it threw ${error}`);
    }
    if (!(wanted instanceof Refusal) && form.refusal === undefined) complain(`it refused: ${(error as Error).message}`);
    result = error;
  }
  const refused = result instanceof Error;
  if (!refused && wanted instanceof Refusal) complain(`it must refuse (${wanted.message}) but gave ${show(result)}`);
  if (!refused && form.refusal !== undefined) complain(`it must refuse (${form.refusal}) but gave ${show(result)}`);
  operands.forEach((x, k) => {
    const changed = valuesOf(x).some((v, i) => !Object.is(v, before[k]![i]));
    if (changed && (refused || !sameStorage(x.storage(), form.receiver))) {
      complain(`operand ${k} was changed to ${show(x)}`);
    }
  });
  if (refused || wanted instanceof Refusal) return;
  if (form.receiver !== undefined && result !== form.receiver) complain("the result must be the receiver");
  if (c.accepts !== undefined) {
    if (!c.accepts(result, args, real)) complain(`the result ${show(result)} is wrong`);
    return;
  }
  const problem = difference(result, wanted, c.tolerance ?? 2e-6);
  if (problem !== undefined) complain(`${problem} (gave ${show(result)})`);
}

/** Rounds expected elements to the dtype. */
export function rounded(dtype: Plain["dtype"], shape: readonly number[], values: readonly number[]): Plain {
  return { dtype, shape, values: values.map((x) => convert(dtype, x)) };
}
