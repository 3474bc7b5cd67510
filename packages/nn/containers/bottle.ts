import { checkInteger, cpu, type Tensor } from "@taimatsu/tensor";
import { fresh, freshZero } from "@taimatsu/tensor/native";
import { checkAnyTensor, checkGradOutput, sizeError } from "../any_dtype.ts";
import { copyTo } from "../kernels.ts";
import type { Module } from "../module.ts";
import type { Activity } from "../options.ts";
import { show } from "../shape/show.ts";
import { Decorator } from "./decorator.ts";
import { isNoGradient } from "./sum.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { DECORATOR } from "../files/decorator_form.ts";
import type { AnyModule } from "../module.ts";

/**
 * A module for inputs with more dimensions than it takes: the leading ones become one, and the output gets them back.
 *
 * Input [a, b, …, n, rest] of more than `nInputDim` dimensions; the module gets [a · b · … · n, rest] of `nInputDim` and returns
 * `nOutputDim` dimensions, of which the first is taken apart again. Input with fewer dimensions passes as it is.
 * Torch7: `Bottle.lua`; here the input need not be contiguous.
 *
 * @example Usage
 * ```ts
 * import { Bottle, Linear } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new Bottle(new Linear(10, 2)).forward(rand([4, 5, 3, 10])).size(), [4, 5, 3, 2]);
 * ```
 */
export class Bottle extends Decorator {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: [...DECORATOR.args, "nInputDim", "nOutputDim"],
    upgrade: DECORATOR.upgrade,
    derive: (module: Bottle) => ({
      ...DECORATOR.derive(module as AnyModule),
      dimDelta: module.nInputDim - module.nOutputDim,
    }),
    scratch: ({ nInputDim, nOutputDim, code }: Bottle) => ({
      inShape: freshZero(code, [nInputDim], cpu),
      outShape: freshZero(code, [nOutputDim], cpu),
    }),
  };

  /** How many dimensions the module takes. */
  readonly nInputDim: number;
  /** How many dimensions it returns. */
  readonly nOutputDim: number;
  /** The sizes that became one, but the last of them. */
  _lead: readonly number[] = [];
  /** The last of them. */
  _last = 1;
  /** The input as the module gets it. */
  _folded: Tensor;
  /** The gradient as the module gets it. */
  _foldedGradient: Tensor;
  /** Copy of an output that is not contiguous. */
  _copy: Tensor | null = null;
  /** Copy of a gradient with respect to the input that is not contiguous. */
  _gradientCopy: Tensor | null = null;

  /**
   * Wraps a module.
   *
   * @param module The module.
   * @param nInputDim How many dimensions it takes.
   * @param nOutputDim How many dimensions it returns.
   * @throws {RangeError} If a number is no integer from 1 to 16.
   */
  constructor(module: Module, nInputDim = 2, nOutputDim: number = nInputDim) {
    super(module);
    checkInteger("Bottle", "nInputDim", nInputDim, 1, 16);
    checkInteger("Bottle", "nOutputDim", nOutputDim, 1, 16);
    this.nInputDim = nInputDim;
    this.nOutputDim = nOutputDim;
    this.output = fresh(this.code, [], this.device);
    this.gradInput = fresh(this.code, [], this.device);
    this._folded = fresh(this.code, [], this.device);
    this._foldedGradient = fresh(this.code, [], this.device);
  }

  /** Notes which dimensions become one. */
  override branches(method: string, input: Tensor): number {
    checkAnyTensor(this, method, "input", input);
    const count = input.shape.length - this.nInputDim;
    if (this._lead.length !== Math.max(0, count) || this._lead.some((s, d) => s !== input.shape[d])) {
      this._lead = count > 0 ? input.shape.slice(0, count) : [];
    }
    this._last = input.shape[Math.max(0, count)] ?? 1;
    return super.branches(method, input);
  }

  /** Returns the input with its leading dimensions as one. */
  override inputAt(input: Tensor, _index: number): Tensor {
    const { shape } = input, count = this._lead.length;
    if (count === 0) return input;
    return show(this._folded, this.contiguousInput(input), [this.folds() * shape[count]!, ...shape.slice(count + 1)]);
  }

  /** Takes the first dimension of the module's output apart. */
  override join(outputs: readonly Activity[]): Tensor {
    const y = outputs[0]!, folds = this.folds();
    checkAnyTensor(this, "forward", "output", y);
    const x = y.dense ? y : this._copy = copyTo(this._copy, y), { shape } = y;
    if (this._lead.length === 0) return show(this.output, x, shape);
    const last = folds === 0 ? this._last : shape[0]! / folds; // an empty batch does not tell
    if (shape.length !== this.nOutputDim || !Number.isInteger(last)) {
      const wanted = Array.from({ length: this.nOutputDim }, (_, d) => d === 0 ? `a multiple of ${folds}` : "any");
      throw sizeError(this, "forward", "the module's output", y, wanted);
    }
    return show(this.output, x, [...this._lead, last, ...shape.slice(1)]);
  }

  /** Throws unless the gradient has the size of the output. */
  override checkGradient(gradOutput: Tensor): void {
    checkGradOutput(this, "gradOutput", gradOutput, this.output, "output", this.output.shape);
  }

  /** Returns the gradient with its leading dimensions as one. */
  override gradOutputAt(gradOutput: Tensor, _index: number): Tensor {
    const { shape } = this._outputs[0] as Tensor;
    return show(this._foldedGradient, this.contiguousGradOutput(gradOutput), shape);
  }

  /** Takes the first dimension of the module's gradient apart. */
  override joinGradients(input: Tensor, gradients: readonly Activity[]): Tensor | null {
    const g = gradients[0] as Tensor;
    if (isNoGradient(g)) return null;
    const x = g.dense ? g : this._gradientCopy = copyTo(this._gradientCopy, g);
    return show(this.gradInput ?? fresh(this.code, [], this.device), x, input.shape);
  }

  /** Returns the product of the sizes that become one, but the last of them. */
  folds(): number {
    return this._lead.reduce((n, s) => n * s, 1);
  }

  /** Returns `nn.Bottle`. */
  override toString(): string {
    return "nn.Bottle";
  }
}
