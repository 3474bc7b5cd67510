// What the tests of the codecs share.
import { Tensor } from "@taimatsu/tensor";

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
