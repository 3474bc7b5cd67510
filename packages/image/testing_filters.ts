// How golden_test.ts calls what lies in filters/.
import { convolve } from "./filters/convolve.ts";
import { gaussian, gaussian1D } from "./filters/gaussian.ts";
import { laplacian } from "./filters/laplacian.ts";
import { lcn } from "./filters/lcn.ts";
import type { KernelOptions } from "./filters/make_kernel.ts";
import { minmax } from "./filters/minmax.ts";
import { dilate, erode } from "./filters/morphology.ts";

const double: KernelOptions = { dtype: "float64" };

/** Names with underscores as ours. */
// deno-lint-ignore no-explicit-any
function renamed(options: any): KernelOptions {
  const names = Object.keys(options).map((name) => [
    name.replace(/_(.)/, (_, letter) => letter.toUpperCase()),
    options[name],
  ]);
  return { ...Object.fromEntries(names), ...double };
}

/** Calls by Torch7's names; arguments are those of the recording. */
// deno-lint-ignore no-explicit-any
export const FILTERS: Record<string, (args: any[]) => unknown> = {
  convolve: ([src, kernel, mode]) => convolve(src, kernel, mode),
  minmax: ([{ tensor, ...options }]) => minmax(tensor, options),
  lcn: ([src, kernel]) => lcn(src, { kernel }),
  erode: ([src, kernel]) => erode(src, kernel === undefined ? {} : { kernel }),
  dilate: ([src, kernel]) => dilate(src, kernel === undefined ? {} : { kernel }),
  gaussian: ([size]) => typeof size === "number" ? gaussian({ size, ...double }) : gaussian(renamed(size)),
  gaussian1D: ([size, sigma, amplitude, normalize]) => gaussian1D(size, sigma, amplitude, normalize, double),
  laplacian: ([size]) => typeof size === "number" ? laplacian({ size, ...double }) : laplacian(renamed(size)),
};
