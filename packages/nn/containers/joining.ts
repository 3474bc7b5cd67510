// Tensors side by side along a dimension, in one that a module keeps; and the parts of a gradient that belong to them.
import { cat, sameSize, type Tensor } from "@taimatsu/tensor";
import { checkAnyTensor, keptLike, sizeError } from "../any_dtype.ts";
import { copyTo } from "../kernels.ts";
import type { AnyModule } from "../module.ts";

/** Returns whether sizes agree but in one dimension. */
function agree(a: readonly number[], b: readonly number[], dim: number): boolean {
  if (a.length !== b.length) return false;
  for (let d = 0; d < a.length; d++) if (d !== dim && a[d] !== b[d]) return false;
  return true;
}

/** Throws unless `x` has the dtype of the first of several. */
export function checkSameDtype(module: AnyModule, method: string, name: string, x: Tensor, first: Tensor): void {
  if (x.store.code === first.store.code) return;
  throw new TypeError(
    `Cannot run ${module.constructor.name}.${method}: ${name} must be ${first.dtype} like the first but is ${x.dtype}`,
  );
}

/** Throws unless all parts are tensors of the first one's dtype and dimensions, and of its sizes too but in `dim`. */
export function checkParts(
  module: AnyModule,
  method: string,
  name: string,
  parts: readonly Tensor[],
  dim: number,
): void {
  const first = parts[0]!;
  for (let i = 1; i < parts.length; i++) {
    const x = parts[i]!;
    checkAnyTensor(module, method, `${name}[${i}]`, x);
    checkSameDtype(module, method, `${name}[${i}]`, x, first);
    if (agree(x.shape, first.shape, dim)) continue;
    throw sizeError(module, method, `${name}[${i}]`, x, first.shape.map((s, d) => d === dim ? "any" : s));
  }
}

/** Returns the parts side by side in what the module keeps for them; they must have been checked. */
export function joinInto(kept: unknown, parts: readonly Tensor[], dim: number): Tensor {
  const first = parts[0]!, shape = first.shape.slice();
  let length = 0;
  for (const x of parts) length += x.shape[dim]!;
  shape[dim] = length;
  const out = keptLike(kept, first.store.code, shape, first.store.device);
  return parts.length === 1 && sameSize(first.shape, shape) ? out.copy(first) : cat(parts, dim, { out });
}

/** Returns a part of a gradient if it is contiguous, else a copy, kept at `index`: modules would copy it more than once. */
export function contiguousPart(kept: (Tensor | null)[], index: number, part: Tensor): Tensor {
  return part.dense ? part : kept[index] = copyTo(kept[index] ?? null, part);
}
