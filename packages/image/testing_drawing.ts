// How golden_test.ts calls what lies in drawing/.
import { drawRect } from "./drawing/draw_rect.ts";
import { drawText } from "./drawing/draw_text.ts";
import { toDisplayTensor } from "./drawing/to_display_tensor.ts";

/** Calls by Torch7's names; arguments are those of the recording. */
// deno-lint-ignore no-explicit-any
export const DRAWING: Record<string, (args: any[]) => unknown> = {
  // Torch7 counts from 1, but draws text one pixel further.
  drawText: ([src, text, x, y, options]) => drawText(src, text, x, y, options),
  drawRect: ([src, x1, y1, x2, y2, options]) => drawRect(src, x1 - 1, y1 - 1, x2 - 1, y2 - 1, options),
  toDisplayTensor: ([{ input, ...options }]) => toDisplayTensor(input, options),
};
