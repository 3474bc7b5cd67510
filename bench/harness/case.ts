/** How a tensor of a case is filled: real numbers from [lo, hi), or integers from 0 below a bound. */
export interface InputSpec {
  name: string;
  shape: number[];
  lo?: number;
  hi?: number;
  below?: number;
  /** Stands for so many tensors, with consecutive seeds. */
  repeat?: number;
}

/** A layer of a net: its kind and its numbers, as in `workloads.json`. */
export type LayerSpec = [kind: string, ...numbers: number[]];

/** An optimizer and its constants. */
export interface OptimizerSpec {
  name: string;
  lr: number;
  momentum?: number;
  beta1?: number;
  beta2?: number;
  eps?: number;
  alpha?: number;
  rho?: number;
  weightDecay?: number;
  /** Each element of the gradient is limited to ± this before the step. */
  clamp?: number;
}

/** One entry of `workloads.json`: what every case has. Suites declare the fields of their own. */
export interface Case {
  suite: string;
  case: string;
  op: string;
  unit: "ns" | "us" | "ms" | "ex/s" | "MiB";
  dtype?: "f32" | "f64";
  in?: InputSpec[];
  params?: InputSpec[];
  /** How the result is checked if not against `checks.json`. */
  check?: "random" | "image";
  /** Mean of an image in bytes, where it is not that of the picture. */
  mean?: number;
  /** Batch: examples of one call. */
  b?: number;
  /** Floating-point operations of one call, a multiply-add as two. */
  flop?: number;
  /** Least memory traffic of one call. */
  bytes?: number;
}

/** `workloads.json`. */
export interface Workloads {
  suites: Record<string, string>;
  cases: Case[];
}

/** The name under which `checks.json` and a server's input know a case. */
export function nameOf(c: { suite: string; case: string }): string {
  return `${c.suite} ${c.case}`;
}

/** This case does not exist for this library. */
export class Unsupported extends Error {}

/** Reads a JSON file of this repository, named from its `bench` folder. */
export async function readJson<T>(file: string): Promise<T> {
  return JSON.parse(await Deno.readTextFile(new URL(`../${file}`, import.meta.url)));
}
