import { cmul, norm, sum, type Tensor } from "@taimatsu/tensor";
import { kept } from "../kernels.ts";
import { PairOfRows } from "./pair_of_rows.ts";
import { asRows } from "./rows.ts";
import type { TorchForm } from "../files/torch_form.ts";

const EPS = 1e-12;

/**
 * Cosines of the angles between rows: y = Σ a · b / √((Σ a² + ε) (Σ b² + ε)), ε = 1e-12. A row of zeros gives 0.
 *
 * Input two tensors [n], output [1]; or two of [batch, n], output [batch]. Torch7: `CosineDistance.lua`.
 *
 * @example Usage
 * ```ts
 * import { CosineDistance } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(new CosineDistance().forward([tensor([3, 4]), tensor([4, 3])]), [0.96]);
 * ```
 */
export class CosineDistance extends PairOfRows {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {};

  /** Products of the elements. */
  _products: Tensor | null = null;
  /** 1 / (Σ a² + ε), [batch, 1]. */
  _inverseA: Tensor | null = null;
  /** 1 / (Σ b² + ε), [batch, 1]. */
  _inverseB: Tensor | null = null;
  /** 1 / √((Σ a² + ε) (Σ b² + ε)), [batch, 1]. */
  _inverse: Tensor | null = null;
  /** Factors of the rows, [batch, 1]. */
  _factors: Tensor | null = null;

  /** y = Σ a · b / √((Σ a² + ε) (Σ b² + ε)) */
  override updateOutput(input: readonly Tensor[]): Tensor {
    const [a, b] = this.rowsOf("forward", input), size = [a.shape[0]!, 1], out = this.outputColumn(size[0]!);
    this._products = kept(this._products, this.code, a.shape, this.device);
    sum(cmul(a, b, { out: this._products }), 1, { out });
    out.cmul(this.lengths(a, b, size));
    return this.output;
  }

  /** ∂loss/∂a = g (b / (|a| |b|) − a y / |a|²), g = ∂loss/∂y; ∂loss/∂b alike */
  override updateGradInput(input: readonly Tensor[], gradOutput: Tensor): readonly Tensor[] {
    if (this.gradInput === null) return this.noGradient();
    const [a, b] = this.rowsOf("backward", input), size = [a.shape[0]!, 1];
    const g = this.gradColumn(gradOutput, size[0]!), y = this.lastColumn(input, size[0]!);
    const gradients = this.gradientsLike(this.gradInput, input[0]!, input[1]!), inverse = this.lengths(a, b, size);
    const factors = this._factors = kept(this._factors, this.code, size, this.device);
    const halves = [[a, b, this._inverseA!], [b, a, this._inverseB!]] as const;
    halves.forEach(([own, other, inverseOwn], k) => {
      const r = cmul(other, cmul(g, inverse, { out: factors }), { out: asRows(gradients[k]!) });
      r.addcmul(-1, cmul(inverseOwn, y, { out: factors }).cmul(g), own);
    });
    return gradients;
  }

  /** Computes the inverse lengths of all rows and returns their products. */
  lengths(a: Tensor, b: Tensor, size: readonly number[]): Tensor {
    this._inverseA = kept(this._inverseA, this.code, size, this.device);
    this._inverseB = kept(this._inverseB, this.code, size, this.device);
    this._inverse = kept(this._inverse, this.code, size, this.device);
    norm(a, 2, 1, { out: this._inverseA }).square().add(EPS).cinv();
    norm(b, 2, 1, { out: this._inverseB }).square().add(EPS).cinv();
    return cmul(this._inverseA, this._inverseB, { out: this._inverse }).sqrt();
  }
}
