import { assert, assertEquals } from "@std/assert";
import { load, scale } from "@taimatsu/image";
import { type Tensor, zeros } from "@taimatsu/tensor";
import { angles } from "./angles.ts";

/** The middle of what is brighter than half among the pixels of a half, [x, y] from the half's centre, y upwards. */
function middle(half: Tensor, wanted: (x: number, y: number) => boolean): [number, number] {
  const [red, green, blue] = [0, 1, 2].map((c) => half.select(0, c).toArray() as number[][]) as [
    number[][],
    number[][],
    number[][],
  ];
  let n = 0, sumX = 0, sumY = 0;
  red.forEach((row, i) =>
    row.forEach((r, j) => {
      const x = j - 125.5, y = 125.5 - i;
      if (r < 0.5 || green[i]![j]! < 0.5 || blue[i]![j]! > 0.5 || !wanted(x, y)) return;
      n++;
      sumX += x;
      sumY += y;
    })
  );
  assert(n > 0);
  return [sumX / n, sumY / n];
}

Deno.test("angles() turns the picture as its arrow says: counter-clockwise by 30 degrees", () => {
  const image = zeros([3, 144, 192]);
  image.narrow(0, 0, 2).narrow(1, 68, 8).narrow(2, 32, 8).fill(1); // yellow, left of the centre by 60
  const shown = angles(image), everywhere = () => true;
  assertEquals(shown.size(), [3, 252, 504]);
  const [x, y] = middle(shown.narrow(2, 0, 252), everywhere), [tx, ty] = middle(shown.narrow(2, 252, 252), everywhere);
  assert(Math.abs(x + 60) < 1e-9 && Math.abs(y) < 1e-9, `${x} ${y}`);
  // From 180° to 210°: 60 cos 210° = −51.96, 60 sin 210° = −30.
  assert(Math.abs(tx + 51.96) < 1 && Math.abs(ty + 30) < 1, `${tx} ${ty}`);
  // The arrow's tip: 84 cos 30° = 72.7 to the right, 84 sin 30° = 42 up, in pixels of the right half; blue.
  const column = 252 + 126 + 72, row = 126 - 42;
  assert(shown.get(2, row, column) > 0.9 && shown.get(0, row, column) < 0.1);
});

Deno.test("the picture of the documentation is the one that the program makes", () => {
  const beside = (name: string): string => decodeURIComponent(new URL(name, import.meta.url).pathname);
  const size = { mode: "bicubic", antialias: true } as const;
  const made = angles(scale(load(beside("picture.jpg"), { channels: 3 }), 192, 144, size).clamp(0, 1));
  const committed = load(beside("pictures/angles.png"));
  assertEquals(committed.size(), made.size());
  assert(committed.add(-1, made).abs().mean() < 0.004); // a PNG has 256 levels
});
