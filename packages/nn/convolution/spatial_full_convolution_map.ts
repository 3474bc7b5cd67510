import type { Tensor } from "@taimatsu/tensor";
import { kept } from "../kernels.ts";
import { collectKernels, drawConnections, positionsIn, readConnections, spreadKernels } from "./connections.ts";
import type { ConnectionOptions, ConnectionTable } from "./spatial_convolution_map.ts";
import { TransposedConvolution } from "./transposed_convolution.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { connectionForm } from "../files/connection_form.ts";

/**
 * Transposed convolution over maps in which an output plane sees the input planes that a table connects with it. Connections that
 * are listed twice have two kernels, which add up.
 *
 * `weight` is [connections, kH, kW], `bias` [nOutputPlane]; the numbers of planes are one more than the largest in the table.
 *
 * Input [nInputPlane, height, width] or [batch, nInputPlane, height, width]; output the same with nOutputPlane planes of
 * (height − 1) dH + dilationH (kH − 1) + 1 rows, and columns alike. Torch7: `SpatialFullConvolutionMap.lua`.
 *
 * @example Usage
 * ```ts
 * import { SpatialFullConvolutionMap } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const convolution = new SpatialFullConvolutionMap([[0, 0], [1, 0], [1, 1]], 5, 5, 2, 2);
 * assertEquals(convolution.forward(rand([2, 5, 5])).size(), [2, 13, 13]);
 * ```
 */
export class SpatialFullConvolutionMap extends TransposedConvolution {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = connectionForm(
    (...args) => new SpatialFullConvolutionMap(...args),
    false,
  );

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
    this.positions = positionsIn(table, 0, nOutputPlane);
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

  /** Adds a kernel for each element of the input and each connection. */
  override updateOutput(input: Tensor): Tensor {
    const sample = this.checkInputSize("forward", input), { shape } = input, d = sample ? 0 : 1;
    return this.spreadMaps(input, sample, this.outputHeight(shape[d + 1]!), this.outputWidth(shape[d + 2]!));
  }

  /** Correlates the gradient with the kernels. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    return this.gatherGradient(this.gradInput, input, this.checkBackward(input, gradOutput), gradOutput);
  }

  /** Correlates the gradient with the input; the gradient's sums are those of the biases. */
  override accGradParameters(input: Tensor, gradOutput: Tensor, scale = 1): void {
    const sample = this.checkBackward(input, gradOutput);
    const kernels = this._kernels = kept(this._kernels, this.code, this.kernelsSize(), this.device).zero();
    this.addGradients(kernels, input, sample, gradOutput, scale);
    this._collected = collectKernels(this.gradWeight, this._collected, kernels, this.positions);
  }

  /** One for each weight and element of an input plane. */
  override multiplyAdds(input: Tensor, _output: Tensor): number {
    return input.nElement() / this.nInputPlane * this.weight.nElement();
  }

  /** Returns the size of {@linkcode kernels}. */
  kernelsSize(): [number, number, number, number] {
    return [this.nInputPlane, this.nOutputPlane, this.kH, this.kW];
  }
}
