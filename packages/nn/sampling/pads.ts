// What layers that pad space have in common.
import { checkInteger } from "@taimatsu/tensor";

/** Elements added at both ends of each axis, or taken away where negative. */
export interface Pads {
  /** Columns added on the left, rows added above, frames added in front. */
  readonly before: readonly number[];
  /** Columns added on the right, rows added below, frames added at the back. */
  readonly after: readonly number[];
}

/** Returns the paddings that are given by name, in the order left, right, top, bottom, front, back, if they are integers. */
export function checkPads(caller: string, pads: Record<string, number>): Pads {
  for (const [name, value] of Object.entries(pads)) checkInteger(caller, name, value, -(2 ** 31) + 1, 2 ** 31 - 1);
  const list = Object.values(pads);
  return { before: list.filter((_, k) => k % 2 === 0), after: list.filter((_, k) => k % 2 === 1) };
}

/** Returns the smallest size along an axis of which something is left. */
export function leastPadded({ before, after }: Pads, axis: number): number {
  return Math.max(1, 1 - before[axis]! - after[axis]!);
}

/** Returns the paddings of images as Torch7 prints them. */
export function padsText({ before: [l, t], after: [r, b] }: Pads): string {
  return `(l=${l},r=${r},t=${t},b=${b})`;
}
