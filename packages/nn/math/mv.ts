import { sameSize, type Tensor } from "@taimatsu/tensor";
import { fitLike } from "../kernels.ts";
import type { ModuleOptions } from "../options.ts";
import { checkTensors } from "../refusal.ts";
import { PairModule } from "./pair_module.ts";
import { productInto, turned } from "./product.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Products of matrices and vectors: y = M v, where M may be transposed before.
 *
 * Input a matrix [n, m] and a vector [m], output [n]; or batches of them, [batch, n, m] and [batch, m], output [batch, n].
 * Torch7: `MV.lua`.
 *
 * @example Usage
 * ```ts
 * import { MV } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new MV().forward([tensor([[1, 2], [3, 4]]), tensor([1, 10])]).toArray(), [21, 43]);
 * ```
 */
export class MV extends PairModule {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: ["trans"] };

  /** Whether the matrix is transposed. */
  readonly trans: boolean;

  /** Creates the module; `trans` says whether the matrix is transposed. */
  constructor(trans = false, options?: ModuleOptions) {
    super(options);
    this.trans = trans;
  }

  /** y = M v */
  override updateOutput(input: readonly Tensor[]): Tensor {
    const [matrix, vector] = this.factors("forward", input);
    const output = fitLike(this.output, matrix.shape.slice(0, -1));
    productInto(column(output), matrix, column(vector));
    return output;
  }

  /** ∂loss/∂M = g vᵀ, transposed where the matrix is, ∂loss/∂v = Mᵀ g, g = ∂loss/∂y */
  override updateGradInput(input: readonly Tensor[], gradOutput: Tensor): readonly Tensor[] {
    if (this.gradInput === null) return this.noGradient();
    const [matrix, vector] = this.factors("backward", input), size = matrix.shape.slice(0, -1);
    if (gradOutput?.store?.code !== this.code || !sameSize(gradOutput.shape, size)) {
      throw this.refusal("backward", "gradOutput", gradOutput, [size]);
    }
    const gradients = this.gradientsLike(this.gradInput, input[0]!, input[1]!);
    const g = column(gradOutput), v = column(vector);
    if (this.trans) productInto(gradients[0], v, turned(g, true));
    else productInto(gradients[0], g, turned(v, true));
    productInto(column(gradients[1]), turned(matrix, true), g);
    return gradients;
  }

  /** One for each element of the matrix. */
  override multiplyAdds(input: readonly Tensor[], _output: Tensor): number {
    return input[0]!.nElement();
  }

  /** Checks the input and returns the matrix, transposed where it is to be, and the vector. */
  factors(method: string, input: readonly Tensor[]): readonly [Tensor, Tensor] {
    const [matrix, vector] = checkTensors(this, method, "input", input, 2) as [Tensor, Tensor];
    const dims = matrix.shape.length;
    if (dims !== 2 && dims !== 3) {
      const form = this.trans ? ["m", "n"] : ["n", "m"];
      throw this.refusal(method, "input[0]", matrix, [form, ["batch", ...form]]);
    }
    const turnedMatrix = turned(matrix, this.trans), m = turnedMatrix.shape[dims - 1]!;
    const size = dims === 2 ? [m] : [matrix.shape[0]!, m];
    if (!sameSize(vector.shape, size)) throw this.refusal(method, "input[1]", vector, [size]);
    return [turnedMatrix, vector];
  }
}

/** Vectors as matrices of one column. */
function column(x: Tensor): Tensor {
  return x.unsqueeze(-1);
}
