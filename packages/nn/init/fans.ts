import { checkOneOf, checkTensor, formatSize, type Generator, type Tensor } from "@taimatsu/tensor";

/** Options of initializers that draw random numbers. */
export interface InitializerOptions {
  /** Factor of the numbers; 1 by default. */
  gain?: number;
  /** The source; the default generator unless given. */
  generator?: Generator;
}

/** Functions between layers, for which {@linkcode calculateGain} knows the factor. */
export type Nonlinearity = "linear" | "sigmoid" | "tanh" | "relu" | "leakyReLU" | "selu";

const NONLINEARITIES: readonly Nonlinearity[] = ["linear", "sigmoid", "tanh", "relu", "leakyReLU", "selu"];

/**
 * Returns how many inputs an output of a layer has, and how many outputs an input has: [fanIn, fanOut], as PyTorch counts them.
 *
 * @param weight Weights [outputs, inputs, …], where further dimensions are those of a kernel.
 * @throws {TypeError} If there are fewer than 2 dimensions.
 *
 * @example Usage
 * ```ts
 * import { init } from "@taimatsu/nn";
 * import { zeros } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(init.fans(zeros([20, 10, 5, 5])), [250, 500]);
 * ```
 */
export function fans(weight: Tensor): [fanIn: number, fanOut: number] {
  return fansFor("fans", weight);
}

/** As {@linkcode fans}, for the function that was called. */
export function fansFor(caller: string, weight: Tensor): [fanIn: number, fanOut: number] {
  checkTensor(caller, "the tensor", weight);
  const { shape } = weight;
  if (shape.length < 2) {
    throw new TypeError(
      `Cannot run ${caller}: the tensor must be [outputs, inputs, …], of 2 dimensions at least, but is ${
        formatSize(shape)
      }`,
    );
  }
  const kernel = shape.slice(2).reduce((n, size) => n * size, 1);
  return [shape[1]! * kernel, shape[0]! * kernel];
}

/**
 * Returns by how much weights must be larger so that a function leaves the standard deviation of its input as it is.
 *
 * @param nonlinearity The function: 1 for `linear` and `sigmoid`, 5/3 for `tanh`, √2 for `relu`, √(2 / (1 + slope²)) for
 * `leakyReLU`, 3/4 for `selu`.
 * @param slope Slope of `leakyReLU` below 0.
 * @throws {TypeError} If the function is another.
 *
 * @example Usage
 * ```ts
 * import { init } from "@taimatsu/nn";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(init.calculateGain("relu"), Math.SQRT2);
 * ```
 */
export function calculateGain(nonlinearity: Nonlinearity, slope = 0.01): number {
  checkOneOf("calculateGain", "nonlinearity", nonlinearity, NONLINEARITIES);
  switch (nonlinearity) {
    case "tanh":
      return 5 / 3;
    case "relu":
      return Math.SQRT2;
    case "leakyReLU":
      return Math.sqrt(2 / (1 + slope ** 2));
    case "selu":
      return 3 / 4;
    default:
      return 1;
  }
}
