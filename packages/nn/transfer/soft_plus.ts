import { checkFinite } from "@taimatsu/tensor";
import { op } from "@taimatsu/tensor/native";
import type { ModuleOptions } from "../options.ts";
import { Pointwise } from "./pointwise.ts";
import type { TorchForm } from "../files/torch_form.ts";

const OP = op("unary", "softPlus"), LINEAR_FROM = 20;

/**
 * Smooth rectifier: y = log(1 + e^(βx)) / β, element by element; y = x where βx > 20, which differs by less than 1e-8.
 *
 * Any size. Torch7: `SoftPlus.lua`.
 *
 * @example Usage
 * ```ts
 * import { SoftPlus } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * assertClose(new SoftPlus(2).forward(tensor([-1000, 0, 1000])), [0, Math.LN2 / 2, 1000]);
 * ```
 */
export class SoftPlus extends Pointwise {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: ["beta"], constant: { threshold: LINEAR_FROM } };

  /** How sharp the bend is. */
  readonly beta: number;

  /**
   * Creates the layer.
   *
   * @param beta How sharp the bend is, above 0.
   * @throws {RangeError} If `beta` is not finite or not above 0.
   */
  constructor(beta = 1, options?: ModuleOptions) {
    super(OP, beta, LINEAR_FROM, false, options);
    checkFinite("SoftPlus", "beta", beta);
    if (beta <= 0) throw new RangeError(`Cannot run SoftPlus: beta must be above 0 but is ${beta}`);
    this.beta = beta;
  }
}
