// What adaptive pooling has in common.
import { checkInteger } from "@taimatsu/tensor";

/** Returns the sizes of the output in the order given, or throws unless they are integers from 1. */
export function checkSizes(caller: string, sizes: Record<string, number>): number[] {
  for (const [name, size] of Object.entries(sizes)) checkInteger(caller, name, size, 1, 2 ** 31 - 1);
  return Object.values(sizes);
}

/** Returns where window i of `out` begins and ends on a line of `size` elements: ⌊i size / out⌋ and ⌈(i + 1) size / out⌉. */
export function adaptiveWindow(i: number, size: number, out: number): [start: number, end: number] {
  return [Math.floor(i * size / out), Math.ceil((i + 1) * size / out)];
}
