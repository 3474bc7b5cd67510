// Every module with arguments and inputs that are right: the recorded ones, and SEEDS for modules without records.
import type { Activity, AnyModule } from "./mod.ts";
import { activity } from "./testing.ts";
import {
  activityFrom,
  argumentsOf,
  build,
  EXCLUSIONS,
  make,
  moduleOf,
  modulesOf,
  readRecordings,
  type Recording,
} from "./testing_recordings.ts";
import { SEEDS } from "./testing_seeds.ts";

/** A module to be, and a right input. */
export interface Right {
  name: string;
  args: () => unknown[];
  make: (args?: unknown[]) => AnyModule;
  input: () => Activity;
}

function fromRecording(record: Recording): Right {
  return {
    name: record.spec.module,
    args: () => argumentsOf(record.spec),
    make: (args) => args === undefined ? moduleOf(record) : build(record.spec, args).type(record.dtype),
    input: () => activityFrom(record.input),
  };
}

/** Returns right modules and inputs for every class, with arguments that may be replaced. */
export function rights(): Right[] {
  const records = readRecordings().flatMap(({ records }) => records);
  const built = records.filter((r) => modulesOf(r.spec).every((m) => !(m in EXCLUSIONS)));
  const seeds = SEEDS.map(({ name, args = () => [], ready, size, input }): Right => ({
    name,
    args,
    make: (given) => {
      const module = make(name, given ?? args()).double();
      ready?.(module);
      return module;
    },
    input: () => input?.() ?? activity(size!, "float64"),
  }));
  return [...built.map(fromRecording), ...seeds];
}
