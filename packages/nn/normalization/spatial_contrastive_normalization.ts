import { cpu, type Tensor, tensor } from "@taimatsu/tensor";
import { Sequential } from "../containers/sequential.ts";
import type { AnyModule } from "../module.ts";
import type { ModuleOptions } from "../options.ts";
import { SpatialDivisiveNormalization } from "./spatial_divisive_normalization.ts";
import { SpatialSubtractiveNormalization } from "./spatial_subtractive_normalization.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Subtracts the means of neighbourhoods, then divides by their standard deviations.
 *
 * Input [nInputPlane, height, width] or [batch, nInputPlane, height, width]; output sized like it. Torch7:
 * `SpatialContrastiveNormalization.lua`.
 *
 * @example Usage
 * ```ts
 * import { SpatialContrastiveNormalization } from "@taimatsu/nn";
 * import { ones, rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new SpatialContrastiveNormalization(3, ones([5, 5]));
 * assertEquals(layer.forward(rand([2, 3, 8, 8])).size(), [2, 3, 8, 8]);
 * ```
 */
export class SpatialContrastiveNormalization extends Sequential {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    make: ({ normalizer, threshold, thresval }, options) => {
      const parts = normalizer instanceof Sequential ? normalizer.modules : [], [first, second] = parts;
      if (!isStandard(parts)) throw new TypeError("normalizer must hold a subtractive and a divisive normalization");
      const { nInputPlane } = first as SpatialSubtractiveNormalization;
      const module = new SpatialContrastiveNormalization(
        nInputPlane,
        null,
        threshold as number,
        thresval as number,
        options,
      );
      module.modules = [first!, second!];
      return module;
    },
    derive: ({ modules: [, divisive] }: SpatialContrastiveNormalization) => {
      const { nInputPlane, kernelWeights, kernelSize, threshold, thresval } = divisive as SpatialDivisiveNormalization;
      const kernel = tensor(kernelWeights, { dtype: divisive!.type(), device: cpu }).view(kernelSize);
      return { nInputPlane, kernel, threshold, thresval, modules: undefined };
    },
    scratch: (module: SpatialContrastiveNormalization) => {
      const normalizer = new Sequential({ dtype: module.type(), device: cpu });
      normalizer.modules = [...module.modules];
      return { normalizer };
    },
    className: ({ modules }: SpatialContrastiveNormalization) =>
      `${isStandard(modules) ? "nn." : ""}SpatialContrastiveNormalization`,
  };

  /**
   * Creates the layer.
   *
   * @param nInputPlane Number of planes.
   * @param kernel Weights of the neighbourhood: [height, width], or [n] for both directions; sizes are odd. 9 × 9 ones unless given.
   * @param threshold Standard deviations up to this are replaced.
   * @param thresval What they are replaced by.
   * @throws {TypeError} If the kernel has other sizes, or its sum is 0.
   * @throws {RangeError} If a number is not finite.
   */
  constructor(
    nInputPlane = 1,
    kernel?: Tensor | null,
    threshold = 1e-4,
    thresval: number = threshold,
    options?: ModuleOptions,
  ) {
    super(options);
    this.add(new SpatialSubtractiveNormalization(nInputPlane, kernel, options));
    this.add(new SpatialDivisiveNormalization(nInputPlane, kernel, threshold, thresval, options));
  }

  /** Returns `nn.SpatialContrastiveNormalization`. */
  override toString(): string {
    return `nn.${this.constructor.name}`;
  }
}

/** Returns whether the modules inside are those that Torch7 has. */
function isStandard(modules: readonly AnyModule[]): boolean {
  const [first, second] = modules;
  return modules.length === 2 && first instanceof SpatialSubtractiveNormalization &&
    second instanceof SpatialDivisiveNormalization;
}
