// Pixels taken at any positions of an image, by the native library.
import { type Tensor, tensor } from "@taimatsu/tensor";
import { frame, put, putSize } from "@taimatsu/tensor/native";
import { kernelsOf } from "../kernels.ts";
import { planesOf, produce } from "./planes.ts";

/** How a pixel is found at a position between the middles of pixels. */
export type SampleMode = "simple" | "bilinear" | "bicubic" | "lanczos";

/** Modes of tm_image_sample by their numbers. */
export const SAMPLE_MODES: readonly SampleMode[] = ["simple", "bilinear", "bicubic", "lanczos"];

/** Borders of tm_image_sample by their numbers: see taimatsu.h. */
const BORDERS = ["clamp", "pad", "half", "floor"] as const;

/** What is sampled, and how. */
export interface Sampling {
  /** The function that was called, for messages. */
  readonly caller: string;
  /** Positions (y, x): float64 [1 or batch, 2, height, width], or an affine map [2, 3] of (y, x, 1). */
  readonly map: Tensor;
  /** How pixels are found. */
  readonly mode: SampleMode;
  /** What becomes of positions outside. */
  readonly border: typeof BORDERS[number];
  /** The value outside: of all channels, or one for each. */
  readonly fill: number | readonly number[];
  /** Whether the map is added to the position of each pixel. */
  readonly offset?: boolean;
}

/** Returns the image of a size that takes its pixels where the map says. */
export function sample(src: Tensor, shape: readonly number[], out: Tensor | undefined, sampling: Sampling): Tensor {
  const { caller, map, mode, border, fill, offset = false } = sampling, x = src.contiguous();
  const size = planesOf(src), channels = size[1];
  const fills = tensor(typeof fill === "number" ? new Array<number>(channels).fill(fill) : [...fill], {
    dtype: "float64",
  });
  return produce(caller, [src, map], shape, out, (r) => {
    putSize(0, r, planesOf(r));
    putSize(1, x, size);
    put(2, map);
    put(3, fills);
    // deno-fmt-ignore
    return kernelsOf(x.device).tm_image_sample(r.store.block.arg, x.store.block.arg, map.store.block.arg,
      fills.store.block.arg, frame, SAMPLE_MODES.indexOf(mode), BORDERS.indexOf(border), +offset);
  });
}
