import { cmul, sameSize, sum, type Tensor } from "@taimatsu/tensor";
import { fresh } from "@taimatsu/tensor/native";
import { floatsOf, INT32, integersOf, write } from "../elements.ts";
import { copyTo, fitLike, fitMaps, kept } from "../kernels.ts";
import { Module } from "../module.ts";
import type { ModuleOptions, SizeForms } from "../options.ts";
import { checkTensors } from "../refusal.ts";
import { multiply, transposeInto } from "./resample.ts";
import type { SparseMatrix } from "./resampler.ts";

/**
 * Images seen at the places of a grid, linear between their elements.
 *
 * Input [images, grid]: images [planes, height, width] or [batch, planes, height, width], grid [rows, columns, 2] or
 * [batch, rows, columns, 2] with the place (x, y) of each element of the output, −1 and 1 for the first and the last column or row.
 * Outside of the images there are zeros. Output [planes, rows, columns] or [batch, planes, rows, columns]. The gradient is with
 * respect to both.
 *
 * Jaderberg et al., "Spatial Transformer Networks", 2015. Torch7 has it as a kernel without a module.
 *
 * @example Usage
 * ```ts
 * import { SpatialGridSamplerBilinear } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const images = tensor([[[1, 2], [3, 4]]]), grid = tensor([[[-1, -1], [0, 0], [1, 0], [3, 0]]]);
 * assertClose(new SpatialGridSamplerBilinear().forward([images, grid]), [[[1, 2.5, 3, 0]]]);
 * ```
 */
export class SpatialGridSamplerBilinear extends Module<readonly Tensor[], Tensor> {
  /** Sizes of the images and the grid of the last input. */
  _from: (readonly number[])[] = [];
  /** Contiguous copy of a grid that is not. */
  _grid: Tensor | null = null;
  /** Where the entries of each place of the grid begin. */
  _rows: Tensor | null = null;
  /** Their elements of the image. */
  _columns: Tensor | null = null;
  /** Their weights. */
  _weights: Tensor | null = null;
  /** Derivatives of the weights with respect to x. */
  _slopesX: Tensor | null = null;
  /** Derivatives of the weights with respect to y. */
  _slopesY: Tensor | null = null;
  /** Where the entries of each element of the image begin. */
  _toRows: Tensor | null = null;
  /** Their places of the grid. */
  _toColumns: Tensor | null = null;
  /** Their weights. */
  _toWeights: Tensor | null = null;
  /** Derivatives of an output with respect to places, [planes, places]. */
  _slopes: Tensor | null = null;

  /** Creates the layer. */
  constructor(options?: ModuleOptions) {
    super(options);
    this.gradInput = [fresh(this.code, [], this.device), fresh(this.code, [], this.device)];
  }

  /** Mixes the four elements around each place. */
  override updateOutput(input: readonly Tensor[]): Tensor {
    const [images, grid] = this.checkInput("forward", input), { batch, planes, area, places } = sizesOf(images, grid);
    const x = this.contiguousInput(images), sample = images.shape.length === 3, g = this.contiguousGrid(grid);
    const output = fitMaps(this.output, sample, batch, planes, grid.shape.at(-3)!, grid.shape.at(-2)!);
    this._from = [images.shape, grid.shape];
    if (output.count === 0) return output;
    const from = x.view(batch, planes, area), to = output.view(batch, planes, places);
    for (let b = 0; b < batch; b++) {
      const entries = this.place(g, b, images.shape, places), r = to.select(0, b);
      if (entries === 0) r.zero();
      else multiply(r, [planes, places, 1], from.select(0, b), [planes, area, 1], this.matrix(this._weights!, entries));
    }
    return output;
  }

  /** Passes the gradients to the elements that were mixed, and says where the places should move. */
  override updateGradInput(input: readonly Tensor[], gradOutput: Tensor): readonly Tensor[] {
    if (this.gradInput === null) return this.noGradient();
    const [images, grid] = this.checkInput("backward", input), { output, code } = this;
    if (gradOutput?.store?.code !== code || !sameSize(gradOutput.shape, output.shape)) {
      throw this.refusal("backward", "gradOutput", gradOutput, [output.shape]);
    }
    [images, grid].forEach((t, k) => {
      if (!sameSize(t.shape, this._from[k]!)) throw this.refusal("backward", `input[${k}]`, t, [this._from[k]!]);
    });
    if (this.gradInput.length === 0) this.gradInput = [fresh(code, [], this.device), fresh(code, [], this.device)];
    const [gradImages, gradGrid] = this.gradInput as [Tensor, Tensor];
    fitLike(gradImages, images.shape).zero();
    fitLike(gradGrid, grid.shape).zero();
    if (output.count > 0) this.spread(images, grid, this.contiguousGradOutput(gradOutput), gradImages, gradGrid);
    return this.gradInput;
  }

