// How golden_test.ts calls what lies in color/.
import { colormap, jetColormap } from "./color/colormap.ts";
import { hsl2rgb, rgb2hsl } from "./color/hsl.ts";
import { hsv2rgb, rgb2hsv } from "./color/hsv.ts";
import { lab2rgb, rgb2lab } from "./color/lab.ts";
import { rgb2nrgb } from "./color/rgb2nrgb.ts";
import { rgb2y } from "./color/rgb2y.ts";
import { y2jet } from "./color/y2jet.ts";
import { rgb2yuv, yuv2rgb } from "./color/yuv.ts";

/** Calls by Torch7's names; arguments are those of the recording. */
// deno-lint-ignore no-explicit-any
export const COLOR: Record<string, (args: any[]) => unknown> = {
  rgb2y: ([src]) => rgb2y(src),
  rgb2yuv: ([src]) => rgb2yuv(src),
  yuv2rgb: ([src]) => yuv2rgb(src),
  rgb2hsl: ([src]) => rgb2hsl(src),
  hsl2rgb: ([src]) => hsl2rgb(src),
  rgb2hsv: ([src]) => rgb2hsv(src),
  hsv2rgb: ([src]) => hsv2rgb(src),
  rgb2lab: ([src]) => rgb2lab(src),
  lab2rgb: ([src]) => lab2rgb(src),
  rgb2nrgb: ([src]) => rgb2nrgb(src),
  y2jet: ([src]) => y2jet(src),
  colormap: ([n]) => colormap(n, { dtype: "float64" }),
  jetColormap: ([n]) => jetColormap(n, { dtype: "float64" }),
};
