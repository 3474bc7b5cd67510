import type { Tensor } from "@taimatsu/tensor";

/** Sound as whole numbers, as files have it: bytes around 128, or 16 bits around 0. */
export type Samples = Uint8Array | Int16Array;

/** A stretch of sound: its smallest and its largest sample, as shares of the largest possible. */
export type Peak = readonly [low: number, high: number];

const HEAD = 44;

/** Returns the samples of [channels, n], those of one time beside each other; reals from −1 to 1 become 16 bits, rounded and clamped. */
export function samplesOf(x: Tensor, gain = 1): Samples {
  const [channels, n] = x.shape as [number, number], source = x.contiguous().data as Float64Array;
  const whole = x.dtype === "uint8" || x.dtype === "int16";
  const samples = x.dtype === "uint8" ? new Uint8Array(channels * n) : new Int16Array(channels * n);
  for (let c = 0; c < channels; c++) {
    for (let i = 0, at = c; i < n; i++, at += channels) {
      const value = source[c * n + i]!;
      samples[at] = whole ? value : Math.max(-32768, Math.min(32767, Math.round(value * gain * 32768)));
    }
  }
  return samples;
}

/** Returns a WAV file of samples, those of one time beside each other, without compression. */
export function wavBytes(samples: Samples, channels: number, rate: number): Uint8Array {
  const { BYTES_PER_ELEMENT: width, byteLength } = samples, odd = byteLength & 1; // chunks have an even length
  const bytes = new Uint8Array(HEAD + byteLength + odd), view = new DataView(bytes.buffer);
  const text = (at: number, name: string) => new TextEncoder().encodeInto(name, bytes.subarray(at));
  text(0, "RIFF");
  view.setUint32(4, bytes.length - 8, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true); // PCM
  view.setUint16(22, channels, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * channels * width, true);
  view.setUint16(32, channels * width, true);
  view.setUint16(34, 8 * width, true);
  text(36, "data");
  view.setUint32(40, byteLength, true);
  // Files are little-endian, whatever this machine is.
  if (width === 1) bytes.set(samples, HEAD);
  else samples.forEach((value, i) => view.setInt16(HEAD + 2 * i, value, true));
  return bytes;
}

/** Returns the peaks of as many stretches of equal length, all channels together, for a drawing of the sound. */
export function peaksOf(samples: Samples, count: number): Peak[] {
  const middle = samples.BYTES_PER_ELEMENT === 1 ? 128 : 0,
    scale = middle || 32768,
    n = Math.min(count, samples.length);
  return Array.from({ length: n }, (_, k) => {
    const end = Math.floor((k + 1) * samples.length / n);
    let low = Infinity, high = -Infinity;
    for (let i = Math.floor(k * samples.length / n); i < end; i++) {
      low = Math.min(low, samples[i]!);
      high = Math.max(high, samples[i]!);
    }
    return [(low - middle) / scale, (high - middle) / scale];
  });
}
