import { checkInteger, cpu } from "@taimatsu/tensor";
import { Sequential } from "../containers/sequential.ts";
import type { AnyModule } from "../module.ts";
import type { ModuleOptions, RandomModuleOptions } from "../options.ts";
import { SpatialMaxPooling } from "../pooling/spatial_max_pooling.ts";
import { View } from "../shape/view.ts";
import { Linear } from "./linear.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { Max } from "../math/max.ts";

/**
 * Largest of several linear maps, output by output: y[j] = max over p of (W[p] x + b[p])[j].
 *
 * Input [inputSize] or [batch, inputSize]; output [outputSize] or [batch, outputSize].
 *
 * Goodfellow et al., "Maxout Networks", 2013. Torch7: `Maxout.lua`.
 *
 * @example Usage
 * ```ts
 * import { type Linear, Maxout } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const maxout = new Maxout(1, 1, 2), linear = maxout.get<Linear>(0);
 * linear.weight.copy(tensor([[1], [-1]]));
 * linear.bias?.zero();
 * assertEquals(maxout.forward(tensor([[3], [-5]])).toArray(), [[3], [5]]);
 * ```
 */
export class Maxout extends Sequential {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    make: ({ modules }, options) => {
      const list = modules as AnyModule[], [linear, view] = list, max = list.at(-1), between = list.slice(2, -1);
      const usual = linear instanceof Linear && view instanceof View && view.sizes.length === 2 &&
        view.numInputDims === 1 && max instanceof Max && max.dimension === 0 && max.nInputDims === 2;
      if (!usual || between.length > 1) {
        const parts = new Sequential(options); // as its parts do
        parts.modules = list;
        return parts;
      }
      const [pieces, outputSize] = view.sizes as [number, number];
      const layer = new Maxout(linear.inputSize, outputSize, pieces, null, options);
      layer.modules = [linear, view, ...between] as AnyModule[];
      layer.addMaximum({ dtype: options.dtype!, device: cpu });
      return layer;
    },
    derive: (module: Maxout) => ({
      modules: [...module.modules.slice(0, -3), new Max(0, 2, module.tensorOptions())],
    }),
  };

  /** Number of inputs. */
  readonly inputSize: number;
  /** Number of outputs. */
  readonly outputSize: number;
  /** Number of linear maps. */
  readonly pieces: number;

  /**
   * Draws the parameters as `Linear` does.
   *
   * @param inputSize Number of inputs.
   * @param outputSize Number of outputs.
   * @param pieces Number of linear maps.
   * @param preprocess A module between the maps and the choice of the largest: it takes and returns [batch, pieces, outputSize].
   * @throws {RangeError} If a size is no integer from 1.
   */
  constructor(
    inputSize: number,
    outputSize: number,
    pieces: number,
    preprocess?: AnyModule | null,
    options?: RandomModuleOptions,
  ) {
    super(options);
    const sizes = { inputSize, outputSize, pieces };
    for (const [name, size] of Object.entries(sizes)) checkInteger("Maxout", name, size, 1);
    this.inputSize = inputSize;
    this.outputSize = outputSize;
    this.pieces = pieces;
    this.add(new Linear(inputSize, outputSize * pieces, true, options));
    this.add(new View(pieces, outputSize).setNumInputDims(1));
    if (preprocess) this.add(preprocess);
    this.addMaximum(options);
  }

  /** Adds what takes the largest along a dimension: a window that covers it. */
  addMaximum(options?: ModuleOptions): void {
    const { pieces, outputSize } = this;
    this.add(new View(1, pieces, outputSize).setNumInputDims(2));
    this.add(new SpatialMaxPooling(1, pieces, 1, 1, 0, 0, options));
    this.add(new View(outputSize).setNumInputDims(3));
  }
}
