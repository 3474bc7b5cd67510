import {
  addcmul,
  cdiv,
  checkFinite,
  checkInteger,
  cmul,
  type Device,
  pow,
  square,
  type Tensor,
  tensor,
} from "@taimatsu/tensor";
import { frame, putSize } from "@taimatsu/tensor/native";
import { fitLike, kept, kernelsOf } from "../kernels.ts";
import { checkLike, isThere } from "../linear/rows.ts";
import { Module } from "../module.ts";
import type { ModuleOptions } from "../options.ts";
import type { TorchForm } from "../files/torch_form.ts";

/** Maps as a matrix sees them: [batch, planes, elements of a plane]. */
const layout = [0, 0, 0];

/**
 * Local response normalization across maps: y = x / (k + α / size · Σ x²)^β, the sum being over `size` neighbouring maps, at the
 * same place.
 *
 * Input [planes, height, width] or [batch, planes, height, width]; output sized like it. Of an even number of neighbours, one more
 * lies behind the map than before it. With k = 0 the output is NaN where all neighbours are 0.
 *
 * Krizhevsky et al., "ImageNet Classification with Deep Convolutional Neural Networks", 2012. Torch7: `SpatialCrossMapLRN.lua`.
 *
 * @example Usage
 * ```ts
 * import { SpatialCrossMapLRN } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const layer = new SpatialCrossMapLRN(3, 3, 1, 1);
 * assertClose(layer.forward(tensor([[[1]], [[2]], [[1]]])), [[[1 / 6]], [[2 / 7]], [[1 / 6]]]);
 * ```
 */
