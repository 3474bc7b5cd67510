import type { Tensor } from "./tensor.ts";

/** Returns the tensor's text. */
export function format(x: Tensor): string {
  return JSON.stringify(x.toArray());
}
