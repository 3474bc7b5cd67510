import { fromBuffer, type Tensor } from "@taimatsu/tensor";
import { fill } from "./inputs.ts";

/** Returns the picture that image cases work on: bytes, [3, height, width]; bench/README.md defines it. */
export function picture(width: number, height: number): Tensor {
  const n = width * height, bytes = new Uint8Array(3 * n);
  const noise = fill({ name: "e", shape: [n] }, 1, false) as Float32Array;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const e = Math.floor(noise[i]! * 16);
      bytes[i] = Math.min(255, Math.floor(x * 255 / width) + e);
      bytes[n + i] = Math.floor(y * 239 / height) + e;
      bytes[2 * n + i] = Math.trunc(120 + 100 * Math.sin(x / 37) * Math.cos(y / 23)) + e;
    }
  }
  return fromBuffer(bytes.buffer, "uint8", [3, height, width]);
}
