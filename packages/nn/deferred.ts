// Results that are computed when someone reads them: those that an evaluation in one pass left out.
import type { AnyModule } from "./module.ts";

interface Deferred {
  value: unknown;
  compute: (() => void) | null;
}

const deferred = new WeakMap<AnyModule, Map<string, Deferred>>();

/** Says that a field of a module is what `compute` leaves there, once it is asked for. */
export function deferField(module: AnyModule, name: string, compute: () => void): void {
  let fields = deferred.get(module);
  if (fields === undefined) deferred.set(module, fields = new Map());
  let state = fields.get(name);
  if (state === undefined) {
    const made: Deferred = { value: module[name as keyof AnyModule], compute: null };
    fields.set(name, state = made);
    Object.defineProperty(module, name, {
      enumerable: true,
      configurable: true,
      get(): unknown {
        const { compute } = made;
        made.compute = null;
        compute?.();
        return made.value;
      },
      set(value: unknown) {
        made.compute = null;
        made.value = value;
      },
    });
  }
  state.compute = compute;
}

/** Gives up what was deferred: the fields are what they were before. */
export function settleFields(module: AnyModule): void {
  deferred.get(module)?.forEach((state) => state.compute = null);
}
