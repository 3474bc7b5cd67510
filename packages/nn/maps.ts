import { sameSize, type Tensor } from "@taimatsu/tensor";
import { fitLike } from "./kernels.ts";
import { Module } from "./module.ts";
import type { ModuleOptions, SizeForms } from "./options.ts";

const AXES = ["width", "height", "time"] as const;

/**
 * A layer over maps, [planes, …] or [batch, planes, …], whose last dimensions are those of space: the base of pooling, up-sampling
 * and padding.
 *
 * The axes of space count from the last dimension: 0 is the width, 1 the height, 2 the time.
 */
export abstract class MapModule extends Module {
  /** How many dimensions are those of space: 2 for images, 3 for volumes. */
  readonly spaces: number;
  /** Sizes of the last input. */
  _from: readonly number[] = [];

  /** Says how many dimensions are those of space. */
  constructor(spaces: number, options?: ModuleOptions) {
    super(options);
    this.spaces = spaces;
  }

  /** Returns how many dimensions are those of space in an input with `dims`; 0 if it has too few or too many. */
  spacesOf(dims: number): number {
    const { spaces } = this;
    return dims === spaces + 1 || dims === spaces + 2 ? spaces : 0;
  }

  /** Returns the smallest size along an axis that is accepted. */
  least(_axis: number): number {
    return 1;
  }

  /** Returns whether a size along an axis is accepted. */
  fits(axis: number, size: number): boolean {
    return size >= this.least(axis);
  }

  /** Returns how messages describe the sizes along an axis that are accepted; `name` is what the axis is called. */
  sizeForm(axis: number, name: string): string {
    return `${name} >= ${this.least(axis)}`;
  }

  /** Returns whether a number of planes is accepted. */
  fitsPlanes(_planes: number): boolean {
    return true;
  }

  /** Returns how messages describe the numbers of planes that are accepted. */
  planesForm(): number | string {
    return "planes";
  }

  /** Returns the sizes of one sample that are accepted, with so many dimensions of space. */
  sampleForm(spaces: number): (number | string)[] {
    const form = [this.planesForm()];
    for (let axis = spaces - 1; axis >= 0; axis--) form.push(this.sizeForm(axis, AXES[axis]!));
    return form;
  }

  /** Returns the sizes of inputs that are accepted. */
  inputForms(): SizeForms {
    const sample = this.sampleForm(this.spaces);
    return [sample, ["batch", ...sample]];
  }

  /** Throws unless the input is a sample or a batch and fits. */
  checkInput(method: string, input: Tensor): void {
    if (input?.store?.code === this.code) {
      const { shape } = input, dims = shape.length, spaces = this.spacesOf(dims);
      let fits = spaces > 0 && this.fitsPlanes(shape[dims - spaces - 1] ?? 1);
      for (let axis = 0; fits && axis < spaces; axis++) fits = this.fits(axis, shape[dims - 1 - axis]!);
      if (fits) return;
    }
    throw this.refusal(method, "input", input, this.inputForms());
  }

  /** Checks the arguments of `backward`: the input is that of the last `forward`, the gradient is sized like the output. */
  checkBackward(input: Tensor, gradOutput: Tensor): void {
    const { code, output, _from } = this;
    if (gradOutput?.store?.code !== code || !sameSize(gradOutput.shape, output.shape)) {
      throw this.refusal("backward", "gradOutput", gradOutput, [output.shape]);
    }
    if (input?.store?.code !== code) throw this.refusal("backward", "input", input, [_from]);
    if (!sameSize(input.shape, _from)) {
      throw new TypeError(
        `Cannot run ${this.constructor.name}.backward: input must be that of the last forward, which gave ` +
          `[${output.shape.join(", ")}], but is [${input.shape.join(", ")}]`,
      );
    }
  }

  /** Gives a tensor that the module keeps the sizes of `input` with other sizes of space; a list is made only when it changes. */
  fitSpace(x: Tensor, input: Tensor, space: readonly number[]): Tensor {
    const { shape } = x, from = input.shape, d = from.length - space.length;
    let fits = shape.length === from.length;
    for (let k = 0; fits && k < from.length; k++) fits = shape[k] === (k < d ? from[k] : space[k - d]);
    return fitLike(x, fits ? shape : [...from.slice(0, d), ...space]);
  }
}
