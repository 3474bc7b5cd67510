// How golden_test.ts calls what lies in geometry/.
import { affinetransform } from "./geometry/affine_transform.ts";
import { crop } from "./geometry/crop.ts";
import { flip, hflip, vflip } from "./geometry/flip.ts";
import { gaussianpyramid } from "./geometry/gaussian_pyramid.ts";
import { logpolar, polar } from "./geometry/polar.ts";
import { rotate } from "./geometry/rotate.ts";
import { scale } from "./geometry/scale.ts";
import { translate } from "./geometry/translate.ts";
import { warp } from "./geometry/warp.ts";

/**
 * Functions that Torch7 computes with numbers of 32 bits even where images have 64: positions, angles and sums, or the pixels that it
 * copies. Their records hold seven digits.
 */
export const SINGLE: readonly string[] = [
  "scale",
  "rotate",
  "crop",
  "warp",
  "polar",
  "logpolar",
  "affinetransform",
  "gaussianpyramid",
];

const without = (pairs: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(pairs).filter(([, value]) => value !== undefined));

/** Calls by Torch7's names; arguments are those of the recording. */
// deno-lint-ignore no-explicit-any
export const GEOMETRY: Record<string, (args: any[]) => unknown> = {
  scale: ([src, ...args]) => {
    const mode = args.pop();
    return args.length === 1 ? scale(src, args[0], { mode }) : scale(src, args[0], args[1], { mode });
  },
  rotate: ([src, theta, mode]) => rotate(src, theta, { mode }),
  crop: ([src, a, b, c, d]) => crop(src, a, b, c, d),
  translate: ([src, x, y]) => translate(src, x, y),
  hflip: ([src]) => hflip(src),
  vflip: ([src]) => vflip(src),
  flip: ([src, dim]) => flip(src, dim - 1),
  warp: ([src, field, mode, offset, clamp, pad]) => warp(src, field, without({ mode, offset, clamp, pad })),
  affinetransform: ([src, matrix, mode, translation]) => affinetransform(src, matrix, without({ mode, translation })),
  polar: ([src, interp, mode]) => polar(src, { interp, mode }),
  logpolar: ([src, interp, mode]) => logpolar(src, { interp, mode }),
  gaussianpyramid: ([src, scales]) => gaussianpyramid(src, scales),
};
