import { checkFinite } from "@taimatsu/tensor";
import { op } from "@taimatsu/tensor/native";
import type { ModuleOptions } from "../options.ts";
import { Pointwise } from "./pointwise.ts";
import type { TorchForm } from "../files/torch_form.ts";

const OP = op("unary", "leakyRelu");

/**
 * Rectifier that lets a part of negative inputs pass: y = x for x > 0, else negval · x, element by element.
 *
 * Any size. Torch7: `LeakyReLU.lua`.
 *
 * @example Usage
 * ```ts
 * import { LeakyReLU } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new LeakyReLU(0.5).forward(tensor([-4, 2])).toArray(), [-2, 2]);
 * ```
 */
export class LeakyReLU extends Pointwise {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: ["negval", "inplace"] };

  /** Slope for negative inputs. */
  readonly negval: number;

  /**
   * Creates the layer.
   *
   * @param negval Slope for negative inputs; a truth value means `inplace`, with a slope of 0.01.
   * @param inplace Whether to overwrite input and gradient. A negative slope works on copies all the same: the output would no
   * longer tell the sign of the input.
   * @throws {RangeError} If `negval` is not finite.
   */
  constructor(negval: number | boolean = 0.01, inplace = false, options?: ModuleOptions) {
    const slope = typeof negval === "boolean" ? 0.01 : negval;
    super(OP, slope, 0, (inplace || negval === true) && slope >= 0, options);
    checkFinite("LeakyReLU", "negval", slope);
    this.negval = slope;
  }

  /** Returns `nn.LeakyReLU(negval)` with six digits. */
  override toString(): string {
    return `${super.toString()}(${Number(this.negval.toPrecision(6))})`;
  }
}
