import { checkInteger, formatSize, ones, sum, Tensor, tensor } from "@taimatsu/tensor";
import { frame, skip } from "@taimatsu/tensor/native";
import { copyTo, kept, kernelsOf, putMaps } from "../kernels.ts";
import { checkLike, isThere } from "../linear/rows.ts";
import { Module } from "../module.ts";
import type { ModuleOptions } from "../options.ts";

/**
 * Weighted sums over all planes and a neighbourhood of each place: the base of `SpatialSubtractiveNormalization` and
 * `SpatialDivisiveNormalization`. Beyond the border there are zeros; {@linkcode coefficients} says how much of the neighbourhood lies
 * inside.
 */
export abstract class SpatialNeighborhood extends Module {
  /** Number of planes. */
  readonly nInputPlane: number;
  /** Sizes of the neighbourhood: [height, width], or [n] for both directions one after the other. */
  readonly kernelSize: readonly number[];
  /** Its weights, scaled so that their sums over all planes are 1. */
  readonly kernelWeights: readonly number[];
  /** The same as a tensor of the module's dtype. */
  _kernel: Tensor | null = null;
  /** Sum of the planes, [batch, 1, height, width]. */
  _total: Tensor | null = null;
  /** Sums along the rows, where the kernel has one dimension. */
  _half: Tensor | null = null;
  /** Sums over the neighbourhoods, [batch, 1, height, width]. */
  _blurred: Tensor | null = null;
  /** Sums of ones, [1, 1, height, width]. */
  _coefficients: Tensor | null = null;

  /**
   * Scales the kernel.
   *
   * @throws {RangeError} If `nInputPlane` is no integer from 1.
   * @throws {TypeError} If the kernel has other than one or two dimensions, all odd, or its sum is 0.
   */
  constructor(nInputPlane: number, kernel: Tensor | null | undefined, options?: ModuleOptions) {
    super(options);
    const caller = new.target.name;
    checkInteger(caller, "nInputPlane", nInputPlane, 1);
    this.nInputPlane = nInputPlane;
    const given = kernel ? checkKernel(caller, kernel) : ones([9, 9]), dims = given.dim();
    const weights = given.double().contiguous().view(given.nElement()).toArray() as number[];
    const total = weights.reduce((a, b) => a + b, 0);
    if (!Number.isFinite(total) || total === 0) {
      throw new TypeError(`Cannot run ${caller}: the elements of kernel must not add up to ${total}`);
    }
    const divisor = total * (dims === 2 ? nInputPlane : Math.sqrt(nInputPlane));
    this.kernelSize = given.size();
    this.kernelWeights = weights.map((w) => w / divisor);
  }

  /** Returns the weights of the neighbourhood, sized like the given kernel. */
  kernel(): Tensor {
    const known = this._kernel;
    if (known !== null && known.nElement() === this.kernelWeights.length && isThere(known)) return known;
    return this._kernel = tensor(this.kernelWeights, this.tensorOptions()).view(this.kernelSize);
  }

  /** Returns how much of the neighbourhood lies inside, for each place, [1, 1, height, width]. */
  coefficients(height: number, width: number): Tensor {
    const known = this._coefficients;
    if (known?.dim() === 4 && known.size(2) === height && known.size(3) === width && isThere(known)) return known;
    const total = this._total = kept(this._total, this.code, [1, 1, height, width], this.device);
    return this._coefficients = copyTo(known, this.blur(total.fill(this.nInputPlane)));
  }

  /** Returns the sum of the planes, [batch, 1, height, width]. */
  sumPlanes(x: Tensor): Tensor {
    const [batch, , height, width] = x.shape as [number, number, number, number];
    return sum(x, 1, { out: this._total = kept(this._total, this.code, [batch, 1, height, width], this.device) });
  }

  /** Returns the weighted sums over the neighbourhoods of a contiguous x, [batch, 1, height, width]. */
  blur(x: Tensor): Tensor {
    const [n, width] = this.kernelSize as [number, number?], out = this._blurred = this.like(this._blurred, x);
    if (width !== undefined) return this.convolve(out, x, n, width, false);
    const half = this._half = this.like(this._half, x);
    return this.convolve(out, this.convolve(half, x, 1, n, false), n, 1, false);
  }

  /** Returns the gradient with respect to x in {@linkcode blur}. */
  blurBack(g: Tensor): Tensor {
    const [n, width] = this.kernelSize as [number, number?], out = this._blurred = this.like(this._blurred, g);
    if (width !== undefined) return this.convolve(out, g, n, width, true);
    const half = this._half = this.like(this._half, g);
    return this.convolve(out, this.convolve(half, g, n, 1, true), 1, n, true);
  }

  /** Correlates x with the kernel, seen with these sizes, or passes a gradient back. */
  convolve(r: Tensor, x: Tensor, kH: number, kW: number, back: boolean): Tensor {
    const kernel = this.kernel(), [batch, c, h, w] = x.shape as [number, number, number, number], { device } = x.store;
    const kernels = kernelsOf(device), padH = (kH - 1) / 2, padW = (kW - 1) / 2, arg = r.store.block.arg;
    putMaps(0, r, batch, c, h, w);
    putMaps(1, x, batch, c, h, w);
    putMaps(2, kernel, 1, 1, kH, kW);
    let status;
    if (back) {
      // deno-fmt-ignore
      status = kernels.tm_conv2d_grad_input(arg, x.store.block.arg, kernel.store.block.arg, frame, 1, 1, padH, padW, 1, 1, 1);
    } else {
      skip(3);
      // deno-fmt-ignore
      status = kernels.tm_conv2d(arg, x.store.block.arg, kernel.store.block.arg, null, frame, 1, 1, padH, padW, 1, 1, 1, -1, 0, 0);
    }
    if (status !== 0) throw device.error(status);
    return r;
  }

  /** Returns a buffer with the sizes of `x`. */
  like(buffer: Tensor | null, x: Tensor): Tensor {
    return kept(buffer, this.code, x.shape, this.device);
  }

  /** Returns an input as a batch; throws if it is neither a sample nor a batch. */
  batchOf(method: string, input: Tensor): Tensor {
    const { nInputPlane } = this, dims = input?.shape?.length;
    if (input?.store?.code === this.code && input.count > 0) {
      if (dims === 4 && input.shape[1] === nInputPlane) return input;
      if (dims === 3 && input.shape[0] === nInputPlane) return input.unsqueeze(0);
    }
    const maps = [nInputPlane, "height", "width"];
    throw this.refusal(method, "input", input, [maps, ["batch", ...maps]]);
  }

  /** Returns a gradient as a batch; throws if it is not sized like the input. */
  gradientOf(input: Tensor, gradOutput: Tensor): Tensor {
    checkLike(this, "backward", "gradOutput", gradOutput, input.shape);
    return gradOutput.dim() === 4 ? gradOutput : gradOutput.unsqueeze(0);
  }
}

function checkKernel(caller: string, kernel: Tensor): Tensor {
  if (!(kernel instanceof Tensor)) throw new TypeError(`Cannot run ${caller}: kernel must be a tensor`);
  const { shape } = kernel;
  if ((shape.length === 1 || shape.length === 2) && shape.every((n) => n % 2 === 1)) return kernel;
  throw new TypeError(
    `Cannot run ${caller}: kernel must be [n] or [height, width] with odd sizes but is ${formatSize(shape)}`,
  );
}
