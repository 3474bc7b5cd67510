import { empty, maskedCopy, sameSize, type Tensor } from "@taimatsu/tensor";
import { dtypeCode, frame, fresh, put, result } from "@taimatsu/tensor/native";
import { checkAnyTensor, checkGradOutput, keptLike } from "../any_dtype.ts";
import { copyTo } from "../kernels.ts";
import { Module } from "../module.ts";
import type { ModuleOptions } from "../options.ts";
import { checkList, keptList } from "../table/lists.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { isMissing } from "../files/fields.ts";

/**
 * Takes the elements where a mask is 1, in row-major order.
 *
 * Input [x, mask]: x of any size and dtype, the mask of its size, uint8 or bool, with 0 and 1. Output [count]. The gradient with
 * respect to the mask is 0. Torch7: `MaskedSelect.lua`.
 *
 * @example Usage
 * ```ts
 * import { MaskedSelect } from "@taimatsu/nn";
 * import { gt, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([[1, 5], [3, 2]]);
 * assertEquals(new MaskedSelect().forward([x, gt(x, 2)]).toArray(), [5, 3]);
 * ```
 */
export class MaskedSelect extends Module<readonly Tensor[], Tensor> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    // The first ones had the mask in them.
    make: ({ mask }, options) => isMissing(mask) ? new MaskedSelect(options) : undefined,
    empty: ["_gradBuffer"],
    scratch: () => ({
      _maskIndices: empty([], { dtype: "int64" }),
      _maskIndexBuffer: empty([], { dtype: "int64" }),
      _maskIndexBufferCPU: empty([], { dtype: "float32" }),
      _gradMask: empty([], { dtype: "uint8" }),
    }),
    // No list: Torch7 converts it as a tensor.
    derive: (module: MaskedSelect) =>
      module.gradInput === null ? {} : { gradInput: empty([], { dtype: module.type() }) },
  };

  /** Copy of a mask that is not contiguous. */
  _mask: Tensor | null = null;

  /** Creates the layer. */
  constructor(options?: ModuleOptions) {
    super(options);
    this.gradInput = [fresh(this.code, [], this.device), fresh(dtypeCode("uint8"), [], this.device)];
  }

  /** Takes the elements. */
  override updateOutput(input: readonly Tensor[]): Tensor {
    const mask = this.checkInput("forward", input), x = this.contiguousInput(input[0]!), { device } = x.store;
    const { symbols } = device;
    put(0, mask);
    device.check(symbols.tm_count(mask.store.block.arg, frame));
    const count = result(), output = this.output = keptLike(this.output, x.store.code, [count], x.store.device);
    put(0, output);
    put(1, x);
    put(2, mask);
    device.check(symbols.tm_masked_select(output.store.block.arg, x.store.block.arg, mask.store.block.arg, frame));
    return output;
  }

  /** Puts the gradient to where the elements were taken. */
  override updateGradInput(input: readonly Tensor[], gradOutput: Tensor): readonly Tensor[] {
    if (this.gradInput === null) return this.noGradient();
    const mask = this.checkInput("backward", input), [x] = input as [Tensor, Tensor], { shape } = x;
    checkGradOutput(this, "gradOutput", gradOutput, x, "input", this.output.shape);
    const list = keptList(this.gradInput, 2), gradient = keptLike(list[0], x.store.code, shape, x.store.device).zero();
    list[0] = maskedCopy(gradient, mask, this.contiguousGradOutput(gradOutput), { out: gradient });
    list[1] = keptLike(list[1], mask.store.code, shape, mask.store.device).zero();
    return this.gradInput = list as Tensor[];
  }

  /** Returns the mask, contiguous, or throws if the input is not right. */
  checkInput(method: string, input: readonly Tensor[]): Tensor {
    checkList(this, method, "input", input, 2);
    const [x, mask] = input;
    checkAnyTensor(this, method, "input[0]", x);
    checkAnyTensor(this, method, "input[1]", mask);
    if ((mask.dtype !== "uint8" && mask.dtype !== "bool") || !sameSize(mask.shape, x.shape)) {
      throw new TypeError(
        `Cannot run MaskedSelect.${method}: input[1] must be uint8 or bool [${
          x.shape.join(", ")
        }] like input[0] but is ` +
          `${mask.dtype} [${mask.shape.join(", ")}]`,
      );
    }
    return mask.dense ? mask : this._mask = copyTo(this._mask, mask);
  }
}
