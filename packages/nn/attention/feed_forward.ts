import { checkInteger, checkOneOf, type Tensor } from "@taimatsu/tensor";
import { fresh, relayout, stridesOf, viewAt } from "@taimatsu/tensor/native";
import { Sequential } from "../containers/sequential.ts";
import { Linear } from "../linear/linear.ts";
import { Dropout } from "../noise/dropout.ts";
import type { RandomModuleOptions } from "../options.ts";
import { GELU } from "../transfer/gelu.ts";
import { ReLU } from "../transfer/relu.ts";

/** Options of {@linkcode FeedForward}. */
export interface FeedForwardOptions extends RandomModuleOptions {
  /** The function between the linear maps; `"relu"` by default. */
  activation?: "relu" | "gelu";
  /** Probability that an element between the linear maps is set to 0 in training; 0 by default. */
  dropout?: number;
  /** Whether the linear maps add biases; true by default. */
  bias?: boolean;
}

/**
 * The part of a transformer that treats every position alone: linear map, activation, dropout, linear map.
 *
 * Input of any size whose last one is `embedDim`; the output is sized like it. All but the last dimension become rows for the
 * modules, which any others that take rows may replace.
 *
 * Vaswani et al., "Attention Is All You Need", 2017, section 3.3. Not in Torch7.
 *
 * @example Usage
 * ```ts
 * import { FeedForward } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new FeedForward(8, 32).forward(rand([3, 5, 8])).size(), [3, 5, 8]);
 * ```
 */
export class FeedForward extends Sequential {
  /** Features of input and output. */
  readonly embedDim: number;
  /** Features between the linear maps. */
  readonly hiddenDim: number;
  /** The output in the sizes of the input. */
  _shown: Tensor;
  /** The gradient in the sizes of the input. */
  _gradShown: Tensor;

  /**
   * Makes the modules and draws their parameters.
   *
   * @param embedDim Features of input and output.
   * @param hiddenDim Features between the linear maps.
   * @throws {RangeError} If a number is no integer from 1.
   */
  constructor(embedDim: number, hiddenDim: number, options: FeedForwardOptions = {}) {
    super(options);
    const { activation = "relu", dropout = 0, bias = true } = options;
    checkInteger("FeedForward", "embedDim", embedDim, 1);
    checkInteger("FeedForward", "hiddenDim", hiddenDim, 1);
    checkOneOf("FeedForward", "activation", activation, ["relu", "gelu"]);
    this.embedDim = embedDim;
    this.hiddenDim = hiddenDim;
    this._shown = fresh(this.code, [], this.device);
    this._gradShown = fresh(this.code, [], this.device);
    this.add(new Linear(embedDim, hiddenDim, bias, options));
    this.add(activation === "gelu" ? new GELU(options) : new ReLU(false, options));
    if (dropout > 0) this.add(new Dropout(dropout, false, false, false, options));
    this.add(new Linear(hiddenDim, embedDim, bias, options));
  }

  /** Passes the rows through all modules. */
  override updateOutput(input: Tensor): Tensor {
    if (input?.store?.code !== this.code || input.shape.length === 0 || input.shape.at(-1) !== this.embedDim) {
      throw this.refusal("forward", "input", input, [["…", this.embedDim]]);
    }
    return this.output = show(this._shown, super.updateOutput(rowsOf(this.contiguousInput(input))), input.shape);
  }

  /** Passes the gradient back through all modules; the parameters' gradients are left alone. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    return this.showGradient(input, super.updateGradInput(...this.rows(input, gradOutput)));
  }

  /** Adds to the gradients of all parameters; `updateGradInput` must have been called before. */
  override accGradParameters(input: Tensor, gradOutput: Tensor, scale = 1): void {
    super.accGradParameters(...this.rows(input, gradOutput), scale);
  }

  /** Passes the gradient back and adds to the gradients of all parameters. */
  override backward(input: Tensor, gradOutput: Tensor, scale = 1): Tensor {
    return this.showGradient(input, super.backward(...this.rows(input, gradOutput), scale));
  }

  /** Changes the parameters of all modules; `updateGradInput` must have been called before. */
  override accUpdateGradParameters(input: Tensor, gradOutput: Tensor, learningRate: number): void {
    super.accUpdateGradParameters(...this.rows(input, gradOutput), learningRate);
  }

  /** Returns the arguments of a backward pass as rows. */
  rows(input: Tensor, gradOutput: Tensor): [Tensor, Tensor] {
    const { embedDim } = this,
      fits = gradOutput?.store?.code === this.code && gradOutput.count === input.count &&
        gradOutput.shape.at(-1) === embedDim;
    if (!fits) throw this.refusal("backward", "gradOutput", gradOutput, [input.shape]);
    return [rowsOf(this.contiguousInput(input)), rowsOf(this.contiguousGradOutput(gradOutput))];
  }

  /** Returns a gradient of rows in the sizes of the input, or nothing where none was computed. */
  showGradient(input: Tensor, passed: Tensor): Tensor {
    if (this.gradInput === null || passed.count !== input.count) return passed;
    return this.gradInput = show(this._gradShown, passed, input.shape);
  }
}

/** Views a contiguous tensor as rows of its last dimension. */
function rowsOf(x: Tensor): Tensor {
  const n = x.shape.at(-1)!;
  return viewAt(x, [x.count / n, n], [n, 1], x.offset);
}

/** Makes `view` show the elements of `x` in the sizes `shape`. */
function show(view: Tensor, x: Tensor, shape: readonly number[]): Tensor {
  relayout(view, x.store, shape, stridesOf(shape), x.offset);
  return view;
}
