import { checkInteger, type Tensor } from "@taimatsu/tensor";
import { fitLike } from "../kernels.ts";
import { MapModule } from "../maps.ts";
import type { ModuleOptions } from "../options.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Planes dealt out to finer images: each group of r² planes becomes one of r times the height and width.
 *
 * Input [planes r², height, width] or [batch, planes r², height, width]; output [planes, r height, r width] with the batch in front.
 * Element (y, x) of plane p comes from plane p r² + (y mod r) r + x mod r.
 *
 * Shi et al., "Real-Time Single Image and Video Super-Resolution Using an Efficient Sub-Pixel Convolutional Neural Network", 2016.
 * Torch7: `PixelShuffle.lua`.
 *
 * @example Usage
 * ```ts
 * import { PixelShuffle } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new PixelShuffle(2).forward(tensor([[[1]], [[2]], [[3]], [[4]]])).toArray(), [[[1, 2], [3, 4]]]);
 * ```
 */
export class PixelShuffle extends MapModule {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: ["upscaleFactor"],
    derive: ({ upscaleFactor }: PixelShuffle) => ({ upscaleFactorSquared: upscaleFactor ** 2 }),
  };

  /** The factor r of height and width. */
  readonly upscaleFactor: number;

  /**
   * Creates the layer.
   *
   * @param upscaleFactor The factor r of height and width.
   * @throws {RangeError} If it is no integer from 1.
   */
  constructor(upscaleFactor: number, options?: ModuleOptions) {
    super(2, options);
    checkInteger(new.target.name, "upscaleFactor", upscaleFactor, 1, 2 ** 15);
    this.upscaleFactor = upscaleFactor;
  }

  /** Returns whether the planes form groups. */
  override fitsPlanes(planes: number): boolean {
    return planes % this.upscaleFactor ** 2 === 0;
  }

  /** Returns how messages describe the planes. */
  override planesForm(): string {
    return `planes in groups of ${this.upscaleFactor ** 2}`;
  }

  /** Deals the planes out. */
  override updateOutput(input: Tensor): Tensor {
    this.checkInput("forward", input);
    const { upscaleFactor: r } = this, { shape } = input, n = shape.length;
    const size = shape.slice();
    size[n - 3]! /= r * r;
    size[n - 2]! *= r;
    size[n - 1]! *= r;
    const output = fitLike(this.output, size);
    if (output.count > 0) this.deal(output, this.contiguousInput(input), (fine, coarse) => fine.copy(coarse));
    this._from = shape;
    return output;
  }

  /** Gathers the gradients again. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    this.checkBackward(input, gradOutput);
    const gradInput = fitLike(this.gradInput, input.shape);
    if (gradInput.count > 0) {
      this.deal(this.contiguousGradOutput(gradOutput), gradInput, (fine, coarse) => coarse.copy(fine));
    }
    return gradInput;
  }

  /** Copies the columns of fine images that come from the same planes to or from there: each copy runs along whole rows. */
  deal(fine: Tensor, coarse: Tensor, copy: (fine: Tensor, coarse: Tensor) => void): void {
    const { upscaleFactor: r } = this, { shape } = coarse, h = shape[shape.length - 2]!, w = shape[shape.length - 1]!;
    const images = fine.view(-1, h, r, w, r), planes = coarse.view(-1, r, r, h, w);
    // [planes of all samples, height, r, width]
    for (let j = 0; j < r; j++) copy(images.select(4, j), planes.select(2, j).permute(0, 2, 1, 3));
  }

  /** Returns the factor. */
  override toString(): string {
    return `${super.toString()}(${this.upscaleFactor})`;
  }
}
