import { checkInteger } from "@taimatsu/tensor";
import { Sequential } from "../containers/sequential.ts";
import type { AnyModule } from "../module.ts";
import type { RandomModuleOptions } from "../options.ts";
import { SpatialMaxPooling } from "../pooling/spatial_max_pooling.ts";
import { View } from "../shape/view.ts";
import { Linear } from "./linear.ts";

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
    // The largest along a dimension, as a window that covers it.
    this.add(new View(1, pieces, outputSize).setNumInputDims(2));
    this.add(new SpatialMaxPooling(1, pieces, 1, 1, 0, 0, options));
    this.add(new View(outputSize).setNumInputDims(3));
  }
}
