import { checkInteger, type Generator, sameSize, type Tensor } from "@taimatsu/tensor";
import { fresh } from "@taimatsu/tensor/native";
import { floatsOf } from "../elements.ts";
import { fitLike } from "../kernels.ts";
import type { RandomModuleOptions } from "../options.ts";
import { ListedMaxPooling } from "./listed_max_pooling.ts";

/** What fractional max pooling is asked for along an axis. */
export interface FractionalAxis {
  /** Name of the argument that is the size of the windows. */
  readonly poolName: string;
  /** Size of the windows, from 2. */
  readonly pool: number;
  /** Name of the argument that is the size of the output. */
  readonly outName: string;
  /** Size of the output, or, below 1, its ratio to that of the input. */
  readonly out: number;
}

/**
 * Max pooling over windows that lie at random places: the base of `SpatialFractionalMaxPooling` and
 * `VolumetricFractionalMaxPooling`.
 *
 * Along an axis of n elements with m windows of k, window i begins at ⌊(i + u) a⌋ − ⌊u a⌋, a = (n − k) / (m − 1), and the last one at
 * n − k. Each forward draws the numbers u from U(0, 1), one for each plane of each sample and axis.
 */
export abstract class FractionalMaxPooling extends ListedMaxPooling {
  /** Sizes of the windows along the width, the height and the time. */
  readonly poolSizes: readonly number[];
  /** Sizes of the output along the width, the height and the time; or ratios, all below 1. */
  readonly outSizes: readonly number[];
  /** Whether the sizes of the output are ratios. */
  readonly ratios: boolean;
  /**
   * The numbers u of the last `forward`, [batch, planes, axes], 1 as batch for one sample; the axes in the order of the arguments:
   * width and height, or time, width and height.
   */
  randomSamples: Tensor;
  /** Whether `forward` keeps the numbers u as long as batch and planes stay as many. */
  fixed = false;
  /** Source of the random numbers; the default generator if `undefined`. */
  readonly generator: Generator | undefined;

  /**
   * Notes the sizes.
   *
   * @param axes What is asked for along the width, the height and the time.
   * @throws {RangeError} If a window is no integer from 2, an output none from 1, or if a ratio does not lie between 0 and 1.
   */
  constructor(axes: readonly FractionalAxis[], options?: RandomModuleOptions) {
    super(axes.length, options);
    const caller = new.target.name, ratios = axes.some(({ out }) => !(out >= 1));
    for (const { poolName, pool, outName, out } of axes) {
      checkInteger(caller, poolName, pool, 2, 2 ** 31 - 1);
      if (!ratios) checkInteger(caller, outName, out, 1, 2 ** 31 - 1);
      else if (!(out > 0 && out < 1)) {
        throw new RangeError(
          `Cannot run ${caller}: ${outName} must lie between 0 and 1, as all ratios, or all must be sizes, but it is ${out}`,
        );
      }
    }
    this.poolSizes = axes.map(({ pool }) => pool);
    this.outSizes = axes.map(({ out }) => out);
    this.ratios = ratios;
    this.randomSamples = fresh(this.code, [], this.device);
    this.generator = options?.generator;
  }

  /** Keeps the places of the windows from the next `forward` on, or draws new ones each time if `fixed` is false. */
  fixPoolingRegions(fixed = true): this {
    this.fixed = fixed;
    return this;
  }

  /** Returns the size that was asked for, or the ratio's part of the input. */
  override outputSize(axis: number, size: number): number {
    const out = this.outSizes[axis]!;
    return this.ratios ? Math.floor(size * out) : out;
  }

  /** Returns whether there is room for the windows. */
  override fits(axis: number, size: number): boolean {
    const out = this.outputSize(axis, size);
    return out >= 1 && size >= out + this.poolSizes[axis]! - 1;
  }

  /** Returns how messages describe the sizes along an axis that are accepted. */
  override sizeForm(axis: number, name: string): string {
    const out = this.outSizes[axis]!, more = this.poolSizes[axis]! - 1;
    return this.ratios ? `${name} with 1 <= floor(${out} ${name}) <= ${name} - ${more}` : `${name} >= ${out + more}`;
  }

  /** Returns the numbers that the places of the windows come from, [planes][spaces]. */
  override drawn(): Float32Array | Float64Array {
    return floatsOf(this.randomSamples);
  }

  /** Draws the places of the windows. */
  override place({ shape }: Tensor): void {
    const { spaces, randomSamples, generator } = this, sample = shape.length === spaces + 1;
    const size = [sample ? 1 : shape[0]!, shape[sample ? 0 : 1]!, spaces];
    const known = sameSize(randomSamples.shape, size) && randomSamples.store.length > 0;
    if (!known || !this.fixed) fitLike(randomSamples, size).uniform(0, 1, generator && { generator });
  }

  /** Writes where each window begins and ends. */
  override listWindows(
    list: Int32Array,
    axis: number,
    size: number,
    out: number,
    plane: number,
    drawn: Float32Array | Float64Array,
  ): void {
    const { spaces } = this, pool = this.poolSizes[axis]!, alpha = (size - pool) / (out - 1);
    // The axes of randomSamples: width, height; or time, width, height.
    const u = drawn[plane * spaces + (axis + spaces - 2) % spaces]!;
    for (let i = 0; i < out; i++) {
      const start = i === out - 1 ? size - pool : Math.floor((i + u) * alpha) - Math.floor(u * alpha);
      list[2 * i] = start;
      list[2 * i + 1] = start + pool;
    }
  }
}
