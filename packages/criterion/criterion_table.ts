import { tensorClass } from "@taimatsu/tensor/native";
import { type AnyCriterion, Criterion } from "./criterion.ts";
import { criterionFrom } from "./criterion_container.ts";
import type { TorchForm } from "./files/torch_form.ts";
import { found } from "./refusal.ts";

/**
 * A criterion in the form of a module: its input is the list of input and target, `[input, target]`.
 *
 * `backward` gives a list with the gradient with respect to the input alone; there is none with respect to the target.
 * A second argument of `forward` or `backward`, as modules get it, does not matter.
 *
 * Torch7: `nn.CriterionTable`, which it calls deprecated.
 *
 * @example Usage
 * ```ts
 * import { CriterionTable, MSECriterion } from "@taimatsu/criterion";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose, type Comparable } from "@taimatsu/tensor/testing";
 *
 * const criterion = new CriterionTable(new MSECriterion()), pair = [tensor([1, 2]), tensor([3, 2])];
 * assertClose(criterion.forward(pair), 2);
 * assertClose(criterion.backward(pair) as Comparable, [[-2, 0]]);
 * ```
 */
export class CriterionTable extends Criterion<readonly unknown[], unknown> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    inside: ["criterion"],
    args: ["criterion"],
    derive: ({ criterion }: CriterionTable, dtype) => ({
      _type: tensorClass(dtype),
      gradInput: [criterion.toTorch().get("gradInput")], // Torch7 relies on it being that of the criterion
    }),
  };

  /** The criterion inside. */
  criterion: AnyCriterion;

  /**
   * Creates the module form of a criterion.
   *
   * @throws {TypeError} If it is none.
   */
  constructor(criterion: AnyCriterion) {
    super();
    this.criterion = criterionFrom("CriterionTable", criterion);
    this.gradInput = [];
  }

  /** Returns the loss, and keeps it in `output`. */
  override forward(input: readonly unknown[], target?: unknown): number {
    return super.forward(input, target);
  }

  /** Returns the list with the gradient, and keeps it in `gradInput`. */
  override backward(input: readonly unknown[], gradOutput?: unknown): readonly unknown[] {
    return super.backward(input, gradOutput);
  }

  /** Runs `forward` and `backward`. */
  override call(input: readonly unknown[], target?: unknown): [output: number, gradInput: readonly unknown[]] {
    return super.call(input, target);
  }

  /** Returns the loss. */
  override updateOutput(input: readonly unknown[], _target?: unknown): number {
    const [x, y] = pairFrom("forward", input);
    return this.criterion.forward(x as never, y);
  }

  /** Computes the gradient with respect to the input. */
  override updateGradInput(input: readonly unknown[], _gradOutput?: unknown): readonly unknown[] {
    const [x, y] = pairFrom("backward", input), list = this.gradInput as unknown[];
    list[0] = this.criterion.backward(x as never, y);
    return list;
  }

  /** Returns the name and that of the criterion inside. */
  override toString(): string {
    return `CriterionTable(${this.criterion})`;
  }
}

function pairFrom(method: string, input: unknown): readonly unknown[] {
  if (Array.isArray(input) && input.length === 2) return input;
  throw new TypeError(
    `Cannot run CriterionTable.${method}: input must be a list of input and target but is ${found(input)}`,
  );
}
