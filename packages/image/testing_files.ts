// What the tests of the codecs share.
import type { Tensor } from "@taimatsu/tensor";
import { getSize, type ImageFormatError } from "./mod.ts";

/** Returns the path of a file of `codecs/testdata`. */
export function dataPath(name: string): string {
  return decodeURIComponent(new URL(`codecs/testdata/${name}`, import.meta.url).pathname);
}

/** Returns the files of a folder of `codecs/testdata` with a suffix, sorted. */
export function dataFiles(folder: string, suffix: string): string[] {
  return [...Deno.readDirSync(dataPath(folder))].map(({ name }) => name).filter((name) => name.endsWith(suffix)).sort();
}

/** Returns the elements of [channels, height, width] as pixels, channel by channel. */
export function interleaved(image: Tensor): number[] {
  const [channels, height, width] = image.shape as [number, number, number], plane = height * width;
  const data = image.clone().data as ArrayLike<number>;
  return Array.from({ length: image.count }, (_, i) => data[(i % channels) * plane + Math.floor(i / channels)]!);
}

/** Runs a function with the path of a file that is removed afterwards. */
export function withFile(suffix: string, fn: (path: string) => void): void {
  const path = Deno.makeTempFileSync({ suffix });
  try {
    fn(path);
  } finally {
    Deno.removeSync(path);
  }
}

/** Returns a file that `jpeg.json` holds. */
export function recordedFile(name: string): Uint8Array<ArrayBuffer> {
  const records: { name: string; file?: string }[] = JSON.parse(Deno.readTextFileSync(dataPath("jpeg.json")));
  return Uint8Array.fromBase64(records.find((record) => record.name === name)!.file!);
}

/** A WebP, GIF or BMP file and what Pillow decodes of it. */
export interface RecordedFormat {
  name: string;
  file: string;
  orient: boolean;
  size: [number, number, number];
  tolerance: number;
  samples: string;
}

/** Returns the WebP, GIF and BMP files of `formats.json`. */
export function recordedFormats(): RecordedFormat[] {
  return JSON.parse(Deno.readTextFileSync(dataPath("formats.json")));
}

/** Returns whether the native library was built with what a format needs. */
export function canRead(format: "WebP" | "GIF"): boolean {
  try {
    getSize(new TextEncoder().encode(format === "WebP" ? "RIFF0000WEBP" : "GIF89a"));
    return true;
  } catch (error) {
    return !(error as ImageFormatError).reason.startsWith("this build has no");
  }
}

function uint32(v: number): number[] {
  return [v >>> 24, (v >>> 16) & 255, (v >>> 8) & 255, v & 255];
}

function crc32(bytes: number[]): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** Returns a chunk of a PNG file. */
export function pngChunk(type: string, data: number[]): number[] {
  const body = [...new TextEncoder().encode(type), ...data];
  return [...uint32(data.length), ...body, ...uint32(crc32(body))];
}
