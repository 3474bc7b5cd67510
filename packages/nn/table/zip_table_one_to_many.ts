import type { Tensor } from "@taimatsu/tensor";
import { sumOf } from "../containers/sum.ts";
import { Module } from "../module.ts";
import type { Activity, ModuleOptions } from "../options.ts";
import { checkGradientLike } from "./alike.ts";
import { checkActivity, checkList, keptList, keptZeros } from "./lists.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * Pairs one element with each entry of a list: [e, [x_0, x_1, …]] → [[e, x_0], [e, x_1], …]; nothing is copied. The gradient with
 * respect to the element is the sum of those in the pairs.
 *
 * Input a list of an element and a list of at least one entry: tensors of any dtype, or lists. Torch7: `ZipTableOneToMany.lua`.
 *
 * @typeParam E The element: a tensor unless given.
 * @typeParam X An entry: a tensor unless given.
 *
 * @example Usage
 * ```ts
 * import { ZipTableOneToMany } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const y = new ZipTableOneToMany().forward([tensor([1]), [tensor([10]), tensor([20])]]);
 * assertEquals(y.map((pair) => pair.map((t) => t.item())), [[1, 10], [1, 20]]);
 * ```
 */
export class ZipTableOneToMany<E extends Activity = Tensor, X extends Activity = Tensor>
  extends Module<readonly [E, readonly X[]], readonly (readonly [E, X])[]> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { empty: ["gradInputEl"], scratch: () => ({ modules: [] }) };

  /** The gradients in the pairs with respect to the element. */
  _parts: Activity[] = [];

  /** Creates the layer. */
  constructor(options?: ModuleOptions) {
    super(options);
    this.output = [];
    this.gradInput = [] as unknown as readonly [E, readonly X[]];
  }

  /** Makes the pairs. */
  override updateOutput(input: readonly [E, readonly X[]]): readonly (readonly [E, X])[] {
    const [element, list] = this.checkInput("forward", input), output = keptList(this.output, list.length);
    for (let i = 0; i < list.length; i++) {
      const pair = output[i] = keptList(output[i], 2);
      pair[0] = element;
      pair[1] = list[i]!;
    }
    return this.output = output as readonly Activity[] as readonly (readonly [E, X])[];
  }

  /** Takes the pairs of gradients apart. */
  override updateGradInput(
    input: readonly [E, readonly X[]],
    gradOutput: readonly (readonly [E, X])[],
  ): readonly [E, readonly X[]] {
    if (this.gradInput === null) return this.noGradient();
    const [element, list] = this.checkInput("backward", input), n = list.length, kept = keptList(this.gradInput, 2);
    checkList(this, "backward", "gradOutput", gradOutput, n);
    for (let i = 0; i < n; i++) {
      checkList(this, "backward", `gradOutput[${i}]`, gradOutput[i], 2);
      checkGradientLike(this, `gradOutput[${i}][0]`, gradOutput[i]![0], element);
      checkGradientLike(this, `gradOutput[${i}][1]`, gradOutput[i]![1], list[i]!);
    }
    const parts = this._parts, others = keptList(kept[1], n);
    parts.length = n;
    for (let i = 0; i < n; i++) {
      parts[i] = gradOutput[i]![0];
      others[i] = gradOutput[i]![1];
    }
    kept[0] = sumOf(kept[0] ?? null, parts) ?? keptZeros(kept[0], element);
    kept[1] = others;
    return this.gradInput = kept as readonly Activity[] as readonly [E, readonly X[]];
  }

  /** Returns the input if it is an element and a list; throws if not. */
  checkInput(method: string, input: readonly [E, readonly X[]]): readonly [E, readonly X[]] {
    checkList(this, method, "input", input, 2);
    checkList(this, method, "input[1]", input[1], 1, Infinity);
    checkActivity(this, method, "input", input);
    return input;
  }
}
