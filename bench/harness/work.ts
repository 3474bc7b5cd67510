import { Tensor } from "@taimatsu/tensor";
import type { Case } from "./case.ts";
import type { Inputs } from "./inputs.ts";

/** A result: a tensor or a number. */
export type Result = Tensor | number;

/** Where a function leaves its result. */
export interface Out {
  out?: Tensor;
}

/** What a case does. */
export interface Work {
  /** What is timed. Its result is kept until the next call. */
  call(): unknown;
  /** Results to check, after running the work as often as the check asks for; none if there is nothing to compare. */
  results?(): Result[];
}

/** Work that times itself, for example in fresh processes: nanoseconds or MiB of each run. */
export interface Samples {
  samples(): Promise<number[]>;
}

/** Makes the work of a case. */
export type Builder = (c: Case, inputs: Inputs) => Work | Samples;

/** Work whose result is one tensor or number. */
export function work(call: () => Result): Work {
  return { call, results: () => [call()] };
}

/** The elements of a result in row-major order. */
export function elements(result: Result): ArrayLike<number | bigint> {
  // A copy, because a tensor whose memory was handed out leaves the memory that it shares with others.
  return result instanceof Tensor ? result.clone().cpu().data : [result];
}

/** Work whose result is a large tensor, which is given back at once: what reference counting does for other libraries' results. */
export function largeWork(call: () => Tensor): Work {
  return { call: () => call().dispose(), results: () => [call()] };
}
