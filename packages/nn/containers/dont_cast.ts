import { checkOneOf, type Dtype, dtypeCode, isFloat, Tensor } from "@taimatsu/tensor";
import { keptLike } from "../any_dtype.ts";
import type { AnyModule, Module } from "../module.ts";
import type { Activity } from "../options.ts";
import { keptList } from "../table/lists.ts";
import { Decorator } from "./decorator.ts";
import { isNoGradient } from "./sum.ts";

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

  /** The modules that `type()` leaves alone. */
  unconverted(): readonly AnyModule[] {
    return this.modules;
  }

  /** Returns the input in the module's dtype. */
  override inputAt(input: I, _index: number): Activity {
    const code = dtypeCode(this.moduleType);
    return !this.castin || fits(input, code) ? input : this._castInput = copyAs(this._castInput, input, code);
  }

  /** Returns the module's output in the dtype outside. */
  override join(outputs: readonly Activity[]): O {
    const output = outputs[0]!, { castout, code } = this;
    return (!castout || fits(output, code) ? output : this._castOutput = copyAs(this._castOutput, output, code)) as O;
  }

  /** Returns the gradient in the module's dtype. */
  override gradOutputAt(gradOutput: O, _index: number): Activity {
    const code = dtypeCode(this.moduleType);
    if (!this.castout || fits(gradOutput, code)) return gradOutput;
    return this._castGradOutput = copyAs(this._castGradOutput, gradOutput, code);
  }

  /** Returns the module's gradient in the dtypes of the input. */
  override joinGradients(input: I, gradients: readonly Activity[]): Activity | null {
    const g = gradients[0]!;
    if (isNoGradient(g)) return null;
    return !this.castin || fits(g, input) ? g : this._castGradInput = copyAs(this._castGradInput, g, input);
  }
}

/** The dtype number for a tensor, or the activities at whose places these are. */
type Wanted = number | Activity;

/** Returns the dtype number that a tensor is to have. */
function wantedCode(x: Tensor, wanted: Wanted): number {
  const code = wanted instanceof Tensor ? wanted.store.code : wanted;
  return typeof code === "number" && isFloat(code) && isFloat(x.store.code) ? code : x.store.code;
}

function wantedAt(wanted: Wanted, index: number): Wanted {
  return typeof wanted === "number" || wanted instanceof Tensor ? wanted : wanted[index]!;
}

/** Returns whether all tensors have the dtypes that are wanted; what is no activity is left to the module. */
function fits(x: Activity, wanted: Wanted): boolean {
  if (x instanceof Tensor) return x.store.code === wantedCode(x, wanted);
  if (Array.isArray(x)) { for (let i = 0; i < x.length; i++) if (!fits(x[i], wantedAt(wanted, i))) return false; }
  return true;
}

/** Copies an activity to what is kept for it, in the dtypes that are wanted. */
function copyAs(kept: unknown, x: Activity, wanted: Wanted): Activity {
  if (x instanceof Tensor) return keptLike(kept, wantedCode(x, wanted), x.shape, x.store.device).copy(x);
  const list = keptList(kept, x.length);
  for (let i = 0; i < x.length; i++) list[i] = copyAs(list[i], x[i]!, wantedAt(wanted, i));
  return list;
}
