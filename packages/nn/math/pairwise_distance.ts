import { abs, add, cdiv, checkRange, csub, neg, sign, type Tensor } from "@taimatsu/tensor";
import { kept } from "../kernels.ts";
import type { ModuleOptions } from "../options.ts";
import { PairOfRows } from "./pair_of_rows.ts";
import { rowNorms } from "./row_norms.ts";
import { asRows } from "./rows.ts";
import type { TorchForm } from "../files/torch_form.ts";

/** Added to distances before something is divided by them. */
const EPS = 1e-6;

/**
 * Distances of rows in a p-norm: y = (Σ |a − b|^p)^(1/p).
 *
 * Input two tensors [n], output [1]; or two of [batch, n], output [batch]. Where a and b are equal in an element, its gradient is
 * 0. Torch7: `PairwiseDistance.lua`.
 *
 * @example Usage
 * ```ts
 * import { PairwiseDistance } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const x = [tensor([[1, 2], [0, 0]]), tensor([[4, 6], [0, 1]])];
 * assertEquals(new PairwiseDistance(2).forward(x).toArray(), [5, 1]);
 * ```
 */
export class PairwiseDistance extends PairOfRows {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: ["norm"], empty: ["diff"] };

  /** The exponent of the norm. */
  readonly norm: number;
  /** a − b, or powers of it. */
  _difference: Tensor | null = null;
  /** Distances that may be divided by, or largest differences, [batch, 1]. */
  _distance: Tensor | null = null;

  /**
   * Creates the layer.
   *
   * @param p The exponent of the norm, from 1.
   * @throws {RangeError} If it is below 1 or not finite.
   */
  constructor(p = 2, options?: ModuleOptions) {
    super(options);
    checkRange("PairwiseDistance", "p", p, 1, Number.MAX_VALUE);
    this.norm = p;
  }

  /** y = (Σ |a − b|^p)^(1/p) */
  override updateOutput(input: readonly Tensor[]): Tensor {
    const [a, b] = this.rowsOf("forward", input), out = this.outputColumn(a.shape[0]!);
    const x = this._difference = kept(this._difference, this.code, a.shape, this.device);
    this._distance = kept(this._distance, this.code, out.shape, this.device);
    rowNorms(out, csub(a, b, { out: x }), this.norm, x, this._distance);
    return this.output;
  }

  /** ∂loss/∂a = g sign(a − b) (|a − b| / (y + 1e-6))^(p − 1), g = ∂loss/∂y; ∂loss/∂b = −∂loss/∂a */
  override updateGradInput(input: readonly Tensor[], gradOutput: Tensor): readonly Tensor[] {
    if (this.gradInput === null) return this.noGradient();
    const [a, b] = this.rowsOf("backward", input), { norm: p } = this, batch = a.shape[0]!;
    const g = this.gradColumn(gradOutput, batch), y = this.lastColumn(input, batch);
    const gradients = this.gradientsLike(this.gradInput, input[0]!, input[1]!);
    const distance = this._distance = kept(this._distance, this.code, [batch, 1], this.device);
    const r = csub(a, b, { out: asRows(gradients[0]) });
    add(y, EPS, { out: distance });
    if (p === 1) sign(r, { out: r }).cmul(g);
    else if (p === 2) r.cmul(cdiv(g, distance, { out: distance }));
    else {
      const powers = this._difference = kept(this._difference, this.code, a.shape, this.device);
      abs(r, { out: powers }).cdiv(distance).pow(p - 1);
      sign(r, { out: r }).cmul(powers).cmul(g);
    }
    neg(gradients[0], { out: gradients[1] });
    return gradients;
  }
}
