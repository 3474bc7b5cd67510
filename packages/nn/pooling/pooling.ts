import type { ModuleOptions } from "../options.ts";
import { MapModule } from "../maps.ts";

/** Windows that move over maps in equal steps: the base of `SpatialPooling` and `VolumetricPooling`. */
export abstract class Pooling extends MapModule {
  /** Whether a window that the border cuts makes an output too. */
  ceilMode = false;

  /** Says how many dimensions are those of space. */
  constructor(spaces: number, options?: ModuleOptions) {
    super(spaces, options);
  }

  /** Makes outputs also of windows that the border cuts. */
  ceil(): this {
    this.ceilMode = true;
    return this;
  }

  /** Makes outputs of whole windows alone, as at first. */
  floor(): this {
    this.ceilMode = false;
    return this;
  }

  /** Returns how many windows have room on a line of `n`. */
  windows(n: number, k: number, step: number, pad: number, dilation: number): number {
    const steps = (n + 2 * pad - dilation * (k - 1) - 1) / step;
    const count = (this.ceilMode ? Math.ceil(steps) : Math.floor(steps)) + 1;
    // The last window starts on the line, or left of it.
    return (count - 1) * step >= n + pad ? count - 1 : count;
  }

  /** Returns the length of the shortest line on which a window has room. */
  leastFor(k: number, step: number, pad: number, dilation: number): number {
    return Math.max(1, dilation * (k - 1) + 1 - 2 * pad - (this.ceilMode ? step - 1 : 0));
  }
}
