/** Ends of lines from (x0, y0) to (x1, y1). */
export type Ends = Record<"x0" | "y0" | "x1" | "y1", number[]>;

/**
 * Returns the lines of a field of arrows: the one of row i and column j goes from (i, j) by (u, v) / scaling. Each has a shaft and the
 * three sides of its head, a tenth of its length long and as wide.
 */
export function arrowLines(u: readonly number[][], v: readonly number[][], scaling: number): Ends {
  const ends: Ends = { x0: [], y0: [], x1: [], y1: [] };
  const add = ([x0, y0]: readonly [number, number], [x1, y1]: readonly [number, number]): void => {
    ends.x0.push(x0);
    ends.y0.push(y0);
    ends.x1.push(x1);
    ends.y1.push(y1);
  };
  u.forEach((row, i) =>
    row.forEach((each, j) => {
      const dx = each / scaling, dy = v[i]![j]! / scaling, tip = [i + dx, j + dy] as const;
      const back = [tip[0] - dx / 10, tip[1] - dy / 10], left = [back[0]! - dy / 20, back[1]! + dx / 20] as const;
      const right = [back[0]! + dy / 20, back[1]! - dx / 20] as const;
      add([i, j], tip);
      add(left, right);
      add(left, tip);
      add(right, tip);
    })
  );
  return ends;
}
