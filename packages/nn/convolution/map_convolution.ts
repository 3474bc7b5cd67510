import type { Tensor } from "@taimatsu/tensor";
import type { Activity, SizeForms } from "../options.ts";
import { Convolution } from "./convolution.ts";

/**
 * A convolution over maps, [planes, height, width], or a batch of them: what the direct and the transposed ones share.
 *
 * @typeParam I Input: a tensor unless given.
 */
export abstract class MapConvolution<I extends Activity = Tensor> extends Convolution<I> {
  /** Returns the rows of the output for those of the input. */
  abstract outputHeight(height: number): number;

  /** Returns the columns of the output for those of the input. */
  abstract outputWidth(width: number): number;

  /** Returns the least height and width of an input. */
  abstract leastSize(): [height: number, width: number];

  /** Returns the kernels as the native library takes them. */
  kernels(): Tensor {
    return this.contiguousWeight();
  }

  /** Returns the sizes of inputs that are accepted. */
  inputForms(): SizeForms {
    const [h, w] = this.leastSize(), maps = [this.nInputPlane, `height >= ${h}`, `width >= ${w}`];
    return [maps, ["batch", ...maps]];
  }

  /** Returns whether the input is one sample; throws if it is neither that nor a batch. Its size is left to the caller. */
  checkInput(method: string, input: Tensor): boolean {
    if (input?.store?.code === this.code) {
      const { shape } = input;
      if (shape.length === 4 && shape[1] === this.nInputPlane) return false;
      if (shape.length === 3 && shape[0] === this.nInputPlane) return true;
    }
    throw this.inputError(method, input);
  }

  /** As {@linkcode checkInput}; throws for one that is too small as well. */
  checkInputSize(method: string, input: Tensor): boolean {
    const sample = this.checkInput(method, input), { shape } = input, d = sample ? 0 : 1;
    if (this.outputHeight(shape[d + 1]!) < 1 || this.outputWidth(shape[d + 2]!) < 1) {
      throw this.inputError(method, input);
    }
    return sample;
  }

  /** Returns the error for an input that does not fit. */
  inputError(method: string, input: Tensor): TypeError {
    return this.refusal(method, "input", input, this.inputForms());
  }

  /** Checks ∂loss/∂output, which has maps of h × w for each of the samples. */
  checkGradient(gradOutput: Tensor, sample: boolean, batch: number, h: number, w: number): void {
    const size = gradOutput?.shape, d = sample ? 0 : 1;
    const fits = gradOutput?.store?.code === this.code && size.length === d + 3 && size[d] === this.nOutputPlane &&
      size[d + 1] === h && size[d + 2] === w && (sample || size[0] === batch);
    if (!fits) {
      const maps = [this.nOutputPlane, h, w];
      throw this.refusal("backward", "gradOutput", gradOutput, [sample ? maps : [batch, ...maps]]);
    }
  }

  /** As {@linkcode checkInput} for the arguments of `backward`. */
  checkBackward(input: Tensor, gradOutput: Tensor): boolean {
    const sample = this.checkInput("backward", input), { shape } = input, d = sample ? 0 : 1;
    const h = this.outputHeight(shape[d + 1]!), w = this.outputWidth(shape[d + 2]!);
    if (h < 1 || w < 1) throw this.inputError("backward", input);
    this.checkGradient(gradOutput, sample, shape[0]!, h, w);
    return sample;
  }
}