export class SpatialCrossMapLRN extends Module {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: ["size", "alpha", "beta", "k"],
    upgrade: (fields) => fields.k ??= fields.K, // so it was called in cudnn
  };

  /** Number of neighbouring maps, the map itself included. */
  readonly size: number;
  /** Factor of the mean of squares. */
  readonly alpha: number;
  /** Exponent. */
  readonly beta: number;
  /** What is added to the mean of squares. */
  readonly k: number;
  /** Neighbours of each map, as a sparse matrix: entries of row j are from `_rows[j]` to `_rows[j + 1]`; int32. */
  _rows: Tensor | null = null;
  /** The maps that are neighbours, int32. */
  _columns: Tensor | null = null;
  /** α / size for each. */
  _weights: Tensor | null = null;
  /** Whose neighbour each map is. */
  _rowsBack: Tensor | null = null;
  /** The maps whose neighbour it is, int32. */
  _columnsBack: Tensor | null = null;
  /** k + α / size · Σ x² */
  _scale: Tensor | null = null;
  /** That to the power of −β. */
  _power: Tensor | null = null;
  /** Squares of the input; gradients that go to neighbours. */
  _squares: Tensor | null = null;
  /** What arrives from neighbours. */
  _sums: Tensor | null = null;

  /**
   * Creates the layer.
   *
   * @param size Number of neighbouring maps, the map itself included.
   * @param alpha Factor of the mean of squares.
   * @param beta Exponent.
   * @param k What is added to the mean of squares.
   * @throws {RangeError} If `size` is no integer from 1, or a number is not finite.
   */
  constructor(size: number, alpha = 1e-4, beta = 0.75, k = 1, options?: ModuleOptions) {
    super(options);
    checkInteger("SpatialCrossMapLRN", "size", size, 1);
    for (const [name, value] of Object.entries({ alpha, beta, k })) checkFinite("SpatialCrossMapLRN", name, value);
    this.size = size;
    this.alpha = alpha;
    this.beta = beta;
    this.k = k;
  }

  /** Divides by the neighbours' strength. */
  override updateOutput(input: Tensor): Tensor {
    const planes = this.checkInput("forward", input), { code } = this, { shape } = input;
    this.describe(planes);
    const squares = square(this.contiguousInput(input), {
      out: this._squares = kept(this._squares, code, shape, this.device),
    });
    const scale = this._scale = kept(this._scale, code, shape, this.device),
      power = this._power = kept(this._power, code, shape, this.device);
    this.sumNeighbours(scale, squares, this._rows!, this._columns!).add(this.k);
    pow(scale, -this.beta, { out: power });
    return cmul(input, power, { out: fitLike(this.output, shape) });
  }

  /** Multiplies by the derivative, also through the neighbours' strength. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    const planes = this.checkInput("backward", input), { output, code, _scale, _power } = this, { shape } = input;
    checkLike(this, "backward", "gradOutput", gradOutput, shape);
    if (_scale === null || _power === null || _scale.count !== input.count || output.count !== input.count) {
      throw new Error("Cannot run SpatialCrossMapLRN.backward: forward must be called before");
    }
    this.describe(planes);
    const ratio = this._squares = kept(this._squares, code, shape, this.device),
      sums = this._sums = kept(this._sums, code, shape, this.device);
    cdiv(cmul(gradOutput, output, { out: ratio }), _scale, { out: ratio });
    this.sumNeighbours(sums, ratio, this._rowsBack!, this._columnsBack!);
    const gradInput = cmul(gradOutput, _power, { out: fitLike(this.gradInput, shape) });
    return addcmul(gradInput, input, sums, { value: -2 * this.beta, out: gradInput });
  }

  /** Returns `nn.SpatialCrossMapLRN(size, alpha, beta, k)`. */
  override toString(): string {
    return `${super.toString()}(${this.size}, ${this.alpha}, ${this.beta}, ${this.k})`;
  }

  /** r = α / size · Σ x over the neighbours that rows and columns list. */
  sumNeighbours(r: Tensor, x: Tensor, rows: Tensor, columns: Tensor): Tensor {
    const weights = this._weights!, { device } = x.store, planes = x.shape[x.dim() - 3]!;
    const area = x.shape[x.dim() - 2]! * x.shape[x.dim() - 1]!;
    layout[0] = x.dim() === 3 ? 1 : x.shape[0]!;
    layout[1] = planes;
    layout[2] = area;
    putSize(0, r, layout);
    putSize(1, x, layout);
    putSize(2, rows, rows.shape);
    putSize(3, columns, columns.shape);
    putSize(4, weights, weights.shape);
    const status = kernelsOf(device).tm_sparse_mm(
      r.store.block.arg,
      x.store.block.arg,
      rows.store.block.arg,
      columns.store.block.arg,
      weights.store.block.arg,
      frame,
    );
    if (status !== 0) throw device.error(status);
    return r;
  }

  /** Lists the neighbours of as many maps, unless they are listed. */
  describe(planes: number): void {
    const lists = [this._rows, this._columns, this._weights, this._rowsBack, this._columnsBack];
    if (this._rows?.count === planes + 1 && lists.every((x) => x !== null && isThere(x))) return;
    const before = Math.floor((this.size - 1) / 2), after = this.size - 1 - before;
    [this._rows, this._columns] = neighbours(planes, before, after, this.device);
    [this._rowsBack, this._columnsBack] = neighbours(planes, after, before, this.device);
    const n = this._columns.nElement(), factor = this.alpha / this.size;
    this._weights = tensor(new Array<number>(n).fill(factor), this.tensorOptions());
  }

  /** Returns the number of planes; throws if the input is neither a sample nor a batch. */
  checkInput(method: string, input: Tensor): number {
    const dims = input?.shape?.length;
    if (input?.store?.code !== this.code || (dims !== 3 && dims !== 4) || input.count === 0) {
      throw this.refusal(method, "input", input, [["planes", "height", "width"], [
        "batch",
        "planes",
        "height",
        "width",
      ]]);
    }
    return input.shape[dims - 3]!;
  }
}

/** Returns where the neighbours of each of n maps start in a list of all neighbours, and that list. */
function neighbours(n: number, before: number, after: number, device: Device): [Tensor, Tensor] {
  const rows = [0], columns: number[] = [];
  for (let j = 0; j < n; j++) {
    for (let c = Math.max(0, j - before); c <= Math.min(n - 1, j + after); c++) columns.push(c);
    rows.push(columns.length);
  }
  return [tensor(rows, { dtype: "int32", device }), tensor(columns, { dtype: "int32", device })];
}
