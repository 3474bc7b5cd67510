// Chains whose modules share memory for their gradients: what backward reads at once is overwritten before a second pass could read it.
import { type Storage, Tensor } from "@taimatsu/tensor";
import type { AnyModule } from "../module.ts";

const chains = new WeakMap<AnyModule, ReadonlySet<Storage>>();

/** Says that a chain cannot run a second pass over its gradients as long as they lie in these storages. */
export function shareGradients(chain: AnyModule, storages: ReadonlySet<Storage>): void {
  chains.set(chain, storages);
}

/** Throws if the gradients that a second pass would read were overwritten. */
export function checkGradients(chain: AnyModule, method: string): void {
  const storages = chains.get(chain);
  if (storages === undefined) return;
  for (const { gradInput } of chain.listModules()) {
    if (gradInput instanceof Tensor && storages.has(gradInput.store)) {
      throw new Error(
        `Cannot run ${chain.constructor.name}.${method}: gradients inside share memory since shareGradInput: call backward`,
      );
    }
  }
}