  /** Adds the gradients of all samples. */
  spread(images: Tensor, grid: Tensor, gradOutput: Tensor, gradImages: Tensor, gradGrid: Tensor): void {
    const { batch, planes, area, places } = sizesOf(images, grid), g = this.contiguousGrid(grid);
    const x = this.contiguousInput(images).view(batch, planes, area), gy = gradOutput.view(batch, planes, places);
    const gx = gradImages.view(batch, planes, area), moves = gradGrid.view(batch, places, 2);
    const slopes = this._slopes = kept(this._slopes, this.code, [planes, places], this.device);
    for (let b = 0; b < batch; b++) {
      const entries = this.place(g, b, images.shape, places), own = gy.select(0, b);
      if (entries === 0) continue;
      const transpose = this.transpose(area, entries);
      multiply(gx.select(0, b), [planes, area, 1], own, [planes, places, 1], transpose);
      for (const [axis, weights] of [this._slopesX!, this._slopesY!].entries()) {
        const matrix = this.matrix(weights, entries);
        multiply(slopes, [planes, places, 1], x.select(0, b), [planes, area, 1], matrix);
        cmul(slopes, own, { out: slopes });
        sum(slopes, 0, { out: moves.select(0, b).select(1, axis).unsqueeze(0) });
      }
    }
  }

  /** Returns the images and the grid, or throws unless they fit together. */
  checkInput(method: string, input: readonly Tensor[]): [images: Tensor, grid: Tensor] {
    const [images, grid] = checkTensors(this, method, "input", input, 2) as [Tensor, Tensor];
    const { shape } = images, dims = shape.length, places = grid.shape, forms: SizeForms = [MAPS, ["batch", ...MAPS]];
    if ((dims !== 3 && dims !== 4) || shape[dims - 1]! < 1 || shape[dims - 2]! < 1) {
      throw this.refusal(method, "input[0]", images, forms);
    }
    const fits = places.length === dims && places[dims - 1] === 2 && (dims === 3 || places[0] === shape[0]);
    if (!fits) {
      const sample = ["rows", "columns", 2];
      throw this.refusal(method, "input[1]", grid, [dims === 3 ? sample : [shape[0]!, ...sample]]);
    }
    return [images, grid];
  }

  /** Returns the grid if it is contiguous, else a copy that is kept. */
  contiguousGrid(grid: Tensor): Tensor {
    return grid.dense ? grid : this._grid = copyTo(this._grid, grid);
  }

  /** Lists the elements of an image around the places of sample `b`; returns how many there are. */
  place(grid: Tensor, b: number, shape: readonly number[], places: number): number {
    const { code } = this, height = shape.at(-2)!, width = shape.at(-1)!;
    const rows = integersOf(this._rows = kept(this._rows, INT32, [places + 1], this.device));
    const columns = integersOf(this._columns = kept(this._columns, INT32, [4 * places], this.device));
    const weights = floatsOf(this._weights = kept(this._weights, code, [4 * places], this.device));
    const slopesX = floatsOf(this._slopesX = kept(this._slopesX, code, [4 * places], this.device));
    const slopesY = floatsOf(this._slopesY = kept(this._slopesY, code, [4 * places], this.device));
    const at = floatsOf(grid), scaleX = (width - 1) / 2, scaleY = (height - 1) / 2;
    let n = 0;
    rows[0] = 0;
    for (let p = 0, k = 2 * places * b; p < places; p++, k += 2) {
      const x = (at[k]! + 1) * scaleX, y = (at[k + 1]! + 1) * scaleY, left = Math.floor(x), top = Math.floor(y);
      for (let corner = 0; corner < 4; corner++) {
        const right = corner % 2, below = corner >> 1, c = left + right, r = top + below;
        if (!(c >= 0 && c < width && r >= 0 && r < height)) continue;
        const wx = right === 1 ? x - left : 1 - x + left, wy = below === 1 ? y - top : 1 - y + top;
        columns[n] = r * width + c;
        weights[n] = wx * wy;
        slopesX[n] = (right === 1 ? scaleX : -scaleX) * wy;
        slopesY[n] = (below === 1 ? scaleY : -scaleY) * wx;
        n++;
      }
      rows[p + 1] = n;
    }
    write(this._rows, rows);
    write(this._columns, columns);
    write(this._weights, weights);
    write(this._slopesX, slopesX);
    write(this._slopesY, slopesY);
    return n;
  }

  /** Returns the matrix with the elements that {@linkcode place} listed. */
  matrix(weights: Tensor, entries: number): SparseMatrix {
    return { rows: this._rows!, columns: this._columns!.narrow(0, 0, entries), weight: weights.narrow(0, 0, entries) };
  }

  /** Returns its transpose. */
  transpose(area: number, entries: number): SparseMatrix {
    const rows = this._toRows = kept(this._toRows, INT32, [area + 1], this.device), room = this._columns!.shape;
    const columns = this._toColumns = kept(this._toColumns, INT32, room, this.device);
    const weights = this._toWeights = kept(this._toWeights, this.code, room, this.device);
    const result = { rows, columns: columns.narrow(0, 0, entries), weight: weights.narrow(0, 0, entries) };
    transposeInto(result, this.matrix(this._weights!, entries));
    return result;
  }
}

const MAPS = ["planes", "height >= 1", "width >= 1"] as const;

function sizesOf({ shape }: Tensor, grid: Tensor): { batch: number; planes: number; area: number; places: number } {
  const n = shape.length, places = grid.shape[n - 3]! * grid.shape[n - 2]!;
  return { batch: n === 3 ? 1 : shape[0]!, planes: shape[n - 3]!, area: shape[n - 1]! * shape[n - 2]!, places };
}
