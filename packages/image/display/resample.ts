/** Pixels, three bytes each, row by row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/** Makes pixels larger by repeating them or smaller by averaging them. */
export function resample({ width, height, rgb }: Pixels, newWidth: number, newHeight: number): Pixels {
  if (newWidth === width && newHeight === height) return { width, height, rgb };
  const result = new Uint8Array(3 * newWidth * newHeight), xs = edges(width, newWidth), ys = edges(height, newHeight);
  for (let y = 0, at = 0; y < newHeight; y++) {
    const [top, bottom] = ys[y]!;
    for (let x = 0; x < newWidth; x++) {
      const [left, right] = xs[x]!, count = (bottom - top) * (right - left);
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (let i = top; i < bottom; i++) for (let j = left; j < right; j++) sum += rgb[3 * (i * width + j) + c]!;
        result[at++] = Math.round(sum / count);
      }
    }
  }
  return { width: newWidth, height: newHeight, rgb: result };
}

/** Scales by `zoom`, but to no more than the given size. */
export function fit(pixels: Pixels, zoom: number, maxWidth: number, maxHeight: number): Pixels {
  const scale = Math.min(zoom, maxWidth / pixels.width, maxHeight / pixels.height);
  const size = (n: number) => Math.max(1, Math.round(n * scale));
  return resample(pixels, size(pixels.width), size(pixels.height));
}

function edges(from: number, to: number): [number, number][] {
  return Array.from({ length: to }, (_, i) => {
    const start = Math.floor(i * from / to);
    return [start, Math.max(start + 1, Math.floor((i + 1) * from / to))];
  });
}
