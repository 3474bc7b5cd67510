import { checkDim, checkInteger, type Tensor } from "@taimatsu/tensor";
import { counted, longs } from "@taimatsu/tensor/native";
import { checkAnyTensor, checkGradOutput } from "../any_dtype.ts";
import type { Activity, ModuleOptions } from "../options.ts";
import { Branches } from "./branches.ts";
import { checkParts, contiguousPart, joinInto } from "./joining.ts";
import { sumOf } from "./sum.ts";
import { treeText } from "./tree.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Gives its input to all modules and joins their outputs along a dimension; the gradient with respect to the input is the sum of
 * theirs.
 *
 * Input whatever the modules take, lists of tensors too. The outputs agree in all sizes but that of the dimension, which counts
 * the batch. Torch7: `Concat.lua`.
 *
 * @typeParam I Input of the modules: a tensor unless given.
 *
 * @example Usage
 * ```ts
 * import { Concat, Linear } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const net = new Concat(1).add(new Linear(4, 2)).add(new Linear(4, 3));
 * assertEquals(net.forward(rand([5, 4])).size(), [5, 5]);
 * ```
 */
export class Concat<I extends Activity = Tensor> extends Branches<I, Tensor> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: [counted("dimension")],
    scratch: () => ({ outputSize: longs() }),
  };

  /** The dimension along which the outputs are joined; negative ones count from the end. */
  readonly dimension: number;
  /** Copies of parts of a gradient. */
  _parts: Tensor[] = [];

  /**
   * Creates a container without modules: see `add`.
   *
   * @param dimension Along which the outputs are joined; negative ones count from the end.
   * @throws {RangeError} If it is no integer from −16 to 15.
   */
  constructor(dimension: number, options?: ModuleOptions) {
    super(options);
    checkInteger(new.target.name, "dimension", dimension, -16, 15);
    this.dimension = dimension;
  }

  /** Joins the outputs. */
  override join(outputs: readonly Activity[]): Tensor {
    const tensors = outputs as readonly Tensor[], dim = this.dimIn(outputs[0]!);
    checkParts(this, "forward", "output", tensors, dim);
    return joinInto(this.output, tensors, dim);
  }

  /** Throws unless the gradient has the size of the output. */
  override checkGradient(gradOutput: Tensor): void {
    checkGradOutput(this, "gradOutput", gradOutput, this.output, "output", this.output.shape);
  }

  /** Returns the part of the gradient where the output of the module lies. */
  override gradOutputAt(gradOutput: Tensor, index: number): Tensor {
    return contiguousPart(this._parts, index, this.windowAt(gradOutput, index));
  }

  /** Adds up the gradients. */
  override joinGradients(_input: I, gradients: readonly Activity[]): Activity | null {
    return sumOf(this.gradInput, gradients);
  }

  /** Returns the dimension from 0, for outputs like this one. */
  dimIn(output: Activity): number {
    checkAnyTensor(this, "forward", "output[0]", output);
    return checkDim(`${this.constructor.name}.forward`, "dimension", this.dimension, output.shape.length);
  }

  /** Returns the part of a tensor sized like the output where the output of a module lies, as a view. */
  windowAt(x: Tensor, index: number): Tensor {
    const outputs = this._outputs as Tensor[], dim = this.dimIn(x);
    let start = 0;
    for (let i = 0; i < index; i++) start += outputs[i]!.shape[dim]!;
    return x.narrow(dim, start, outputs[index]!.shape[dim]!);
  }

  /** Returns the modules, numbered from 1 as Torch7 does. */
  override toString(): string {
    return treeText(this.constructor.name, this.modules);
  }
}
