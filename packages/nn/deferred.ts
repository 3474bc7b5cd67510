// Outputs that are computed when someone reads them: those between modules that were evaluated in one pass.
import type { AnyModule } from "./module.ts";
import type { Activity } from "./options.ts";

interface Deferred {
  value: Activity;
  compute: (() => void) | null;
}

const deferred = new WeakMap<AnyModule, Deferred>();

/** Says that the output of a module is what `compute` leaves there, once it is asked for. */
export function deferOutput(module: AnyModule, compute: () => void): void {
  let state = deferred.get(module);
  if (state === undefined) {
    const made: Deferred = { value: module.output, compute: null };
    state = made;
    deferred.set(module, made);
    Object.defineProperty(module, "output", {
      enumerable: true,
      configurable: true,
      get(): Activity {
        const { compute } = made;
        made.compute = null;
        compute?.();
        return made.value;
      },
      set(value: Activity) {
        made.compute = null;
        made.value = value;
      },
    });
  }
  state.compute = compute;
}

/** Gives up what was deferred: the output is what it was before. */
export function settleOutput(module: AnyModule): void {
  const state = deferred.get(module);
  if (state !== undefined) state.compute = null;
}
