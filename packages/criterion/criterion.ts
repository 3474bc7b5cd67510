import { checkOneOf, type Dtype, empty, full, Tensor } from "@taimatsu/tensor";
import { copyDeep, eachTensor } from "./walk.ts";

/**
 * A loss function: how far a network's output is from its target, as one number, and the gradient of that number.
 *
 * A criterion of one's own overrides {@linkcode updateOutput} and {@linkcode updateGradInput}. Tensors that a criterion keeps
 * (`gradInput`, what its buffers hold) are written anew by each call, so that a training step allocates nothing.
 *
 * Torch7: `nn.Criterion`.
 *
 * @typeParam Input What the network gives: a tensor, or lists of tensors.
 * @typeParam Target What it should give.
 *
 * @example A criterion of one's own
 * ```ts
 * import { Criterion } from "@taimatsu/criterion";
 * import { abs, sign, sum, type Tensor, tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * class L1Cost extends Criterion<Tensor, undefined> {
 *   override updateOutput(input: Tensor): number {
 *     return sum(abs(input));
 *   }
 *
 *   override updateGradInput(input: Tensor): Tensor {
 *     return sign(input, { out: this.gradInput });
 *   }
 * }
 *
 * const criterion = new L1Cost(), input = tensor([1, -2]);
 * assertClose(criterion.forward(input, undefined), 3);
 * assertClose(criterion.backward(input, undefined), [1, -1]);
 * ```
 */
export abstract class Criterion<Input = Tensor, Target = Tensor> {
  /** The loss that the last {@linkcode forward} computed. */
  output = 0;

  /** The gradient that the last {@linkcode backward} computed; the next one overwrites it. */
  gradInput: Input = empty([]) as Input;

  /**
   * Computes the loss. Criterions override this; users call {@linkcode forward}.
   *
   * @param input What the network gave.
   * @param target What it should have given.
   */
  abstract updateOutput(input: Input, target: Target): number;

  /**
   * Computes the gradient of the loss with respect to the input. Criterions override this; users call {@linkcode backward}.
   *
   * @param input What the network gave.
   * @param target What it should have given.
   */
  abstract updateGradInput(input: Input, target: Target): Input;

  /**
   * Returns the loss, and keeps it in {@linkcode output}.
   *
   * @param input What the network gave.
   * @param target What it should have given.
   */
  forward(input: Input, target: Target): number {
    return this.output = this.updateOutput(input, target);
  }

  /**
   * Returns the gradient of the loss with respect to the input, and keeps it in {@linkcode gradInput}.
   * {@linkcode forward} must have run with the same arguments.
   *
   * @param input What the network gave.
   * @param target What it should have given.
   */
  backward(input: Input, target: Target): Input {
    return this.gradInput = this.updateGradInput(input, target);
  }

  /**
   * Returns the loss as a tensor of one element, which stays on the device: reading a number makes a GPU wait.
   * The next call may overwrite it. `output` is left alone.
   *
   * @param input What the network gave.
   * @param target What it should have given.
   */
  lossTensor(input: Input, target: Target): Tensor {
    const dtype = input instanceof Tensor ? input.dtype : "float64";
    return full([1], this.updateOutput(input, target), { dtype });
  }

  /**
   * Runs {@linkcode forward} and {@linkcode backward}.
   *
   * @returns The loss and the gradient.
   */
  call(input: Input, target: Target): [output: number, gradInput: Input] {
    return [this.forward(input, target), this.backward(input, target)];
  }

  /** Returns a copy that shares no memory with this criterion. */
  clone(): this {
    return copyDeep(this);
  }

  /**
   * Converts the floating-point tensors that the criterion keeps, such as class weights, in place.
   *
   * @param dtype The dtype of the inputs to come.
   * @throws {TypeError} If it is neither `float32` nor `float64`.
   */
  type(dtype: Dtype): this {
    checkOneOf(`${this.constructor.name}.type`, "dtype", dtype, ["float32", "float64"]);
    eachTensor(this, (x) => x.dtype === "float32" || x.dtype === "float64" ? x.to(dtype) : x);
    return this;
  }

  /** Returns the name of the criterion. */
  toString(): string {
    return this.constructor.name;
  }

  /** What `console.log` shows. */
  [Symbol.for("Deno.customInspect")](): string {
    return this.toString();
  }
}
