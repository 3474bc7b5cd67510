import { add, formatSize, sameSize, type Tensor } from "@taimatsu/tensor";
import { kept } from "../kernels.ts";
import { Sequential } from "./sequential.ts";

/**
 * Modules in a row, past which the input is led too: y = x + f(x), where f is what the modules do together.
 *
 * Input and output of any size, the same; the modules must keep it. The first one must not overwrite its input. In Torch7:
 * `ConcatTable` of `Identity` and the modules, then `CAddTable`.
 *
 * He et al., "Deep Residual Learning for Image Recognition", 2015.
 *
 * @example Usage
 * ```ts
 * import { Residual, Tanh } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(new Residual().add(new Tanh()).forward(tensor([0, 20])), [0, 21]);
 * ```
 */
export class Residual extends Sequential {
  /** The output. */
  _sum: Tensor | null = null;
  /** The gradient with respect to the input. */
  _gradSum: Tensor | null = null;

  /** Adds what the modules return to the input. */
  override updateOutput(input: Tensor): Tensor {
    const y = super.updateOutput(input);
    if (!y?.store || !sameSize(y.shape, input.shape)) {
      throw new TypeError(
        `Cannot run ${this.constructor.name}.forward: the modules must return the input's size ` +
          `${formatSize(input.shape)} but return ${y?.store ? formatSize(y.shape) : "a list"}`,
      );
    }
    this._sum = kept(this._sum, this.code, input.shape, this.device);
    return this.output = add(input, y, { out: this._sum });
  }

  /** Adds the gradient that the modules pass back to the one that comes. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    return this.join(input, super.updateGradInput(input, gradOutput), gradOutput);
  }

  /** As {@linkcode updateGradInput}, and adds to the gradients of all parameters. */
  override backward(input: Tensor, gradOutput: Tensor, scale = 1): Tensor {
    return this.join(input, super.backward(input, gradOutput, scale), gradOutput);
  }

  /** Returns the sum of two gradients, or nothing where none was computed. */
  join(input: Tensor, passed: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null || !sameSize(passed.shape, input.shape)) return passed;
    this._gradSum = kept(this._gradSum, this.code, input.shape, this.device);
    return this.gradInput = add(gradOutput, passed, { out: this._gradSum });
  }
}
