import { Tensor } from "@taimatsu/tensor";
import { readFields } from "@taimatsu/tensor/native";
import type { TorchForm } from "../files/torch_form.ts";
import type { RandomModuleOptions } from "../options.ts";
import { overPlanes } from "./plane_sums.ts";
import { checkCounts, places } from "./sizes.ts";
import { type MapsSize, type SamplingWindow, SubSampling } from "./sub_sampling.ts";
import { SpatialDepthWiseConvolution } from "./spatial_depth_wise_convolution.ts";

type Window = [nInputPlane: number, kW: number, kH: number, dW: number, dH: number];

/**
 * Sum of each window of kW × kH, times a weight plus a bias of its plane.
 *
 * `weight` and `bias` are [nInputPlane].
 *
 * Input [nInputPlane, height, width] or [batch, nInputPlane, height, width]; output the same with ⌊(height − kH) / dH⌋ + 1 rows, and
 * columns alike. Torch7: `SpatialSubSampling.lua`.
 *
 * @example Usage
 * ```ts
 * import { SpatialSubSampling } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const sampling = new SpatialSubSampling(1, 2, 2, 2, 2);
 * sampling.weight.fill(0.5);
 * sampling.bias.fill(1);
 * assertEquals(sampling.forward(tensor([[[1, 2, 5, 1], [4, 5, 0, 2]]])).toArray(), [[[7, 5]]]);
 * ```
 */
export class SpatialSubSampling extends SubSampling {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: ["nInputPlane", "kW", "kH", "dW", "dH"],
    upgrade: (fields) => {
      const { weight, gradWeight } = fields;
      if (!(weight instanceof Tensor) || !(gradWeight instanceof Tensor)) return;
      if (gradWeight.count !== weight.count) delete fields.gradWeight; // older weights under a newer program
    },
    make: (fields, options) => {
      const { weight } = fields, args = readFields(["nInputPlane", "kW", "kH", "dW", "dH"], fields) as Window;
      if (!(weight instanceof Tensor) || weight.dim() < 2) return new SpatialSubSampling(...args, options);
      // In the oldest files each place of a window has a weight of its own.
      const [planes, ...window] = args;
      return new SpatialDepthWiseConvolution(planes, 1, ...window, 0, 0, options);
    },
  };

  /** Number of planes. */
  readonly nInputPlane: number;
  /** Width of the window. */
  readonly kW: number;
  /** Height of the window. */
  readonly kH: number;
  /** Step along the width. */
  dW: number;
  /** Step along the height. */
  dH: number;

  /**
   * Draws the parameters from U(−s, s), s = 1 / √(kW kH).
   *
   * @param nInputPlane Number of planes.
   * @param kW Width of the window.
   * @param kH Height of the window.
   * @param dW Step along the width.
   * @param dH Step along the height.
   * @throws {RangeError} If a number is no integer from 1.
   */
  constructor(nInputPlane: number, kW: number, kH: number, dW = 1, dH = 1, options: RandomModuleOptions = {}) {
    checkCounts(new.target.name, { nInputPlane, kW, kH, dW, dH }, 1);
    super(nInputPlane, options);
    this.nInputPlane = nInputPlane;
    this.kW = kW;
    this.kH = kH;
    this.dW = dW;
    this.dH = dH;
    this.reset();
  }

  /** Returns the window. */
  override window(): SamplingWindow {
    return this;
  }

  /** Returns the size of the output for an input; throws if that does not fit. */
  override outputSize(method: string, input: Tensor): number[] {
    const { nInputPlane, kW, kH, dW, dH } = this;
    if (input?.store?.code === this.code) {
      const { shape } = input, d = shape.length - 3, h = shape[d + 1]!, w = shape[d + 2]!;
      if ((d === 0 || d === 1) && shape[d] === nInputPlane && h >= kH && w >= kW) {
        const maps = [nInputPlane, places(h, kH, dH, 0, 1), places(w, kW, dW, 0, 1)];
        return d === 0 ? maps : [shape[0]!, ...maps];
      }
    }
    const maps = [nInputPlane, `height >= ${kH}`, `width >= ${kW}`];
    throw this.refusal(method, "input", input, [maps, ["batch", ...maps]]);
  }

  /** Returns the size of an input or output as that of a batch. */
  override mapsOf(size: readonly number[]): MapsSize {
    return [size.length === 3 ? 1 : size[0]!, this.nInputPlane, size.at(-2)!, size.at(-1)!];
  }

  /** Returns the size of an output as [outer, planes, inner]. */
  override planesOf(size: readonly number[]): [outer: number, planes: number, inner: number] {
    return [size.length === 3 ? 1 : size[0]!, this.nInputPlane, size.at(-2)! * size.at(-1)!];
  }

  /** Returns a parameter so that it broadcasts over maps. */
  override overOutput(x: Tensor): Tensor {
    return overPlanes(x, 2);
  }

  /** Returns the number of planes, the window and its steps. */
  override toString(): string {
    return `${super.toString()}(${this.nInputPlane}, ${this.kW}x${this.kH}, ${this.dW},${this.dH})`;
  }
}
