import type { ThresholdCount } from "./threshold_counts.ts";
import { ThresholdMeter } from "./threshold_meter.ts";

/**
 * Share in percent of the true classes that were predicted, for each threshold (torchnet's `recallmeter.lua`).
 * Recall is 100 where no example has the class.
 *
 * @example Usage
 * ```ts
 * import { RecallMeter } from "@taimatsu/optim";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const meter = new RecallMeter({ threshold: [0.3, 0.5] });
 * meter.add(tensor([[0.6, 0.4], [0.4, 0.2]]), tensor([[1, 0], [1, 1]]));
 * assertEquals(meter.value(0.5), 100 / 3);
 * ```
 */
export class RecallMeter extends ThresholdMeter {
  /** Returns how often each class was to be predicted. */
  override all({ wanted }: ThresholdCount): readonly number[] {
    return wanted;
  }
}
