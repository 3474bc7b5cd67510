// Where the tensors of an optimizer lay when it looked last.
import type { Storage, Tensor } from "@taimatsu/tensor";
import type { ParameterGroup } from "./parameterized.ts";

/** Where a tensor lay. */
export interface Place {
  x: Tensor;
  store: Storage;
  offset: number;
  count: number;
}

/** Returns where the parameters and gradients lie. */
export function placesOf(groups: readonly ParameterGroup[]): Place[] {
  return groups.flatMap(({ parameters, gradients }) => parameters.flatMap((x, k) => [x, gradients[k]!]))
    .map((x) => ({ x, store: x.store, offset: x.offset, count: x.count }));
}

/** Returns whether they lie there still. */
export function isInPlace(groups: readonly ParameterGroup[], places: readonly Place[]): boolean {
  let k = 0;
  for (const { parameters, gradients } of groups) {
    if (parameters.length !== gradients.length) return false;
    for (let i = 0; i < parameters.length; i++) {
      if (!isAt(places[k++], parameters[i]!) || !isAt(places[k++], gradients[i]!)) return false;
    }
  }
  return k === places.length;
}

function isAt(place: Place | undefined, x: Tensor): boolean {
  return place !== undefined && place.x === x && place.store === x.store && place.offset === x.offset &&
    place.count === x.count;
}
