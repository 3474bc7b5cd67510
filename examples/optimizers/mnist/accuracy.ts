import { ClassErrorMeter } from "@taimatsu/optim";
import type { Tensor } from "@taimatsu/tensor";

/** Returns the percentage of images whose digit has the highest score, as a metric for `train()`. */
export function accuracy(output: Tensor, target: Tensor): number {
  const meter = new ClassErrorMeter({ accuracy: true });
  meter.add(output, target);
  return meter.value(1);
}

/** Returns the number of images of a batch, by which `train()` weights it. */
export function batchSize(input: Tensor): number {
  return input.size(0);
}
