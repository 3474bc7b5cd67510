import type { Tensor } from "@taimatsu/tensor";
import { fitMaps } from "../kernels.ts";
import type { Activity } from "../options.ts";
import { convolve, convolveBack, convolveParameters } from "./engine.ts";
import { MapConvolution } from "./map_convolution.ts";
import { addPlaneSums, overPlanes } from "./plane_sums.ts";
import { leastSpread, spread } from "./sizes.ts";

/** Input of a full convolution: a tensor, or a list of it and of a tensor that ends with the sizes that the output shall have. */
export type FullInput = Tensor | readonly [Tensor, Tensor];

/**
 * A convolution whose kernels spread: each element of the input adds a kernel to the output. It is the gradient of a convolution
 * from the output planes to the input planes. The base of `SpatialFullConvolution` and its relatives.
 *
 * @typeParam I Input: a tensor unless given.
 */
export abstract class TransposedConvolution<I extends Activity = Tensor> extends MapConvolution<I> {
  /** Columns of the output that no kernel ends on. */
  adjW = 0;
  /** Rows of the output that no kernel ends on. */
  adjH = 0;
  /** Sums on the way to the gradient of the biases. */
  _sums: Tensor[] = [];

  /** Computes an output of h × w from maps that were checked. */
  spreadMaps(maps: Tensor, sample: boolean, h: number, w: number): Tensor {
    const { bias, nOutputPlane } = this;
    const output = fitMaps(this.output, sample, maps.shape[0]!, nOutputPlane, h, w);
    convolveBack(this, output, this.contiguousInput(maps), this.kernels());
    if (bias !== null) output.add(overPlanes(bias, 2));
    return output;
  }

  /** Gathers a gradient that was checked into `gradInput`. */
  gatherGradient(gradInput: Tensor, maps: Tensor, sample: boolean, gradOutput: Tensor): Tensor {
    const { shape } = maps, d = sample ? 0 : 1;
    fitMaps(gradInput, sample, shape[0]!, this.nInputPlane, shape[d + 1]!, shape[d + 2]!);
    return convolve(this, gradInput, this.contiguousGradOutput(gradOutput), this.kernels(), null);
  }

  /** Adds `scale` times the gradients of the kernels, as the native library takes them, and of the biases. */
  addGradients(gradKernels: Tensor, maps: Tensor, sample: boolean, gradOutput: Tensor, scale: number): void {
    const { gradBias } = this, g = this.contiguousGradOutput(gradOutput), { shape } = g, d = sample ? 0 : 1;
    convolveParameters(this, gradKernels, null, g, this.contiguousInput(maps), scale);
    if (gradBias === null) return;
    const batch = sample ? 1 : shape[0]!;
    addPlaneSums(gradBias, scale, g, batch, this.nOutputPlane, shape[d + 1]! * shape[d + 2]!, this._sums);
  }

  /** Returns the rows of the output for those of the input. */
  override outputHeight(height: number): number {
    return spread(height, this.kH, this.dH, this.padH, this.dilationH, this.adjH);
  }

  /** Returns the columns of the output for those of the input. */
  override outputWidth(width: number): number {
    return spread(width, this.kW, this.dW, this.padW, this.dilationW, this.adjW);
  }

  /** Returns the least height and width of an input. */
  override leastSize(): [height: number, width: number] {
    return [
      leastSpread(this.kH, this.dH, this.padH, this.dilationH, this.adjH),
      leastSpread(this.kW, this.dW, this.padW, this.dilationW, this.adjW),
    ];
  }
}
