import {
  abs,
  add,
  addcmul,
  cdiv,
  checkFinite,
  checkRange,
  cmax,
  cmul,
  gather,
  pow,
  sameSize,
  sum,
  type Tensor,
} from "@taimatsu/tensor";
import { dtypeCode, op } from "@taimatsu/tensor/native";
import { fitLike, kept } from "../kernels.ts";
import { Module } from "../module.ts";
import type { ModuleOptions } from "../options.ts";
import { checkGradient } from "./check_gradient.ts";
import { extremeInto } from "./extreme_into.ts";
import { rowNorms } from "./row_norms.ts";
import { asRows } from "./rows.ts";
import type { TorchForm } from "../files/torch_form.ts";

const MAX = op("reduce", "max"), INT64 = dtypeCode("int64");

/** A power of a norm beyond which `eps` counts for nothing: larger ones need not be known, and may exceed float32. */
const LARGE = 1e30;

/**
 * Divides each row by its p-norm: y = x / N, N = (Σ |x|^p + ε)^(1/p), or N = max |x| + ε for p = ∞.
 *
 * Input [n] or [batch, n]. A row of zeros stays as it is. Torch7: `Normalize.lua`.
 *
 * @example Usage
 * ```ts
 * import { Normalize } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(new Normalize(2).forward(tensor([[3, 4], [0, -2]])), [[0.6, 0.8], [0, -1]]);
 * ```
 */
export class Normalize extends Module {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: ["p", "eps"] };

  /** The exponent of the norm; may be `Infinity`. */
  readonly p: number;
  /** What keeps a row of zeros from a division by 0. */
  readonly eps: number;
  /** N, [batch, 1]. */
  _norm: Tensor | null = null;
  /** Σ |x|^p + ε, [batch, 1]. */
  _power: Tensor | null = null;
  /** Where the largest magnitudes are, [batch, 1], for p = ∞. */
  _indices: Tensor | null = null;
  /** Σ y · ∂loss/∂y, [batch, 1], times what the rest has in common. */
  _cross: Tensor | null = null;
  /** Sized like the input. */
  _elements: Tensor | null = null;

  /**
   * Creates the layer.
   *
   * @param p The exponent of the norm, above 0; may be `Infinity`.
   * @param eps What keeps a row of zeros from a division by 0.
   * @throws {RangeError} If `p` is not above 0, or `eps` is negative or not finite.
   */
  constructor(p: number, eps = 1e-10, options?: ModuleOptions) {
    super(options);
    checkRange("Normalize", "p", p, 0, Infinity);
    if (p === 0) throw new RangeError("Cannot run Normalize: p must be above 0 but is 0");
    checkFinite("Normalize", "eps", eps);
    checkRange("Normalize", "eps", eps, 0, Infinity);
    this.p = p;
    this.eps = eps;
  }

  /** y = x / N */
  override updateOutput(input: Tensor): Tensor {
    this.checkRows("forward", input);
    const output = fitLike(this.output, input.shape), x = asRows(input);
    cdiv(x, this.normsOf(x), { out: asRows(output) });
    return output;
  }

  /** ∂loss/∂x = (g − c sign(y) |y|^(p − 1)) / N, where g = ∂loss/∂y and c = Σ g y */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    this.checkRows("backward", input);
    const { output, _norm, p } = this;
    checkGradient(this, input, gradOutput);
    if (!sameSize(output.shape, input.shape) || _norm === null) {
      throw this.refusal("backward", "input", input, [output.shape]);
    }
    const gradInput = fitLike(this.gradInput, input.shape),
      g = asRows(gradOutput),
      y = asRows(output),
      r = asRows(gradInput);
    const elements = this._elements = kept(this._elements, this.code, y.shape, this.device);
    const cross = this._cross = kept(this._cross, this.code, [y.shape[0]!, 1], this.device);
    sum(cmul(g, y, { out: elements }), 1, { out: cross });
    if (p === Infinity) this.addLargest(r.copy(g), y, cross);
    else addcmul(g, cross, this.slopes(asRows(input), y, cross, elements), { value: -1, out: r });
    r.cdiv(_norm);
    return gradInput;
  }

  /** Returns `nn.Normalize(p)`. */
  override toString(): string {
    const { p } = this;
    return `${super.toString()}(${p === Infinity ? "inf" : Number.isInteger(p) ? p : p.toFixed(6)})`;
  }

  /** Checks an argument's dtype and dimensions. */
  checkRows(method: string, x: Tensor): void {
    const dims = x?.shape?.length;
    if (x?.store?.code !== this.code || (dims !== 1 && dims !== 2)) {
      throw this.refusal(method, "input", x, [["n"], ["batch", "n"]]);
    }
  }

  /** Returns N for each row. */
  normsOf(x: Tensor): Tensor {
    const { p, eps } = this, size = [x.shape[0]!, 1];
    const norms = this._norm = kept(this._norm, this.code, size, this.device);
    const elements = this._elements = kept(this._elements, this.code, x.shape, this.device);
    if (p === Infinity) {
      this._indices = kept(this._indices, INT64, size, this.device);
      extremeInto(MAX, norms, this._indices, abs(x, { out: elements }), 1);
      return norms.add(eps);
    }
    const power = this._power = kept(this._power, this.code, size, this.device);
    rowNorms(norms, x, p, elements, power);
    pow(norms, p, { out: power }).cmin(LARGE).add(eps).pow(1 / p);
    return cmax(norms, power, { out: norms });
  }

  /** Returns sign(y) |y|^(p − 1); for p < 2, where Torch7 keeps ε from it, without a factor for each row that `cross` gets. */
  slopes(x: Tensor, y: Tensor, cross: Tensor, r: Tensor): Tensor {
    const { p, eps } = this;
    if (p === 2) return y;
    if (p > 2) return abs(y, { out: r }).pow(p - 2).cmul(y);
    const factor = this._power = kept(this._power, this.code, cross.shape, this.device);
    cross.cmul(pow(this._norm!, 1 - p, { out: factor }));
    return add(abs(x, { out: r }), eps, { out: r }).pow(p - 2).cmul(x);
  }

  /** Subtracts c y from the elements of r where x is largest. */
  addLargest(r: Tensor, y: Tensor, cross: Tensor): void {
    const indices = this._indices!, largest = this._power = kept(this._power, this.code, cross.shape, this.device);
    r.scatterAdd(1, indices, gather(y, 1, indices, { out: largest }).cmul(cross).neg());
  }
}
