import type { Tensor } from "@taimatsu/tensor";
import { APMeter } from "./ap_meter.ts";
import type { Meter } from "./meter.ts";

/**
 * Mean over the classes of their average precisions (torchnet's `mapmeter.lua`).
 *
 * @example Usage
 * ```ts
 * import { mAPMeter } from "@taimatsu/optim";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const meter = new mAPMeter();
 * meter.add(tensor([[0.9, 0.1], [0.2, 0.8]]), tensor([[1, 1], [0, 0]]));
 * assertEquals(meter.value(), (1 + 1 / 2) / 2);
 * ```
 */
export class mAPMeter implements Meter<[output: Tensor, target: Tensor, weight?: Tensor], number> {
  readonly #classes = new APMeter();

  /**
   * Takes in a batch, as {@linkcode APMeter.add} does.
   *
   * @param output Scores [batch, classes], or [batch] for one class.
   * @param target 0 and 1, of the same size, or a class for each example.
   * @param weight How much each example counts, [batch]; 1 by default.
   * @throws {TypeError} If the sizes do not fit.
   * @throws {RangeError} If targets or weights are no such numbers, or a score is NaN.
   */
  add(output: Tensor, target: Tensor, weight?: Tensor): void {
    this.#classes.add(output, target, weight);
  }

  /** Returns the mean; NaN without examples. */
  value(): number {
    const values = this.#classes.value().toArray() as number[];
    return values.reduce((a, b) => a + b, 0) / values.length;
  }

  /** Forgets everything. */
  reset(): void {
    this.#classes.reset();
  }
}
