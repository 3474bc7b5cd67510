import { add, sameSize, type Tensor } from "@taimatsu/tensor";
import { checkGradOutput, keptLike } from "../any_dtype.ts";
import { Module } from "../module.ts";
import type { ModuleOptions } from "../options.ts";
import { checkTensors } from "../refusal.ts";
import { checkList, keptList } from "./lists.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Adds one tensor to each of a list: [t, [x_0, x_1, …]] → [t + x_0, t + x_1, …].
 *
 * Input a list of a tensor and a list of at least one tensor, all of one size. Torch7: `CAddTensorTable.lua`.
 *
 * @example Usage
 * ```ts
 * import { CAddTensorTable } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const y = new CAddTensorTable().forward([tensor([1]), [tensor([10]), tensor([20])]]);
 * assertEquals(y.map((t) => t.item()), [11, 21]);
 * ```
 */
export class CAddTensorTable extends Module<readonly [Tensor, readonly Tensor[]], readonly Tensor[]> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {};

  /** Creates the layer. */
  constructor(options?: ModuleOptions) {
    super(options);
    this.output = [];
    this.gradInput = [keptLike(null, this.code, [], this.device), []];
  }

  /** y_i = t + x_i */
  override updateOutput(input: readonly [Tensor, readonly Tensor[]]): readonly Tensor[] {
    const [t, list] = this.checkInput("forward", input), output = keptList(this.output, list.length);
    for (let i = 0; i < list.length; i++) {
      output[i] = add(t, list[i]!, { out: keptLike(output[i], this.code, t.shape, this.device) });
    }
    return this.output = output as Tensor[];
  }

  /** ∂loss/∂t = Σ ∂loss/∂y_i, ∂loss/∂x_i = ∂loss/∂y_i */
  override updateGradInput(
    input: readonly [Tensor, readonly Tensor[]],
    gradOutput: readonly Tensor[],
  ): readonly [Tensor, readonly Tensor[]] {
    if (this.gradInput === null) return this.noGradient();
    const [t, list] = this.checkInput("backward", input), { code } = this, kept = keptList(this.gradInput, 2);
    checkList(this, "backward", "gradOutput", gradOutput, list.length);
    for (let i = 0; i < list.length; i++) {
      checkGradOutput(this, `gradOutput[${i}]`, gradOutput[i], t, "input", t.shape);
    }
    const sum = keptLike(kept[0], code, t.shape, this.device).copy(gradOutput[0]!),
      copies = keptList(kept[1], list.length);
    for (let i = 1; i < list.length; i++) sum.add(gradOutput[i]!);
    for (let i = 0; i < list.length; i++) {
      copies[i] = keptLike(copies[i], code, t.shape, this.device).copy(gradOutput[i]!);
    }
    kept[0] = sum;
    kept[1] = copies;
    return this.gradInput = kept as [Tensor, Tensor[]];
  }

  /** Returns the input if it is a tensor and a list of tensors of its size; throws if not. */
  checkInput(method: string, input: readonly [Tensor, readonly Tensor[]]): readonly [Tensor, readonly Tensor[]] {
    checkList(this, method, "input", input, 2);
    const [t, list] = input;
    if (t?.store?.code !== this.code) throw this.refusal(method, "input[0]", t, []);
    checkTensors(this, method, "input[1]", list, 1, Infinity);
    for (let i = 0; i < list.length; i++) {
      if (!sameSize(list[i]!.shape, t.shape)) throw this.refusal(method, `input[1][${i}]`, list[i], [t.shape]);
    }
    return input;
  }
}
