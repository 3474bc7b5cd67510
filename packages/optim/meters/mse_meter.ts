import { checkSameSize, checkTensor, type Tensor } from "@taimatsu/tensor";
import type { Meter } from "./meter.ts";

/**
 * Mean squared error over all elements (torchnet's `msemeter.lua`).
 *
 * @example Usage
 * ```ts
 * import { MSEMeter } from "@taimatsu/optim";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const meter = new MSEMeter(true);
 * meter.add(tensor([1, 2]), tensor([4, 5]));
 * assertClose(meter.value(), 3);
 * ```
 */
export class MSEMeter implements Meter<[output: Tensor, target: Tensor], number> {
  #sum = 0;
  #n = 0;

  /** Gives the root of the mean if `root`; false by default. */
  constructor(readonly root: boolean = false) {}

  /**
   * Takes in a batch.
   *
   * @param output What was predicted, any size.
   * @param target What it should be, of the same size.
   * @throws {TypeError} If the sizes differ.
   */
  add(output: Tensor, target: Tensor): void {
    checkTensor("MSEMeter.add", "output", output);
    checkTensor("MSEMeter.add", "target", target);
    checkSameSize("MSEMeter.add", { output, target });
    if (output.count === 0) return;
    this.#sum += output.to("float64").dist(target.to("float64")) ** 2;
    this.#n += output.count;
  }

  /** Returns the mean, or its root; NaN without elements. */
  value(): number {
    const mean = this.#sum / this.#n;
    return this.root ? Math.sqrt(mean) : mean;
  }

  /** Forgets everything. */
  reset(): void {
    this.#sum = this.#n = 0;
  }
}
