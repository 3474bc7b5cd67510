import { Module } from "../module.ts";
import type { Activity, ModuleOptions } from "../options.ts";
import { keptList, keptZeros } from "./lists.ts";

/**
 * Some entries of a list: the base of `SelectTable` and `NarrowTable`. Entries are tensors of any dtype, or lists; nothing is
 * copied. The gradient with respect to the other entries is 0.
 */
export abstract class PartOfTable<I extends readonly Activity[], O extends Activity> extends Module<I, O> {
  /** Zeros for the entries that are left out. */
  _zeros: Activity[] = [];

  /** Starts with empty lists. */
  constructor(options?: ModuleOptions) {
    super(options);
    this.gradInput = [] as readonly Activity[] as I;
  }

  /** Returns gradients for all entries: those that are given, from `start` on, and zeros. */
  placed(input: I, start: number, gradients: readonly Activity[]): I {
    const list = keptList(this.gradInput, input.length), { _zeros } = this;
    for (let i = 0; i < input.length; i++) {
      list[i] = gradients[i - start] ?? (_zeros[i] = keptZeros(_zeros[i], input[i]!));
    }
    return this.gradInput = list as readonly Activity[] as I;
  }
}
