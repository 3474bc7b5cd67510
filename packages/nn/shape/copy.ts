import { defaultDtype, type Dtype, dtypeCode, DTYPES, empty, isFloat, Tensor } from "@taimatsu/tensor";
import { tensorClass } from "@taimatsu/tensor/native";
import { checkAnyTensor, checkGradOutput, keptLike } from "../any_dtype.ts";
import { Module } from "../module.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { floatDtype, isMissing } from "../files/fields.ts";

/**
 * Converts its input to a dtype, and the gradient back.
 *
 * Input of any size. Where both dtypes are the same nothing is copied, unless `forceCopy` asks for it. `type()` makes both dtypes
 * that of the module, unless `dontCast` forbids it. Torch7: `Copy.lua`.
 *
 * @example Usage
 * ```ts
 * import { Copy } from "@taimatsu/nn";
 * import { ones } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new Copy("uint8", "float32").forward(ones([3], { dtype: "uint8" })).dtype, "float32");
 * ```
 */
export class Copy extends Module {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    make: ({ inType, outType, updateOutput, dontCast }) =>
      // A module that hands on its input has functions of its own.
      new Copy(inType as Dtype, outType as Dtype, isMissing(updateOutput), dontCast as boolean | undefined),
    fields: ["dontCast"],
    upgrade: (fields) => {
      const { output, gradInput } = fields, own = floatDtype(fields._type ?? "torch.DoubleTensor");
      fields.outType = output instanceof Tensor ? output.dtype : own;
      fields.inType = gradInput instanceof Tensor ? gradInput.dtype : own;
      fields._type = tensorClass(fields.outType as Dtype);
    },
    derive: (module: Copy) => ({
      output: empty([], { dtype: DTYPES[module.codeFor(module.outType)]! }),
      gradInput: empty([], { dtype: DTYPES[module.codeFor(module.inType)]! }),
    }),
  };

  /** The dtype of the gradient with respect to the input. */
  readonly inType: Dtype;
  /** The dtype of the output. */
  readonly outType: Dtype;
  /** Whether input and gradient are copied also where the dtypes are the same. */
  readonly forceCopy: boolean;
  /** Whether `type()` leaves the dtypes alone. */
  readonly dontCast: boolean;
  /** Number of the dtype of the module when it was made. */
  readonly madeCode: number;
  /** The output where it is not the input itself. */
  _copied: Tensor | null = null;
  /** The gradient with respect to the input where it is not the gradient itself. */
  _gradient: Tensor | null = null;

  /**
   * Creates the layer.
   *
   * @param inType The dtype of the input.
   * @param outType The dtype of the output.
   * @param forceCopy Whether to copy also where the dtypes are the same.
   * @param dontCast Whether `type()` leaves the dtypes alone.
   * @throws {TypeError} If a dtype is none.
   */
  constructor(
    inType: Dtype = defaultDtype(),
    outType: Dtype = defaultDtype(),
    forceCopy = false,
    dontCast = false,
  ) {
    super(isFloat(dtypeCode(outType)) ? { dtype: outType } : {});
    dtypeCode(inType);
    this.inType = inType;
    this.outType = outType;
    this.forceCopy = forceCopy;
    this.dontCast = dontCast;
    this.madeCode = this.code;
  }

  /** Converts the input. */
  override updateOutput(input: Tensor): Tensor {
    checkAnyTensor(this, "forward", "input", input);
    const code = this.codeFor(this.outType);
    if (this.passes(input)) return this.output = input;
    return this.output = this._copied = keptLike(this._copied, code, input.shape, this.device).copy(input);
  }

  /** Converts the gradient back. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    checkAnyTensor(this, "backward", "input", input);
    checkGradOutput(this, "gradOutput", gradOutput, this.output, "output", input.shape);
    if (this.passes(input)) return this.gradInput = gradOutput;
    const code = this.codeFor(this.inType);
    return this.gradInput = this._gradient = keptLike(this._gradient, code, input.shape, this.device).copy(gradOutput);
  }

  /** Returns whether input and gradient are passed as they are. */
  passes(input: Tensor): boolean {
    const code = this.codeFor(this.outType);
    return !this.forceCopy && code === this.codeFor(this.inType) && input.store.code === code;
  }

  /** Returns the number of the dtype, or of the module's if that was converted. */
  codeFor(dtype: Dtype): number {
    return this.dontCast || this.code === this.madeCode ? dtypeCode(dtype) : this.code;
  }
}
