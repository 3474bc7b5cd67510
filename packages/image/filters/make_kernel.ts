import { checkFinite, checkInteger, type Dtype, type OutOption, type Tensor, tensor } from "@taimatsu/tensor";
import { deliver } from "@taimatsu/tensor/native";

/** Options of kernels that come from a formula. */
export interface KernelOptions extends OutOption {
  /** Height and width, 3 by default. */
  size?: number;
  /** Standard deviation as a share of the size. */
  sigma?: number;
  /** Value in the middle, 1 by default. */
  amplitude?: number;
  /** Whether the sum becomes 1, whatever the amplitude; false by default. */
  normalize?: boolean;
  /** Width, `size` by default. */
  width?: number;
  /** Height, `size` by default. */
  height?: number;
  /** Standard deviation from left to right, `sigma` by default. */
  sigmaHorz?: number;
  /** Standard deviation from top to bottom, `sigma` by default. */
  sigmaVert?: number;
  /** The middle in one dimension, and of both directions unless they are given: a share of the size, 0.5 by default. */
  mean?: number;
  /** The middle from left to right, `mean` by default. */
  meanHorz?: number;
  /** The middle from top to bottom, `mean` by default. */
  meanVert?: number;
  /** Element type, the default dtype unless given. */
  dtype?: Dtype;
}

/** Arguments as a user gives them: in Torch7's order, or all by name. */
export type KernelArguments = readonly [
  number | KernelOptions,
  number | undefined,
  number | undefined,
  boolean | undefined,
  KernelOptions | undefined,
];

/** One object of what was given. */
function gather([size, sigma, amplitude, normalize, options]: KernelArguments): KernelOptions {
  if (typeof size === "object" && size !== null) return size;
  return {
    ...options,
    size,
    ...sigma === undefined ? {} : { sigma },
    ...amplitude === undefined ? {} : { amplitude },
    ...normalize === undefined ? {} : { normalize },
  };
}

/** The longest side of a kernel. */
const LONGEST = 4096;

/** Halved squares of the distances from the middle in standard deviations. */
function distances(caller: string, axis: string, n: number, sigma: number, mean: number): number[] {
  checkInteger(caller, axis, n, 1, LONGEST);
  checkFinite(caller, "sigma", sigma);
  checkFinite(caller, "mean", mean);
  if (sigma <= 0) throw new RangeError(`Cannot run ${caller}: sigma must be above 0 but is ${sigma}`);
  return Array.from({ length: n }, (_, k) => ((k + 0.5 - mean * n) / (sigma * n)) ** 2 / 2);
}

/** Scales the values and brings them to where they are wanted. */
function finish(caller: string, values: number[], shape: number[], options: KernelOptions): Tensor {
  const { amplitude = 1, normalize = false, dtype, out } = options;
  checkFinite(caller, "amplitude", amplitude);
  const sum = values.reduce((sum, value) => sum + value, 0), scale = normalize ? 1 / sum : amplitude;
  if (normalize && !(sum !== 0 && Number.isFinite(scale))) {
    throw new RangeError(
      `Cannot run ${caller}: sigma must be large enough for a sum that can be normalized, but the sum is ${sum}`,
    );
  }
  const wanted = dtype ?? out?.dtype;
  const r = tensor(values.map((value) => value * scale), wanted === undefined ? {} : { dtype: wanted });
  return deliver(caller, r.view(shape), out);
}

/** Makes [height, width] of a function of halved squared distances from the middle. */
export function makeKernel(
  caller: string,
  args: KernelArguments,
  defaultSigma: number,
  f: (s: number) => number,
): Tensor {
  const options = gather(args), { size = 3, sigma = defaultSigma, mean = 0.5 } = options;
  const { width = size, height = size, sigmaHorz = sigma, sigmaVert = sigma, meanHorz = mean, meanVert = mean } =
    options;
  const across = distances(caller, "width", width, sigmaHorz, meanHorz);
  const down = distances(caller, "height", height, sigmaVert, meanVert);
  return finish(caller, down.flatMap((y) => across.map((x) => f(x + y))), [height, width], options);
}

/** Makes a Gaussian of one dimension. */
export function makeLine(caller: string, args: KernelArguments): Tensor {
  const options = gather(args), { size = 3, sigma = 0.25, mean = 0.5 } = options;
  return finish(caller, distances(caller, "size", size, sigma, mean).map((s) => Math.exp(-s)), [size], options);
}
