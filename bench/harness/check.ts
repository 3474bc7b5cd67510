import type { Case } from "./case.ts";
import { oddMean } from "./picture.ts";
import { elements, type Result } from "./work.ts";

/** An entry of `checks.json`. */
export interface Check {
  /** Largest error, relative to the sum of magnitudes. */
  tol: number;
  results: Digest[];
}

/** Count, sum, sum of magnitudes, sum weighted by position. */
export type Digest = [number, number, number, number];

/** Reduces a result to the four numbers that are compared. */
export function digest(values: ArrayLike<number | bigint>): Digest {
  let sum = 0, magnitude = 0, weighted = 0;
  for (let i = 0; i < values.length; i++) {
    const x = Number(values[i]);
    sum += x;
    magnitude += Math.abs(x);
    weighted += x * (i % 13 - 6);
  }
  return [values.length, sum, magnitude, weighted];
}

/** Says how results differ from a check; `undefined` if they agree. */
export function difference(results: Digest[], check: Check): string | undefined {
  if (results.length !== check.results.length) return `${results.length} results, expected ${check.results.length}`;
  for (const [i, got] of results.entries()) {
    const want = check.results[i]!, allowed = check.tol * (want[2] + 1e-30);
    const close = (k: 1 | 2 | 3, scale: number) => Math.abs(got[k] - want[k]) <= scale * allowed;
    if (got[0] !== want[0] || !(close(1, 1) && close(2, 1) && close(3, 6))) {
      return `result ${i}: ${JSON.stringify(got)}, expected ${JSON.stringify(want)}, tolerance ${check.tol}`;
    }
  }
}

interface RandomCase extends Case {
  /** Share of zeros that dropout makes. */
  prob?: number;
}

/** Says what is wrong with a random result; `undefined` if nothing is. */
export function oddity(c: RandomCase, values: ArrayLike<number | bigint>): string | undefined {
  const n = values.length, seen = new Set<number>();
  let mean = 0, zeros = 0;
  for (let i = 0; i < n; i++) {
    const x = Number(values[i]);
    if (!Number.isFinite(x)) return "not finite";
    mean += x / n;
    if (x === 0) zeros++;
    if (c.op === "uniform" && !(x >= 0 && x < 1)) return `${x} is outside [0, 1)`;
    if (c.op === "randperm") seen.add(x);
  }
  const expected = { normal: 0, uniform: 0.5, bernoulli: 0.5 }[c.op];
  if (expected !== undefined && Math.abs(mean - expected) > 0.01) return `mean ${mean}, expected ${expected}`;
  if (c.op === "dropout" && Math.abs(zeros / n - c.prob!) > 0.01) {
    return `${zeros} of ${n} are zero, expected ${c.prob}`;
  }
  if (c.op === "randperm" && (seen.size !== n || Math.abs(mean - (n - 1) / 2) > 1e-6 * n)) return "not a permutation";
}

/**
 * Compares results with what is known.
 *
 * @returns `ok`, or `none` if nothing is known.
 * @throws {Error} If a result is wrong.
 */
export function verify(c: Case, results: Result[], check: Check | undefined): "ok" | "none" {
  const problem = c.check === "random"
    ? oddity(c, elements(results[0]!))
    : c.check === "image"
    ? (c.mean === undefined && (c.op === "rotate" || c.op === "gray")
      ? undefined
      : oddMean(elements(results[0]!), c.mean))
    : check && difference(results.map((r) => digest(elements(r))), check);
  if (problem !== undefined) throw new Error(`wrong result: ${problem}`);
  return c.check !== undefined || check !== undefined ? "ok" : "none";
}
