import { checkDim, checkInteger, type Tensor } from "@taimatsu/tensor";
import { counted } from "@taimatsu/tensor/native";
import { checkAnyTensor, checkGradOutput, keptLike, sizeError } from "../any_dtype.ts";
import type { Activity, ModuleOptions } from "../options.ts";
import { Branches } from "./branches.ts";
import { checkParts, contiguousPart, joinInto } from "./joining.ts";
import { isNoGradient } from "./sum.ts";
import { treeText } from "./tree.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Gives each module one slice of its input and joins the outputs along a dimension.
 *
 * Slice i along the input's dimension goes to module i; there may be more modules than slices, the last ones then rest. The
 * outputs agree in all sizes but that of the output's dimension, and both dimensions count the batch. Torch7: `Parallel.lua`.
 *
 * @example Usage
 * ```ts
 * import { Linear, Parallel } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const net = new Parallel(0, 0).add(new Linear(4, 2)).add(new Linear(4, 3));
 * assertEquals(net.forward(rand([2, 4])).size(), [5]);
 * ```
 */
export class Parallel extends Branches {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { args: [counted("inputDimension"), counted("outputDimension")] };

  /** The dimension of the input whose slices the modules get; negative ones count from the end. */
  readonly inputDimension: number;
  /** The dimension along which the outputs are joined; negative ones count from the end. */
  readonly outputDimension: number;
  /** Copies of parts of a gradient. */
  _parts: Tensor[] = [];

  /**
   * Creates a container without modules: see `add`.
   *
   * @param inputDimension Whose slices the modules get; negative ones count from the end.
   * @param outputDimension Along which the outputs are joined; negative ones count from the end.
   * @throws {RangeError} If one is no integer from −16 to 15.
   */
  constructor(inputDimension: number, outputDimension: number, options?: ModuleOptions) {
    super(options);
    checkInteger("Parallel", "inputDimension", inputDimension, -16, 15);
    checkInteger("Parallel", "outputDimension", outputDimension, -16, 15);
    this.inputDimension = inputDimension;
    this.outputDimension = outputDimension;
  }

  /** Returns the number of slices. */
  override branches(method: string, input: Tensor): number {
    checkAnyTensor(this, method, "input", input);
    const most = super.branches(method, input), dim = this.inputDim(input), n = input.shape[dim]!;
    if (n < 1 || n > most) {
      throw sizeError(this, method, "input", input, input.shape.map((_, d) => d === dim ? `1 to ${most}` : "any"));
    }
    return n;
  }

  /** Returns a slice. */
  override inputAt(input: Tensor, index: number): Tensor {
    return input.select(this.inputDim(input), index);
  }

  /** Joins the outputs. */
  override join(outputs: readonly Activity[]): Tensor {
    const tensors = outputs as readonly Tensor[], dim = this.outputDim(outputs[0]!);
    checkParts(this, "forward", "output", tensors, dim);
    return joinInto(this.output, tensors, dim);
  }

  /** Throws unless the gradient has the size of the output. */
  override checkGradient(gradOutput: Tensor): void {
    checkGradOutput(this, "gradOutput", gradOutput, this.output, "output", this.output.shape);
  }

  /** Returns the part of the gradient where the output of the module lies. */
  override gradOutputAt(gradOutput: Tensor, index: number): Tensor {
    const outputs = this._outputs as Tensor[], dim = this.outputDim(gradOutput);
    let start = 0;
    for (let i = 0; i < index; i++) start += outputs[i]!.shape[dim]!;
    return contiguousPart(this._parts, index, gradOutput.narrow(dim, start, outputs[index]!.shape[dim]!));
  }

  /** Puts the gradients into the slices of one. */
  override joinGradients(input: Tensor, gradients: readonly Activity[]): Tensor {
    const gradInput = keptLike(this.gradInput, input.store.code, input.shape, input.store.device);
    for (let i = 0; i < gradients.length; i++) {
      const slice = this.inputAt(gradInput, i), g = gradients[i] as Tensor;
      if (isNoGradient(g)) slice.zero();
      else slice.copy(g);
    }
    return gradInput;
  }

  /** Returns the input's dimension from 0. */
  inputDim(input: Tensor): number {
    return checkDim("Parallel.forward", "inputDimension", this.inputDimension, input.shape.length);
  }

  /** Returns the output's dimension from 0, for outputs like this one. */
  outputDim(output: Activity): number {
    checkAnyTensor(this, "forward", "output[0]", output);
    return checkDim("Parallel.forward", "outputDimension", this.outputDimension, output.shape.length);
  }

  /** Returns the modules, numbered from 1 as Torch7 does. */
  override toString(): string {
    return treeText("Parallel", this.modules);
  }
}
