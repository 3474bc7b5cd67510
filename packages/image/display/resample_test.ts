import { assertEquals } from "@std/assert";
import { fit, type Pixels, resample } from "./resample.ts";

const gray = (width: number, height: number, values: number[]): Pixels => ({
  width,
  height,
  rgb: Uint8Array.from(values.flatMap((value) => [value, value, value])),
});
const red = ({ width, height, rgb }: Pixels) => [width, height, ...rgb.filter((_, i) => i % 3 === 0)];

Deno.test("resample() repeats pixels or averages them", () => {
  assertEquals(red(resample(gray(2, 1, [1, 2]), 4, 2)), [4, 2, 1, 1, 2, 2, 1, 1, 2, 2]);
  assertEquals(red(resample(gray(4, 2, [0, 2, 10, 10, 4, 6, 20, 20]), 2, 1)), [2, 1, 3, 15]);
  assertEquals(red(resample(gray(3, 1, [1, 2, 9]), 2, 1)), [2, 1, 1, 6]);
  const rgb = Uint8Array.from([1, 2, 3, 5, 6, 7]);
  assertEquals([...resample({ width: 2, height: 1, rgb }, 1, 1).rgb], [3, 4, 5]);
});

Deno.test("fit() zooms, but not beyond the size given", () => {
  const size = (zoom: number, width: number, height: number) => {
    const fitted = fit(gray(4, 2, [0, 0, 0, 0, 0, 0, 0, 0]), zoom, width, height);
    return [fitted.width, fitted.height];
  };
  assertEquals(size(1, 10, 10), [4, 2]);
  assertEquals(size(2, 10, 10), [8, 4]);
  assertEquals(size(9, 10, 10), [10, 5]);
  assertEquals(size(9, 100, 1), [2, 1]);
  assertEquals(size(0.01, 9, 9), [1, 1]);
});
