// The picture that all image cases work on; bench/README.md defines it.
import { fromBuffer, type Tensor } from "@taimatsu/tensor";
import { fill } from "./inputs.ts";

const WIDTH = 1024, HEIGHT = 768;

/** Returns the picture, uint8 [3, 768, 1024]. */
export function picture(): Tensor {
  const plane = WIDTH * HEIGHT, data = new Uint8Array(3 * plane);
  const noise = fill({ name: "noise", shape: [plane], hi: 16 }, 1, true) as Float64Array;
  for (let y = 0, at = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++, at++) {
      const e = Math.floor(noise[at]!);
      data[at] = Math.min(255, Math.floor(255 * x / WIDTH) + e);
      data[plane + at] = Math.floor(239 * y / HEIGHT) + e;
      data[2 * plane + at] = Math.trunc(120 + 100 * Math.sin(x / 37) * Math.cos(y / 23)) + e;
    }
  }
  return fromBuffer(data.buffer, "uint8", [3, HEIGHT, WIDTH]).clone();
}

let meanOfPicture: number | undefined;

/** Says whether the mean of an image is not the wanted one, by default that of the picture; `undefined` if it is. */
export function oddMean(values: ArrayLike<number | bigint>, wanted?: number): string | undefined {
  const mean = wanted ?? (meanOfPicture ??= picture().double().mean());
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Number(values[i]);
  const found = sum / values.length;
  return Math.abs(found - mean) <= 2 ? undefined : `mean ${found}, expected ${mean}`;
}
