import { checkFinite, checkRange, defaultGenerator, type Generator, sameSize, type Tensor } from "@taimatsu/tensor";
import { binaryInto, frame, fresh, op, put, renamed, unaryInto } from "@taimatsu/tensor/native";
import { fitLike, kernelsOf } from "../kernels.ts";
import { Module } from "../module.ts";
import type { RandomModuleOptions } from "../options.ts";
import type { TorchForm } from "../files/torch_form.ts";

const CMUL = op("binary", "cmul"), SCALE = op("unary", "mulScalar");

/**
 * Dropout: in training every element is set to 0 with probability p, the others are multiplied by 1 / (1 − p); when evaluating,
 * the input passes unchanged.
 *
 * In version 1 (`v1`), training does not scale, and evaluation multiplies by 1 − p. Any size. In place, the input becomes the
 * output and the gradient with respect to the output becomes that with respect to the input.
 *
 * Srivastava et al., "Dropout", 2014. Torch7: `Dropout.lua`; the random numbers are drawn otherwise, so that threads can share
 * the work.
 *
 * @example Usage
 * ```ts
 * import { Dropout } from "@taimatsu/nn";
 * import { ones } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const dropout = new Dropout(0.5);
 * assertEquals(dropout.forward(ones([100])).max(), 2);
 * dropout.evaluate();
 * assertEquals(dropout.forward(ones([100])).sum(), 100);
 * ```
 */
export class Dropout extends Module {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: [
      "p",
      { ours: "v2", torch: "v2", read: (v2) => !v2, write: (v2) => v2 },
      "inplace",
      renamed("stochasticInference", "stochastic_inference"),
    ],
    empty: ["noise"],
    upgrade: (fields) => fields.v2 ??= false,
  };

  /** Probability that an element is set to 0. */
  p: number;
  /** Whether training scales by 1 / (1 − p); otherwise evaluation does by 1 − p. */
  readonly v2: boolean;
  /** Whether input and gradient are overwritten. */
  readonly inplace: boolean;
  /** Whether elements are dropped when evaluating too. */
  readonly stochasticInference: boolean;
  /** What the last input was multiplied by. */
  noise: Tensor;
  /** Source of the random numbers; the default generator if `undefined`. */
  readonly generator: Generator | undefined;

  /**
   * Creates the layer.
   *
   * @param p Probability that an element is set to 0, below 1.
   * @param v1 Whether to scale when evaluating instead of when training.
   * @param inplace Whether to overwrite input and gradient.
   * @param stochasticInference Whether to drop elements when evaluating too.
   * @throws {RangeError} If `p` lies outside [0, 1).
   */
  constructor(p = 0.5, v1 = false, inplace = false, stochasticInference = false, options?: RandomModuleOptions) {
    super(options);
    this.p = checkP("Dropout", p);
    this.v2 = !v1;
    this.inplace = inplace;
    this.stochasticInference = stochasticInference;
    this.noise = fresh(this.code, [], this.device);
    this.generator = options?.generator;
  }

  /** Changes the probability. */
  setp(p: number): this {
    this.p = checkP("Dropout.setp", p);
    return this;
  }

  /** Drops elements, or passes the input on. */
  override updateOutput(input: Tensor): Tensor {
    if (input?.store?.code !== this.code) throw this.refusal("forward", "input", input, []);
    const { inplace } = this;
    if (inplace) this.output = input;
    else fitLike(this.output, input.shape);
    const { output } = this;
    if (this.drops()) this.drop(input, output);
    else if (this.scales()) unaryInto(SCALE, output, input, 1 - this.p);
    else if (!inplace) output.copy(input);
    return output;
  }

  /** Multiplies by what the input was multiplied by. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    if (gradOutput?.store?.code !== this.code || !sameSize(gradOutput.shape, input.shape)) {
      throw this.refusal("backward", "gradOutput", gradOutput, [input.shape]);
    }
    if (this.drops() && !sameSize(this.noise.shape, input.shape)) {
      throw this.refusal("backward", "input", input, [this.noise.shape]);
    }
    if (this.inplace) this.gradInput = gradOutput;
    else fitLike(this.gradInput, input.shape);
    const { gradInput } = this;
    if (this.drops()) binaryInto(CMUL, gradInput, gradOutput, this.noise);
    else if (this.scales()) unaryInto(SCALE, gradInput, gradOutput, 1 - this.p);
    else if (!this.inplace) gradInput.copy(gradOutput);
    return gradInput;
  }

  /** Names of the fields that hold intermediate results. */
  override buffers(): string[] {
    return [...super.buffers(), "noise"];
  }

  /** Returns `nn.Dropout(p)` with six decimals. */
  override toString(): string {
    return `${super.toString()}(${this.p.toFixed(6)})`;
  }

  /** Returns whether elements are dropped now. */
  drops(): boolean {
    return this.p > 0 && (this.train || this.stochasticInference);
  }

  /** Returns whether the input is only multiplied by 1 − p now. */
  scales(): boolean {
    return this.p > 0 && !this.v2;
  }

  /** Drops elements of `input` and notes which; `output` may be `input`. */
  drop(input: Tensor, output: Tensor): void {
    const { p } = this, noise = fitLike(this.noise, input.shape), { device } = input.store;
    const x = this.contiguousInput(input), y = output.dense ? output : x;
    put(0, y);
    put(1, noise);
    put(2, x);
    const status = kernelsOf(device).tm_dropout(
      y.store.block.arg,
      noise.store.block.arg,
      x.store.block.arg,
      frame,
      (this.generator ?? defaultGenerator).state,
      p,
      this.v2 ? 1 / (1 - p) : 1,
    );
    if (status !== 0) throw device.error(status);
    if (y !== output) output.copy(y);
  }
}

function checkP(caller: string, p: number): number {
  checkFinite(caller, "p", p);
  checkRange(caller, "p", p, 0, 1);
  if (p === 1) throw new RangeError(`Cannot run ${caller}: p must be below 1 but is 1`);
  return p;
}
