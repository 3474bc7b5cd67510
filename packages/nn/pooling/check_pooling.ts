import { describe } from "@taimatsu/tensor";
import type { SpatialMaxPooling } from "./spatial_max_pooling.ts";
import type { VolumetricMaxPooling } from "./volumetric_max_pooling.ts";

/** Returns a pooling, or throws unless it is one of that class whose windows do not overlap. */
export function checkPooling<P extends SpatialMaxPooling | VolumetricMaxPooling>(
  caller: string,
  pooling: P,
  type: abstract new (...args: never[]) => P,
): P {
  if (!(pooling instanceof type)) {
    throw new TypeError(`Cannot run ${caller}: pooling must be a ${type.name} but is ${describe(pooling)}`);
  }
  const p: SpatialMaxPooling | VolumetricMaxPooling = pooling;
  const overlaps = p.kW !== p.dW || p.kH !== p.dH || p.dilationW !== 1 || p.dilationH !== 1;
  if (overlaps || ("kT" in p && (p.kT !== p.dT || p.dilationT !== 1))) {
    throw new TypeError(
      `Cannot run ${caller}: the steps of pooling must be the sizes of its window, without dilation, but it is ${pooling}`,
    );
  }
  return pooling;
}
