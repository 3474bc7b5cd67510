import type { ModuleOptions, SizeForms } from "../options.ts";
import { MapModule } from "../maps.ts";

/**
 * Pooling over time of [frames, features] or [batch, frames, features]: the base of `TemporalMaxPooling` and
 * `TemporalDynamicKMaxPooling`. It sees sequences as maps whose rows are the frames.
 */
export abstract class TemporalPooling extends MapModule {
  /** Starts with an empty output. */
  constructor(options?: ModuleOptions) {
    super(2, options);
  }

  /** Returns 2, the frames and the features, for inputs of 2 or 3 dimensions. */
  override spacesOf(dims: number): number {
    return dims === 2 || dims === 3 ? 2 : 0;
  }

  /** Returns the smallest number of frames that is accepted. */
  abstract leastFrames(): number;

  /** Returns the smallest number of frames, on axis 1, or of features. */
  override least(axis: number): number {
    return axis === 1 ? this.leastFrames() : 0;
  }

  /** Returns the sizes of inputs that are accepted. */
  override inputForms(): SizeForms {
    const sample = [`frames >= ${this.leastFrames()}`, "features"];
    return [sample, ["batch", ...sample]];
  }
}
