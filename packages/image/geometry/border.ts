// What lies outside an image.
import { checkFinite, checkOneOf, describe, type OutOption } from "@taimatsu/tensor";
import { SAMPLE_MODES, type SampleMode, type Sampling } from "./sample.ts";

/** How an image is sampled, and what lies outside. */
export interface BorderOptions extends OutOption {
  /** How pixels are found; `"bilinear"` by default. */
  mode?: SampleMode;
  /** Whether positions outside move to the edge, or give `pad`; `"clamp"` by default. */
  clamp?: "clamp" | "pad";
  /** The value outside, where `clamp` is `"pad"`; 0 by default. */
  pad?: number;
}

/** Checks the options of `warp` and `affinetransform`, and returns them with the defaults. */
export function readBorder(caller: string, options: BorderOptions): Omit<Sampling, "map"> {
  const { mode = "bilinear", clamp = "clamp", pad = 0 } = options;
  checkOneOf(caller, "mode", mode, SAMPLE_MODES);
  checkOneOf(caller, "clamp", clamp, ["clamp", "pad"]);
  checkFinite(caller, "pad", pad);
  if (options.pad !== undefined && clamp !== "pad") {
    throw new TypeError(`Cannot run ${caller}: clamp must be "pad" if pad is given but is "clamp"`);
  }
  return { caller, mode, border: clamp, fill: pad };
}

/** Checks a value for what is outside. */
export function checkFill(caller: string, name: string, fill: number | readonly number[], channels: number): void {
  if (typeof fill === "number") return checkFinite(caller, name, fill);
  if (!Array.isArray(fill) || fill.length !== channels) {
    throw new TypeError(
      `Cannot run ${caller}: ${name} must be a number or a list of ${channels}, one for each channel, but is ${
        describe(fill)
      }`,
    );
  }
  fill.forEach((value) => checkFinite(caller, name, value));
}
