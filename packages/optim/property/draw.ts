// Random arguments, valid and not, and what a call with them may do.
import {
  type Dtype,
  DTYPES,
  Generator,
  NativeError,
  ones,
  randn,
  type RandomOptions,
  randperm,
  Tensor,
  tensor,
  zeros,
} from "@taimatsu/tensor";
import fc, { type GeneratorValue } from "fast-check";

/** The same calls each time, unless another seed is asked for. */
export const SEED = Number(Deno.env.get("TAIMATSU_SEED") ?? 1);

/** Draws arguments, which fast-check shrinks when a call fails. */
export class Draw {
  constructor(readonly gen: GeneratorValue) {}

  int(least: number, most: number): number {
    return this.gen(fc.integer, { min: least, max: most });
  }

  /** True in one of n cases. */
  chance(n: number): boolean {
    return this.int(0, n - 1) === n - 1;
  }

  oneOf<T>(list: readonly T[]): T {
    return list[this.int(0, list.length - 1)]!;
  }

  /** A list of different entries of another, in any order. */
  some<T>(list: readonly T[]): T[] {
    return list.filter(() => this.chance(2));
  }

  generator(): RandomOptions & { generator: Generator } {
    return { generator: new Generator(this.int(0, 2 ** 31 - 1)) };
  }

  /** Normal numbers; those of both dtypes are the same as far as float32 can tell. */
  numbers(size: readonly number[], dtype: Dtype = "float64"): Tensor {
    return randn([...size], { ...this.generator(), dtype: "float32" }).to(dtype);
  }

  /** The numbers from 0 to below n in any order. */
  order(n: number): number[] {
    return n === 0 ? [] : randperm(n, this.generator()).toArray() as number[];
  }

  /** A tensor of any dtype, size and layout. */
  oddTensor(): Tensor {
    const dtype = this.oneOf(DTYPES), n = this.int(1, 7);
    switch (this.int(0, 6)) {
      case 0:
        return tensor([], { dtype });
      case 1:
        return zeros([0, 3], { dtype });
      case 2:
        return ones([1], { dtype }).expand(n);
      case 3:
        return zeros([2, n], { dtype }).t();
      case 4:
        return zeros([2 * n], { dtype }).narrow(0, n, n);
      case 5:
        return tensor([NaN, Infinity, -1e30]);
      default:
        return ones([n], { dtype });
    }
  }

  /** Something that a program may pass by mistake. */
  odd(): unknown {
    // deno-fmt-ignore
    const values = [NaN, Infinity, -Infinity, -0, 0, -1, 0.5, 1, 2, 1e308, -1e308, 5e-324, 2 ** 53, "text", "", "3", null, undefined, true,
      false, 2n, {}, [], [1], ["x", "y"], [NaN, 1e308], [null], () => 1];
    return this.chance(4) ? this.oddTensor() : this.oneOf(values);
  }
}

/** Checks a property of random arguments. */
export function check(property: (draw: Draw) => void, numRuns: number): void {
  const run = fc.property(fc.gen(), (gen) => property(new Draw(gen)));
  fc.assert(run, { numRuns, seed: SEED, includeErrorInReport: true });
}

/** Checks a property that is there later. */
export async function checkLater(property: (draw: Draw) => Promise<void>, numRuns: number): Promise<void> {
  const run = fc.asyncProperty(fc.gen(), (gen) => property(new Draw(gen)));
  await fc.assert(run, { numRuns, seed: SEED, includeErrorInReport: true });
}

/** Writes a value in which every bit counts. */
export function show(value: unknown, without: readonly string[] = []): string {
  if (value instanceof Tensor) {
    const elements = value.nElement() === 0 ? [] : value.contiguous().view(value.nElement()).toArray() as number[];
    const texts = elements.map((x) => Object.is(x, -0) ? "-0" : String(x));
    return `${value.dtype} [${value.size()}] by [${value.strides}] {${texts.join(" ")}}`;
  }
  if (Array.isArray(value)) return `[${value.map((entry) => show(entry)).join("; ")}]`;
  if (typeof value === "function") return "a function";
  if (typeof value === "string") return JSON.stringify(value);
  if (value instanceof Generator) return "a generator";
  if (typeof value !== "object" || value === null) {
    return typeof value === "bigint" ? `${value}n` : Object.is(value, -0) ? "-0" : String(value);
  }
  const entries = Object.entries(value).filter(([name]) => !without.includes(name));
  return `{ ${entries.map(([name, entry]) => `${name}: ${show(entry)}`).join(", ")} }`;
}

/** What an objective or a closure of the tests throws. */
export class Thrown extends Error {}

/** Returns whether an error says what could not be done, as every error of the package does. */
export function isDocumented(error: unknown): boolean {
  if (error instanceof Thrown) return true;
  if (!(error instanceof Error)) return false;
  const kinds: unknown[] = [Error, TypeError, RangeError, NativeError];
  return kinds.includes(error.constructor) && /^Cannot run [A-Za-z]/.test(error.message);
}

/** Runs `fn` and returns the error, if it throws a documented one; others are passed on with what was called. */
export function attempt(text: () => string, fn: () => unknown): Error | undefined {
  try {
    fn();
    return undefined;
  } catch (error) {
    if (isDocumented(error)) return error as Error;
    throw new Error(`${text()} threw ${error instanceof Error ? error.stack : error}`, { cause: error });
  }
}
