import { checkDim, checkInteger, index as indexOf, indexAdd, type Tensor } from "@taimatsu/tensor";
import { counted, dtypeCode, fresh } from "@taimatsu/tensor/native";
import { checkAnyTensor, checkGradOutput, keptLike } from "../any_dtype.ts";
import { Module } from "../module.ts";
import type { ModuleOptions } from "../options.ts";
import { checkList, keptList } from "../table/lists.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Takes entries along a dimension by their positions.
 *
 * Input [x, positions]: x of any size and dtype, positions int64 [n], from 0, negative ones count from the end, and they may repeat.
 * Output sized like x, with n entries in the dimension. The gradient with respect to the positions is 0. Torch7: `Index.lua`.
 *
 * @example Usage
 * ```ts
 * import { Index } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const positions = tensor([2, 0, 0], { dtype: "int64" });
 * assertEquals(new Index(0).forward([tensor([10, 20, 30]), positions]).toArray(), [30, 10, 10]);
 * ```
 */
export class Index extends Module<readonly Tensor[], Tensor> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: [counted("dimension")] };

  /** The dimension; negative ones count from the end. */
  readonly dimension: number;

  /**
   * Creates the layer.
   *
   * @param dimension The dimension; negative ones count from the end.
   * @throws {RangeError} If it is no integer from −16 to 15.
   */
  constructor(dimension: number, options?: ModuleOptions) {
    super(options);
    checkInteger("Index", "dimension", dimension, -16, 15);
    this.dimension = dimension;
    this.gradInput = [fresh(this.code, [], this.device), fresh(dtypeCode("int64"), [], this.device)];
  }

  /** Takes the entries. */
  override updateOutput(input: readonly Tensor[]): Tensor {
    const dim = this.checkInput("forward", input), x = input[0]!, positions = input[1]!;
    const output = keptLike(this.output, x.store.code, x.shape.with(dim, positions.count), x.store.device);
    return this.output = indexOf(x, dim, positions, { out: output });
  }

  /** Adds the gradient to the entries that were taken. */
  override updateGradInput(input: readonly Tensor[], gradOutput: Tensor): readonly Tensor[] {
    if (this.gradInput === null) return this.noGradient();
    const dim = this.checkInput("backward", input), x = input[0]!, positions = input[1]!;
    checkGradOutput(this, "gradOutput", gradOutput, x, "input", x.shape.with(dim, positions.count));
    const list = keptList(this.gradInput, 2),
      gradient = keptLike(list[0], x.store.code, x.shape, x.store.device).zero();
    list[0] = indexAdd(gradient, dim, positions, gradOutput, { out: gradient });
    list[1] = keptLike(list[1], positions.store.code, positions.shape, positions.store.device).zero();
    return this.gradInput = list as Tensor[];
  }

  /** Returns the dimension from 0, or throws if the input is not right. */
  checkInput(method: string, input: readonly Tensor[]): number {
    checkList(this, method, "input", input, 2);
    const [x, positions] = input;
    checkAnyTensor(this, method, "input[0]", x);
    checkAnyTensor(this, method, "input[1]", positions);
    if (positions.dtype !== "int64" || positions.shape.length !== 1) {
      throw new TypeError(
        `Cannot run Index.${method}: input[1] must be int64 [positions] but is ${positions.dtype} [${
          positions.shape.join(", ")
        }]`,
      );
    }
    return checkDim(`Index.${method}`, "dimension", this.dimension, x.shape.length);
  }
}
