import type { Tensor } from "@taimatsu/tensor";
import { kept } from "../kernels.ts";
import { collectKernels, drawConnections, positionsIn, readConnections, spreadKernels } from "./connections.ts";
import type { SpatialConvolutionOptions } from "./convolution.ts";
import { DirectConvolution } from "./direct_convolution.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { connectionForm } from "../files/connection_form.ts";

/** Connections of planes: pairs of an input plane and an output plane, both from 0, in a list or in a tensor [n, 2]. */
export type ConnectionTable = Tensor | readonly (readonly [input: number, output: number])[];

/** Options of convolutions with a table of connections. */
export type ConnectionOptions = Omit<SpatialConvolutionOptions, "groups">;

/**
 * Convolution over maps in which an output plane sees the input planes that a table connects with it. Connections that are listed
 * twice have two kernels, which add up.
 *
 * `weight` is [connections, kH, kW], `bias` [nOutputPlane]; the numbers of planes are one more than the largest in the table.
 *
 * Input [nInputPlane, height, width] or [batch, nInputPlane, height, width]; output the same with nOutputPlane planes of
 * ⌊(height − dilationH (kH − 1) − 1) / dH⌋ + 1 rows, and columns alike. Torch7: `SpatialConvolutionMap.lua`.
 *
 * @example Usage
 * ```ts
 * import { SpatialConvolutionMap, tables } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const convolution = new SpatialConvolutionMap(tables.random(6, 16, 3), 5, 5);
 * assertEquals(convolution.weight.size(), [48, 5, 5]);
 * assertEquals(convolution.forward(rand([6, 14, 14])).size(), [16, 10, 10]);
 * ```
 */
export class SpatialConvolutionMap extends DirectConvolution {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = connectionForm((...args) => new SpatialConvolutionMap(...args), true);

  /** The connections: pairs of an input plane and an output plane, int64, [connections, 2]. */
  readonly connTable: Tensor;
  /** Where the kernels of the connections lie among those of all pairs of planes. */
  readonly positions: Tensor;
  /** Kernels, or their gradients, of all pairs of planes. */
  _kernels: Tensor | null = null;
  /** Gradients of the connections' kernels. */
  _collected: Tensor | null = null;

  /**
   * Draws the parameters: see {@linkcode reset}.
   *
   * @param connTable Pairs of an input plane and an output plane, from 0: a list of pairs or a tensor [n, 2].
   * @param kW Width of the kernel.
   * @param kH Height of the kernel.
   * @param dW Step along the width.
   * @param dH Step along the height.
   * @throws {TypeError} If the table is neither a list of pairs nor such a tensor.
   * @throws {RangeError} If a number is no integer in its range.
   */
  constructor(connTable: ConnectionTable, kW: number, kH: number, dW = 1, dH = 1, options: ConnectionOptions = {}) {
    const { connTable: table, nInputPlane, nOutputPlane } = readConnections(new.target.name, connTable, options.device);
    const sizes = { nInputPlane, nOutputPlane, kW, kH, dW, dH, padW: 0, padH: 0 };
    super(sizes, { ...options, groups: 1 }, [table.size(0), kH, kW]);
    this.connTable = table;
    this.positions = positionsIn(table, 1, nInputPlane);
    this.reset();
  }

  /**
   * Draws kernels, then biases, from U(−s, s), s = 1 / √(kW kH · connections of the output plane), or from one with standard
   * deviation `stdv`.
   */
  override reset(stdv?: number): void {
    drawConnections(this.weight, this.bias, this.connTable, this.nOutputPlane, this.generator, stdv);
  }

  /** Returns the kernels of all pairs of planes, which are 0 where nothing connects them. */
  override kernels(): Tensor {
    return this._kernels = spreadKernels(this._kernels, this.contiguousWeight(), this.positions, this.kernelsSize());
  }

  /** Correlates the input with the gradient; the gradient's sums are those of the biases. */
  override accGradParameters(input: Tensor, gradOutput: Tensor, scale = 1): void {
    const kernels = this._kernels = kept(this._kernels, this.code, this.kernelsSize(), this.device).zero();
    this.addGradients(kernels, this.gradBias, input, gradOutput, scale);
    this._collected = collectKernels(this.gradWeight, this._collected, kernels, this.positions);
  }

  /** One for each weight and element of an output plane. */
  override multiplyAdds(_input: Tensor, output: Tensor): number {
    return output.nElement() / this.nOutputPlane * this.weight.nElement();
  }

  /** Returns the size of {@linkcode kernels}. */
  kernelsSize(): [number, number, number, number] {
    return [this.nOutputPlane, this.nInputPlane, this.kH, this.kW];
  }
}
