// Parameters that are repeated along dimensions of the input: what Add, CAdd and CMul share.
import { checkInteger, describe, formatSize, sum, type Tensor } from "@taimatsu/tensor";
import { kept } from "../kernels.ts";
import type { RandomModuleOptions } from "../options.ts";

/** Sizes as arguments, or as one list and options after it. */
export type SizeArguments = readonly (number | readonly number[] | RandomModuleOptions | undefined)[];

/** Returns the sizes and the options among the arguments of a constructor. */
export function sizesAndOptions(caller: string, args: SizeArguments): [readonly number[], RandomModuleOptions?] {
  const sizes = Array.isArray(args[0]) ? [...args[0]] : [...args],
    options = Array.isArray(args[0]) ? args[1] : undefined;
  if (sizes.length === 0 || sizes.length > 15) {
    throw new RangeError(`Cannot run ${caller}: there must be from 1 to 15 sizes but there are ${sizes.length}`);
  }
  for (const size of sizes) checkInteger(caller, "a size", size as number, 1);
  if (options !== undefined && (typeof options !== "object" || Array.isArray(options))) {
    throw new TypeError(`Cannot run ${caller}: the options must be an object but are ${describe(options)}`);
  }
  return options === undefined ? [sizes as number[]] : [sizes as number[], options as RandomModuleOptions];
}

/**
 * Returns a parameter seen in sizes that stretch to those of an input: it has the dimensions of the input or of a sample, and is
 * repeated where its size is 1; or it has as many elements as the input or a sample has.
 *
 * @param parameter Any size.
 * @param shape The sizes of the input.
 * @returns A view, or `null` if the parameter does not fit.
 */
export function stretch(parameter: Tensor, shape: readonly number[]): Tensor | null {
  const own = parameter.shape, more = shape.length - own.length;
  if ((more === 0 || more === 1) && own.every((n, d) => n === 1 || n === shape[d + more])) return parameter;
  const count = shape.reduce((n, s) => n * s, 1);
  if (shape.length === 0) return null;
  if (count === parameter.count) return parameter.contiguous().view(shape);
  if (count === shape[0]! * parameter.count) return parameter.contiguous().view(1, ...shape.slice(1));
  return null;
}

/** As {@linkcode stretch}, but throws if the parameter does not fit. */
export function stretched(caller: string, parameter: Tensor, input: Tensor): Tensor {
  const seen = stretch(parameter, input.shape);
  if (seen !== null) return seen;
  const size = formatSize(parameter.shape);
  throw new TypeError(
    `Cannot run ${caller}: input must be ${size} or [batch, ${size.slice(1)} but is ${formatSize(input.shape)}`,
  );
}

/**
 * Adds to the gradient of a parameter the sums over those dimensions along which it is repeated.
 *
 * @param gradient Sized like the parameter.
 * @param seen The parameter as {@linkcode stretch} returned it.
 * @param x Contiguous, sized like the input.
 * @param scale Factor of what is added.
 * @param buffers Sums over one dimension after the other, kept for the next call.
 */
export function addSums(gradient: Tensor, seen: Tensor, x: Tensor, scale: number, buffers: Tensor[]): void {
  const more = x.shape.length - seen.shape.length;
  let total = x, used = 0;
  for (let d = 0; d < x.shape.length; d++) {
    if (total.shape[d] === 1 || (d >= more && seen.shape[d - more] !== 1)) continue;
    const shape = total.shape.slice();
    shape[d] = 1;
    const out = buffers[used] = kept(buffers[used] ?? null, x.store.code, shape, x.store.device);
    total = sum(total, d, { out });
    used++;
  }
  gradient.add(scale, total.view(gradient.shape));
}
