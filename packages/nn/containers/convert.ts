import { isFloat, sameSize, type Tensor } from "@taimatsu/tensor";
import { renamed } from "@taimatsu/tensor/native";
import { checkAnyTensor, checkGradOutput, keptLike, sizeError } from "../any_dtype.ts";
import { Module } from "../module.ts";
import type { ModuleOptions } from "../options.ts";
import type { TorchForm } from "../files/torch_form.ts";
import type { TorchFields } from "../files/torch_form.ts";

/** What the letters of a shape may be. */
const LETTERS = "bchwft";

/**
 * Brings its input into another order of dimensions, and into the module's dtype.
 *
 * Shapes have a letter for each dimension: `b` batch, `c` channels, `h` height, `w` width, `f` features, `t` targets; `b` comes in
 * front if it is missing, and `b*` stands for all. Input as `inShape` says, or one sample without `b`, of any dtype. The output is
 * - transposed, where both shapes have the same letters: `bhwc` → `bchw`;
 * - flattened, for `bf`: batch and first dimension change places, and all that follows the batch becomes one dimension;
 * - the only feature or the first target, for `bf` → `b` and `bt` → `b`;
 * - with one target each, for `b` → `bt`.
 *
 * Torch7: `Convert.lua`.
 *
 * @example Usage
 * ```ts
 * import { Convert } from "@taimatsu/nn";
 * import { zeros } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const images = zeros([2, 28, 28, 3], { dtype: "uint8" }), y = new Convert("bhwc", "bchw").forward(images);
 * assertEquals([y.size(), y.dtype], [[2, 3, 28, 28], "float32"]);
 * assertEquals(new Convert("chw", "f").forward(zeros([3, 4, 4])).size(), [48]);
 * ```
 */
