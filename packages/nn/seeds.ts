// Modules that Torch7's recordings leave out, with right arguments and inputs: for property_test.ts.
import type { Activity, AnyModule } from "./mod.ts";
import type { Sizes } from "./testing.ts";

/** A module and what it takes. */
export interface Seed {
  name: string;
  args: unknown[];
  // deno-lint-ignore no-explicit-any
  make: (...args: any[]) => AnyModule;
  size?: Sizes;
  input?: () => Activity;
}

/** One entry for each module without a recording. */
export const SEEDS: readonly Seed[] = [];

/** Classes that others extend, and that are no modules by themselves. */
export const BASES: readonly string[] = ["Container", "Pointwise", "SpatialPooling", "Viewing"];
