import { checkOneOf, type Dtype, dtypeCode, isFloat, type Tensor } from "@taimatsu/tensor";
import { tensorClass } from "@taimatsu/tensor/native";
import type { Module } from "../module.ts";
import type { Activity, Place } from "../options.ts";
import { brought } from "./brought.ts";
import { Decorator } from "./decorator.ts";
import { isNoGradient } from "./sum.ts";
import type { TorchForm } from "../files/torch_form.ts";
import { DECORATOR, innerOf } from "../files/decorator_form.ts";
import { tensorsOf } from "../activity.ts";
import { dtypeField } from "../files/fields.ts";

/**
 * A module around another one that keeps its dtype when `type()` converts what they are part of; inputs, outputs and gradients
 * may be converted on the way.
 *
 * Tensors of integers, such as indices, are never converted. Torch7: `DontCast.lua`.
 *
 * @typeParam I Input of the module: a tensor unless given.
 * @typeParam O Output of the module: a tensor unless given.
 *
 * @example Usage
 * ```ts
 * import { DontCast, Linear, Sequential } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const linear = new Linear(4, 2), net = new Sequential().add(new DontCast(linear, true)).double();
 * assertEquals(linear.weight.dtype, "float32");
 * assertEquals(net.forward(rand([3, 4], { dtype: "float64" })).dtype, "float64");
 * ```
 */
export class DontCast<I extends Activity = Tensor, O extends Activity = Tensor> extends Decorator<I, O> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: [...DECORATOR.args, "castin", "castout", dtypeField("moduleType")],
    derive: DECORATOR.derive,
    upgrade: (fields) => {
      const { castin, castout, output, gradInput } = fields;
      innerOf(fields);
      // What goes out has the type of what went out before.
      const [outside] = tensorsOf((castout ? output : castin ? gradInput : []) as Activity ?? []);
      if (outside !== undefined && isFloat(outside.store.code)) fields._type = tensorClass(outside.dtype);
    },
  };

  /** Whether inputs are converted to the module's dtype, and gradients with respect to them back. */
  readonly castin: boolean;
  /** Whether outputs are converted to the dtype outside, and gradients with respect to them to the module's. */
  readonly castout: boolean;
  /** The module's dtype. */
  readonly moduleType: Dtype;
  /** The input as the module gets it. */
  _castInput: Activity = [];
  /** The module's output as it is returned. */
  _castOutput: Activity = [];
  /** The gradient as the module gets it. */
  _castGradOutput: Activity = [];
  /** The module's gradient as it is returned. */
  _castGradInput: Activity = [];

  /**
   * Wraps a module.
   *
   * @param module The module.
   * @param castin Whether to convert inputs to its dtype.
   * @param castout Whether to convert outputs to the dtype outside, which `type()` changes.
   * @param moduleType The dtype that the module takes.
   * @throws {TypeError} If `moduleType` is neither `float32` nor `float64`.
   */
  constructor(module: Module<I, O>, castin = false, castout: boolean = castin, moduleType: Dtype = module?.type?.()) {
    super(module);
    checkOneOf("DontCast", "moduleType", moduleType, ["float32", "float64"]);
    this.castin = castin;
    this.castout = castout;
    this.moduleType = moduleType;
  }

  /** Lets the module keep its dtype. */
  placeInside({ device }: Partial<Place>): Partial<Place> {
    return device === undefined ? {} : { device };
  }

  /** Returns the input in the module's dtype. */
  override inputAt(input: I, _index: number): Activity {
    return this.castin ? brought(this, "_castInput", input, { code: dtypeCode(this.moduleType) }) : input;
  }

  /** Returns the module's output in the dtype outside. */
  override join(outputs: readonly Activity[]): O {
    return (this.castout ? brought(this, "_castOutput", outputs[0]!, { code: this.code }) : outputs[0]) as O;
  }

  /** Returns the gradient in the module's dtype. */
  override gradOutputAt(gradOutput: O, _index: number): Activity {
    return this.castout
      ? brought(this, "_castGradOutput", gradOutput, { code: dtypeCode(this.moduleType) })
      : gradOutput;
  }

  /** Returns the module's gradient in the dtypes of the input. */
  override joinGradients(input: I, gradients: readonly Activity[]): Activity | null {
    const g = gradients[0]!;
    if (isNoGradient(g)) return null;
    return this.castin ? brought(this, "_castGradInput", g, input) : g;
  }
}
