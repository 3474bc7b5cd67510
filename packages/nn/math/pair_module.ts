import type { Tensor } from "@taimatsu/tensor";
import { fresh } from "@taimatsu/tensor/native";
import { fitLike } from "../kernels.ts";
import { Module } from "../module.ts";
import type { ModuleOptions } from "../options.ts";

/** A function of two tensors: the base of `MM`, `MV`, `DotProduct`, `CosineDistance` and `PairwiseDistance`. */
export abstract class PairModule extends Module<readonly Tensor[], Tensor> {
  /** Creates the module. */
  constructor(options?: ModuleOptions) {
    super(options);
    this.gradInput = [fresh(this.code, [], this.device), fresh(this.code, [], this.device)];
  }

  /** Returns the kept tensors for the two gradients, of the sizes of the inputs. */
  gradientsLike(kept: readonly Tensor[], a: Tensor, b: Tensor): readonly [Tensor, Tensor] {
    if (kept.length !== 2) {
      this.gradInput = kept = [fresh(this.code, [], this.device), fresh(this.code, [], this.device)];
    }
    fitLike(kept[0]!, a.shape);
    fitLike(kept[1]!, b.shape);
    return kept as readonly [Tensor, Tensor];
  }
}
