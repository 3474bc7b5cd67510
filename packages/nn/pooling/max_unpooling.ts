import { gather, sameSize, type Tensor } from "@taimatsu/tensor";
import { INT64 } from "@taimatsu/tensor/native";
import { fitLike, kept } from "../kernels.ts";
import { Module } from "../module.ts";
import type { ModuleOptions } from "../options.ts";
import type { SpatialMaxPooling } from "./spatial_max_pooling.ts";
import type { VolumetricMaxPooling } from "./volumetric_max_pooling.ts";
import { addAt, type PlaneSizes } from "./windows.ts";

/**
 * Puts elements where a max pooling took them from: the base of `SpatialMaxUnpooling` and `VolumetricMaxUnpooling`.
 *
 * It uses what the pooling noted in its last `forward`. A clone and its pooling belong together if both were cloned at once, as
 * parts of one container.
 */
export abstract class MaxUnpooling<P extends SpatialMaxPooling | VolumetricMaxPooling> extends Module {
  /** The pooling whose inverse this is. */
  readonly pooling: P;
  /** Where the elements go, as int64. */
  _positions: Tensor | null = null;

  /** Names the pooling. */
  constructor(pooling: P, options?: ModuleOptions) {
    super({ ...pooling.tensorOptions(), ...options });
    this.pooling = pooling;
  }

  /** Puts each element to its place; the others are 0. */
  override updateOutput(input: Tensor): Tensor {
    const indices = this.indicesFor("forward", input), x = this.contiguousInput(input);
    const output = fitLike(this.output, this.pooling._from);
    addAt(output, x, indices, linesOf(output.shape, x.shape, this.pooling.spaces));
    return output;
  }

  /** Takes the gradients from where the elements went. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    const indices = this.indicesFor("backward", input), { output } = this;
    if (gradOutput?.store?.code !== this.code || !sameSize(gradOutput.shape, output.shape)) {
      throw this.refusal("backward", "gradOutput", gradOutput, [output.shape]);
    }
    const g = this.contiguousGradOutput(gradOutput), gradInput = fitLike(this.gradInput, input.shape);
    if (gradInput.count === 0) return gradInput;
    const { planes, width, outWidth } = linesOf(output.shape, input.shape, this.pooling.spaces);
    const positions = this._positions = kept(this._positions, INT64, [planes, outWidth], this.device).copy(indices);
    gather(g.view(planes, width), 1, positions, { out: gradInput.view(planes, outWidth) });
    return gradInput;
  }

  /** Returns the name and the pooling as Torch7 prints them. */
  override toString(): string {
    return `${super.toString()} associated to ${this.pooling}`;
  }

  /** Returns where the elements of an input go; throws unless it is sized like the output of the pooling. */
  indicesFor(method: string, input: Tensor): Tensor {
    const { shape } = this.pooling.output;
    if (input?.store?.code === this.code && this.pooling._from.length === 0) {
      throw new TypeError(
        `Cannot run ${this.constructor.name}.${method}: the pooling must have run forward before: ${this.pooling}`,
      );
    }
    if (input?.store?.code !== this.code || !sameSize(input.shape, shape)) {
      throw this.refusal(method, "input", input, [shape]);
    }
    return this.pooling.indices;
  }
}

/** Returns sizes where each image or volume is one line. */
function linesOf(whole: readonly number[], pooled: readonly number[], spaces: number): PlaneSizes {
  let planes = 1, width = 1, outWidth = 1;
  for (let d = 0; d < whole.length; d++) {
    if (d < whole.length - spaces) planes *= whole[d]!;
    else {
      width *= whole[d]!;
      outWidth *= pooled[d]!;
    }
  }
  return { planes, height: 1, width, outHeight: 1, outWidth };
}