export class Convert extends Module {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: [renamed("inShape", "inputShape"), renamed("outShape", "outputShape")],
    derive: torchShapes,
    // Torch7 makes the module that converts when it is used.
    scratch: () => ({ modules: [], converter: undefined }),
  };

  /** The shape of the input. */
  readonly inShape: string;
  /** The shape of the output. */
  readonly outShape: string;
  /** The input's dimensions in the order in which the output has them, before some are dropped or become one. */
  readonly order: readonly number[];
  /** Whether the last dimension of that order is dropped: its first entry is taken. */
  readonly selects: boolean;
  /** The output where it is not the input itself. */
  _converted: Tensor | null = null;
  /** The gradient with respect to the input where it is not the gradient itself. */
  _gradient: Tensor | null = null;

  /**
   * Creates the layer.
   *
   * @param inShape The shape of the input.
   * @param outShape The shape of the output; that of the input unless given.
   * @throws {TypeError} If a shape has other letters, or one twice, or there is no way from one to the other.
   */
  constructor(inShape = "b*", outShape: string = inShape, options?: ModuleOptions) {
    super(options);
    this.inShape = shapeFrom("inShape", inShape);
    this.outShape = shapeFrom("outShape", outShape);
    const from = this.inShape, to = this.outShape, batch = from.indexOf("b");
    this.selects = to === "b" && (sameLetters(from, "bt") || sameLetters(from, "bf"));
    if (sameLetters(from, to)) this.order = [...to].map((letter) => from.indexOf(letter));
    else if (this.selects || (to === "bf" && from !== "b*" && !sameLetters(from, "bt")) || from + to === "bbt") {
      this.order = [...from].map((_, d) => d === 0 ? batch : d === batch ? 0 : d);
    } else throw new TypeError(`Cannot run Convert: "${from}" cannot be converted to "${to}"`);
  }

  /** Brings the dimensions into their order and converts. */
  override updateOutput(input: Tensor): Tensor {
    checkAnyTensor(this, "forward", "input", input);
    const sample = this.isSample("forward", input);
    if (this.passes(input)) return this.output = input;
    const source = this.arranged(input, sample), shape = this.shapeOf(source, sample);
    return this.output = this._converted = keptLike(this._converted, this.code, shape, this.device).copy(source);
  }

  /** Brings the gradient into the order and, if that is one of floating point, into the dtype of the input. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    checkAnyTensor(this, "backward", "input", input);
    const sample = this.isSample("backward", input);
    if (this.passes(input)) {
      checkGradOutput(this, "gradOutput", gradOutput, input, "input", input.shape);
      return this.gradInput = gradOutput;
    }
    const { code } = input.store;
    const gradient = keptLike(this._gradient, isFloat(code) ? code : this.code, input.shape, this.device);
    const target = this.arranged(gradient, sample), shape = this.shapeOf(target, sample);
    checkGradOutput(this, "gradOutput", gradOutput, this.output, "output", shape);
    if (this.selects) gradient.zero();
    target.copy(this.contiguousGradOutput(gradOutput));
    return this.gradInput = this._gradient = gradient;
  }

  /** Returns whether the input lacks the batch; throws if it has the wrong number of dimensions. */
  isSample(method: string, input: Tensor): boolean {
    const n = this.inShape.length, dims = input.shape.length;
    if (this.inShape === "b*" || dims === n) return false;
    const letters = [...this.inShape];
    if (dims === n - 1 && dims > 0) return true;
    throw new TypeError(
      `Cannot run Convert.${method}: input must be [${letters.join(", ")}] or [${
        letters.filter((letter) => letter !== "b").join(", ")
      }] but is [${input.shape.join(", ")}]`,
    );
  }

  /** Returns whether the output is the input itself. */
  passes(input: Tensor): boolean {
    return this.inShape === this.outShape && input.store.code === this.code;
  }

  /** Returns a tensor sized like the input as a view with its dimensions in their order. */
  arranged(x: Tensor, sample: boolean): Tensor {
    if (this.inShape === "b*") return x;
    const whole = sample ? x.unsqueeze(this.inShape.indexOf("b")) : x, view = whole.permute(this.order);
    if (!this.selects) return view;
    if (this.inShape.includes("f") && view.shape[1] !== 1) {
      throw sizeError(this, "forward", "input", x, [...this.inShape].map((letter) => letter === "f" ? 1 : letter));
    }
    return view.select(1, 0);
  }

  /** Returns the sizes of the output, given those of the arranged input. */
  shapeOf({ shape }: Tensor, sample: boolean): readonly number[] {
    if (this.inShape === "b*") return shape;
    const flat = this.outShape === "bf" && !sameLetters(this.inShape, "bf");
    const whole = flat || this.outShape === "bt" && this.inShape === "b"
      ? [shape[0]!, shape.slice(1).reduce((n, s) => n * s, 1)]
      : shape;
    if (!sample || whole.length === 1) return whole;
    return whole.toSpliced(this.outShape.indexOf("b"), 1);
  }
}

/** Returns a shape with its batch, or throws if it is none. */
function shapeFrom(name: string, shape: string): string {
  if (shape === "b*") return shape;
  const valid = typeof shape === "string" && shape !== "" && [...shape].every((s) => LETTERS.includes(s)) &&
    new Set(shape).size === shape.length;
  if (!valid) {
    throw new TypeError(
      `Cannot run Convert: ${name} must be "b*" or have the letters ${[...LETTERS].join(", ")}, each once, but is ${
        JSON.stringify(shape)
      }`,
    );
  }
  return shape.includes("b") ? shape : `b${shape}`;
}

function sameLetters(a: string, b: string): boolean {
  return sameSize([...a].map((s) => s.codePointAt(0)!).sort(), [...b].map((s) => s.codePointAt(0)!).sort());
}

/** What Torch7 knows of the dimensions, which it counts from 1. */
function torchShapes({ inShape, outShape }: Convert): TorchFields {
  const any = inShape === "b*", length = (shape: string) => any ? -1 : shape.length;
  const same = any || inShape.length !== outShape.length ? undefined : sameLetters(inShape, outShape);
  return {
    inputBatchDim: inShape.indexOf("b") + 1,
    outputBatchDim: outShape.indexOf("b") + 1,
    nInputDim: length(inShape),
    nOutputDim: length(outShape),
    transposition: any ? true : same,
  };
}
