// Each suite is a file of its own, loaded when a case asks for it.
import { type Case, Unsupported } from "../harness/case.ts";
import type { Builder } from "../harness/work.ts";

const models = async (_: Case, threads: number) => (await import("./models.ts")).models(threads);

const SUITES: Record<string, (c: Case, threads: number) => Promise<Builder> | Builder> = {
  A: async ({ op }) =>
    op.startsWith("tiny_") ? (await import("./tiny_nets.ts")).tinyNets : (await import("./small_ops.ts")).smallOps,
  B: async () => (await import("./elementwise.ts")).elementwise,
  C: async () => (await import("./reductions.ts")).reductions,
  D: async () => (await import("./blas.ts")).blas,
  E: async () => (await import("./linalg.ts")).linalg,
  F: async () => (await import("./layers.ts")).layers,
  G: models,
  H: async () => (await import("./optimizers.ts")).optimizers,
  I: async () => (await import("./image_filters.ts")).imageFilters,
  T: models,
};

/** Returns what builds a case; `threads` is for the processes that it may start. */
export async function findBuilder(c: Case, threads: number): Promise<Builder> {
  const find = SUITES[c.suite];
  if (find === undefined) throw new Unsupported(`there is no suite "${c.suite}"`);
  return await find(c, threads);
}
