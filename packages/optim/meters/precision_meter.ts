import type { ThresholdCount } from "./threshold_counts.ts";
import { ThresholdMeter } from "./threshold_meter.ts";

/**
 * Share in percent of the predicted classes that are right, for each threshold (torchnet's `precisionmeter.lua`).
 * Precision is 100 where nothing was predicted.
 *
 * @example Usage
 * ```ts
 * import { PrecisionMeter } from "@taimatsu/optim";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const meter = new PrecisionMeter({ threshold: [0.3, 0.5] });
 * meter.add(tensor([[0.6, 0.4], [0.4, 0.2]]), tensor([[1, 0], [1, 1]]));
 * assertEquals(meter.value(0.5), 100);
 * ```
 */
export class PrecisionMeter extends ThresholdMeter {
  /** Returns how often each class was predicted. */
  override all({ predicted }: ThresholdCount): readonly number[] {
    return predicted;
  }
}
