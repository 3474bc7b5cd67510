import { checkInteger, sameSize, type Tensor } from "@taimatsu/tensor";
import { Module } from "../module.ts";
import type { ModuleOptions, SizeForms } from "../options.ts";

/** Windows that move over maps: the base of `SpatialMaxPooling` and `SpatialAveragePooling`. */
export abstract class SpatialPooling extends Module {
  /** Width of the window. */
  kW: number;
  /** Height of the window. */
  kH: number;
  /** Step along the width. */
  dW: number;
  /** Step along the height. */
  dH: number;
  /** Padding on the left and on the right. */
  padW: number;
  /** Padding above and below. */
  padH: number;
  /** Step between neighbours in the window along the width. */
  dilationW = 1;
  /** Step between neighbours in the window along the height. */
  dilationH = 1;
  /** Whether a window that the border cuts makes an output too. */
  ceilMode = false;

  /**
   * Describes the window.
   *
   * @throws {RangeError} If a number is no integer in its range, or the padding is wider than half the window.
   */
  constructor(
    kW: number,
    kH: number,
    dW: number,
    dH: number,
    padW: number,
    padH: number,
    options?: ModuleOptions,
  ) {
    super(options);
    const caller = new.target.name;
    for (const [name, value] of Object.entries({ kW, kH, dW, dH })) checkInteger(caller, name, value, 1, 2 ** 31 - 1);
    checkInteger(caller, "padW", padW, 0, Math.floor(kW / 2));
    checkInteger(caller, "padH", padH, 0, Math.floor(kH / 2));
    this.kW = kW;
    this.kH = kH;
    this.dW = dW;
    this.dH = dH;
    this.padW = padW;
    this.padH = padH;
  }

  /** Makes outputs also of windows that the border cuts. */
  ceil(): this {
    this.ceilMode = true;
    return this;
  }

  /** Makes outputs of whole windows alone, as at first. */
  floor(): this {
    this.ceilMode = false;
    return this;
  }

  /** Returns the rows of the output for those of the input. */
  outputHeight(height: number): number {
    return this.windows(height, this.kH, this.dH, this.padH, this.dilationH);
  }

  /** Returns the columns of the output for those of the input. */
  outputWidth(width: number): number {
    return this.windows(width, this.kW, this.dW, this.padW, this.dilationW);
  }

  /** Returns how many windows have room on a line of `n`. */
  windows(n: number, k: number, step: number, pad: number, dilation: number): number {
    const steps = (n + 2 * pad - dilation * (k - 1) - 1) / step;
    const count = (this.ceilMode ? Math.ceil(steps) : Math.floor(steps)) + 1;
    // The last window starts on the line, or left of it.
    return (count - 1) * step >= n + pad ? count - 1 : count;
  }

  /** Returns whether the input is one sample; throws if it is neither that nor a batch, or too small. */
  checkInput(method: string, input: Tensor): boolean {
    const d = input?.shape?.length;
    if (input?.store?.code === this.code && (d === 3 || d === 4)) {
      if (this.outputHeight(input.shape[d - 2]!) >= 1 && this.outputWidth(input.shape[d - 1]!) >= 1) return d === 3;
    }
    throw this.refusal(method, "input", input, this.inputForms());
  }

  /** As {@linkcode checkInput} for the arguments of `backward`. */
  checkBackward(input: Tensor, gradOutput: Tensor): boolean {
    const sample = this.checkInput("backward", input), { shape } = input, n = shape.length, { output } = this;
    if (gradOutput?.store?.code !== this.code || !sameSize(gradOutput.shape, output.shape)) {
      throw this.refusal("backward", "gradOutput", gradOutput, [output.shape]);
    }
    const size = output.shape, h = this.outputHeight(shape[n - 2]!), w = this.outputWidth(shape[n - 1]!);
    if (
      size.length !== n || size[n - 2] !== h || size[n - 1] !== w || size[0] !== shape[0] ||
      size[n - 3] !== shape[n - 3]
    ) {
      throw new TypeError(
        `Cannot run ${this.constructor.name}.backward: input must be that of the last forward, which gave ` +
          `[${size.join(", ")}], but is [${shape.join(", ")}]`,
      );
    }
    return sample;
  }

  /** Returns the sizes of inputs that are accepted. */
  inputForms(): SizeForms {
    const least = (k: number, dilation: number, pad: number) => Math.max(1, dilation * (k - 1) + 1 - 2 * pad);
    const maps = [
      "planes",
      `height >= ${least(this.kH, this.dilationH, this.padH)}`,
      `width >= ${least(this.kW, this.dilationW, this.padW)}`,
    ];
    return [maps, ["batch", ...maps]];
  }

  /** Returns the window, its steps and, if there is any, the padding, as Torch7 prints them. */
  override toString(): string {
    const { kW, kH, dW, dH, padW, padH } = this, padding = padW !== 0 || padH !== 0 ? `, ${padW},${padH}` : "";
    return `${super.toString()}(${kW}x${kH}, ${dW},${dH}${padding})`;
  }
}
