import type { Tensor } from "@taimatsu/tensor";
import { fresh } from "@taimatsu/tensor/native";

/** How images lie in a grid. */
export interface Grid {
  /** Images in a row; no more than there are. */
  columns: number;
  /** Pixels between images, and around all of them together as many: half of them before, the rest behind. */
  padding: number;
  /** The value of what is left free. */
  fill: number;
}

/** Lays images [channels, h, w] of one size and dtype out, row by row: [channels, rows · (h + padding), columns · (w + padding)]. */
export function grid(images: readonly Tensor[], { columns, padding, fill }: Grid): Tensor {
  const first = images[0]!, [channels, h, w] = first.shape as [number, number, number], before = padding >> 1;
  const down = Math.ceil(images.length / columns), high = h + padding, wide = w + padding;
  const r = fresh(first.store.code, [channels, high * down, wide * columns], first.store.device).fill(fill);
  images.forEach((image, k) => {
    const top = Math.floor(k / columns) * high + before, left = k % columns * wide + before;
    r.narrow(1, top, h).narrow(2, left, w).copy(image);
  });
  return r;
}
