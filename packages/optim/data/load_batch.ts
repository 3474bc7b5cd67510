// How a batch is made, in this thread or in a Worker.
import { collate } from "./collate.ts";
import type { Dataset } from "./dataset.ts";

/** Makes a batch of samples. */
// deno-lint-ignore no-explicit-any
export type Collate = (samples: any[]) => unknown;

/** What was thrown, and at which sample if it was one. */
export class Fault {
  constructor(readonly thrown: unknown, readonly index?: number) {}
}

/** Makes a batch of the samples at `indices`; throws a {@linkcode Fault}. */
export async function loadBatch(
  dataset: Dataset,
  indices: readonly number[],
  merge: Collate | undefined,
  shared: boolean,
): Promise<unknown> {
  try {
    if (merge === undefined && dataset.getBatch !== undefined) return await dataset.getBatch(indices, { shared });
    const samples = await Promise.all(indices.map(async (i) => {
      try {
        return await dataset.get(i);
      } catch (error) {
        throw new Fault(error, i);
      }
    }));
    return merge === undefined ? collate(samples, { shared }) : await merge(samples);
  } catch (error) {
    throw error instanceof Fault ? error : new Fault(error);
  }
}

/** Writes what was thrown, with its kind. */
export function describeThrown(thrown: unknown): string {
  return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
}

/** Says what could not be done because of a fault. */
export function describeFault(fault: Fault, indices: readonly number[]): string {
  const what = fault.index !== undefined ? `load sample ${fault.index}` : `make a batch of ${listSamples(indices)}`;
  return `Cannot ${what}: ${describeThrown(fault.thrown)}`;
}

/** Writes the numbers of samples, not more than ten. */
export function listSamples(indices: readonly number[]): string {
  const more = indices.length > 10 ? ", …" : "";
  return `sample${indices.length === 1 ? "" : "s"} ${indices.slice(0, 10).join(", ")}${more}`;
}
