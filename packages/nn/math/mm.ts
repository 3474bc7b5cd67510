import { sameSize, type Tensor } from "@taimatsu/tensor";
import { fitLike } from "../kernels.ts";
import type { ModuleOptions } from "../options.ts";
import { checkTensors } from "../refusal.ts";
import { PairModule } from "./pair_module.ts";
import { productInto, turned } from "./product.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Products of matrices: C = A B, where A and B may be transposed before.
 *
 * Input two matrices, [n, k] and [k, m], output [n, m]; or two batches of them, [batch, n, k] and [batch, k, m]. Torch7: `MM.lua`.
 *
 * @example Usage
 * ```ts
 * import { MM } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const a = tensor([[1, 2]]), b = tensor([[3, 4], [5, 6]]);
 * assertEquals(new MM(false, true).forward([a, b]).toArray(), [[11, 17]]);
 * ```
 */
export class MM extends PairModule {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: ["transA", "transB"] };

  /** Whether A is transposed. */
  readonly transA: boolean;
  /** Whether B is transposed. */
  readonly transB: boolean;

  /** Creates the module; `transA` and `transB` say which inputs are transposed. */
  constructor(transA = false, transB = false, options?: ModuleOptions) {
    super(options);
    this.transA = transA;
    this.transB = transB;
  }

  /** C = A B */
  override updateOutput(input: readonly Tensor[]): Tensor {
    const [a, b] = this.factors("forward", input);
    return productInto(fitLike(this.output, productSize(a, b)), a, b);
  }

  /** ∂loss/∂A = G Bᵀ, ∂loss/∂B = Aᵀ G, G = ∂loss/∂C; transposed where the input is */
  override updateGradInput(input: readonly Tensor[], gradOutput: Tensor): readonly Tensor[] {
    if (this.gradInput === null) return this.noGradient();
    const [a, b] = this.factors("backward", input), size = productSize(a, b), { transA, transB } = this;
    if (gradOutput?.store?.code !== this.code || !sameSize(gradOutput.shape, size)) {
      throw this.refusal("backward", "gradOutput", gradOutput, [size]);
    }
    const gradients = this.gradientsLike(this.gradInput, input[0]!, input[1]!), turnedG = turned(gradOutput, true);
    if (transA) productInto(gradients[0], b, turnedG);
    else productInto(gradients[0], gradOutput, turned(b, true));
    if (transB) productInto(gradients[1], turnedG, a);
    else productInto(gradients[1], turned(a, true), gradOutput);
    return gradients;
  }

  /** One for each two elements that meet. */
  override multiplyAdds(input: readonly Tensor[], output: Tensor): number {
    return output.nElement() * turned(input[0]!, this.transA).size(-1);
  }

  /** Checks the input and returns A and B, transposed where they are to be. */
  factors(method: string, input: readonly Tensor[]): readonly [Tensor, Tensor] {
    const [a, b] = checkTensors(this, method, "input", input, 2) as [Tensor, Tensor], { transA, transB } = this;
    const dims = a.shape.length;
    if (dims !== 2 && dims !== 3) {
      const form = transA ? ["k", "n"] : ["n", "k"];
      throw this.refusal(method, "input[0]", a, [form, ["batch", ...form]]);
    }
    const first = turned(a, transA), k = first.shape[dims - 1]!, { shape } = b;
    const fits = shape.length === dims && shape[transB ? dims - 1 : dims - 2] === k &&
      (dims === 2 || shape[0] === a.shape[0]);
    if (!fits) {
      const form = transB ? ["m", k] : [k, "m"];
      throw this.refusal(method, "input[1]", b, [dims === 2 ? form : [a.shape[0]!, ...form]]);
    }
    return [first, turned(b, transB)];
  }
}

/** The size of A B. */
function productSize(a: Tensor, b: Tensor): readonly number[] {
  return [...a.shape.slice(0, -1), b.shape[b.shape.length - 1]!];
}
