// What augmentations share: images of a batch, one by one, and numbers to compute with.
import { checkRange, describe, Generator, type RandomOptions, type Tensor } from "@taimatsu/tensor";
import { checkOptions } from "../check_options.ts";

/** By how much colours may be changed; what is far beyond would leave the numbers of float32. */
export const MOST = 1e6;

/** Returns views of the images of a batch, or the one image. */
export function imagesOf(x: Tensor): Tensor[] {
  return x.shape.length < 4 ? [x] : Array.from({ length: x.shape[0]! }, (_, k) => x.select(0, k));
}

/**
 * Returns a copy after `change` has worked on each image, in place: in float32 where there are bytes. Results are kept in the range
 * from 0 to `top`.
 */
export function changed(src: Tensor, change: (image: Tensor, top: number) => void): Tensor {
  const bytes = src.dtype === "uint8", top = bytes ? 255 : 1, r = bytes ? src.float() : src.clone();
  for (const image of imagesOf(r)) change(image, top);
  r.clamp(0, top);
  return bytes ? r.round().byte() : r;
}

/** Checks that options are an object whose generator is one. */
export function checkRandomOptions(caller: string, options: RandomOptions): void {
  checkOptions(caller, options);
  if (options.generator === undefined || options.generator instanceof Generator) return;
  throw new TypeError(`Cannot run ${caller}: generator must be a Generator but is ${describe(options.generator)}`);
}

/** Checks that a pair of numbers rises. */
export function checkPair(
  caller: string,
  name: string,
  pair: readonly [number, number],
  low: number,
  high: number,
): void {
  if (!Array.isArray(pair) || pair.length !== 2) {
    throw new TypeError(`Cannot run ${caller}: ${name} must be a list of 2 but is ${describe(pair)}`);
  }
  checkRange(caller, `${name}[0]`, pair[0], low, high);
  checkRange(caller, `${name}[1]`, pair[1], pair[0], high);
}

/** Returns the number of channels. */
export function channelsOf(x: Tensor): number {
  return x.shape.length > 2 ? x.shape.at(-3)! : 1;
}
