/**
 * Helpers for modules whose inputs are lists of tensors: Torch7's `nn.utils`.
 *
 * @module
 */
import { checkInteger, type Dtype, Tensor } from "@taimatsu/tensor";
import { keepCopy, mapActivity, tensorsOf } from "./activity.ts";
import { fitLike } from "./kernels.ts";
import type { AnyModule } from "./module.ts";
import type { Activity } from "./options.ts";

function pairs(caller: string, a: Activity, b: Activity): [Tensor, Tensor][] {
  const left = tensorsOf(a), right = tensorsOf(b);
  if (left.length !== right.length) {
    throw new TypeError(
      `Cannot run ${caller}: both must hold as many tensors but hold ${left.length} and ${right.length}`,
    );
  }
  return left.map((x, k) => [x, right[k]!]);
}

/** Returns an activity of the same nesting whose tensors have another dtype; those that have it are returned as they are. */
export function recursiveType<A extends Activity>(x: A, dtype: Dtype): A {
  return mapActivity(x, (t) => t.dtype === dtype ? t : t.to(dtype)) as A;
}

/**
 * Gives each tensor of `x` the size of that of `like`, contents unknown.
 *
 * @param x The activity that is changed, or `null` for a new one.
 * @param like One whose sizes are wanted.
 */
export function recursiveResizeAs<A extends Activity>(x: Activity | null, like: A): A {
  if (x === null || tensorsOf(x).length !== tensorsOf(like).length) return mapActivity(like, (t) => t.clone()) as A;
  pairs("recursiveResizeAs", x, like).forEach(([t, wanted]) => fitLike(t, wanted.shape));
  return x as A;
}

/** Sets all elements of all tensors to a value. */
export function recursiveFill<A extends Activity>(x: A, value: number): A {
  for (const t of tensorsOf(x)) t.fill(value);
  return x;
}

/**
 * Adds `factor` times each tensor of `y` to that of `x`.
 *
 * @throws {TypeError} If they are not nested alike.
 */
export function recursiveAdd<A extends Activity>(x: A, factor: number, y: Activity): A {
  for (const [t, other] of pairs("recursiveAdd", x, y)) t.add(factor, other);
  return x;
}

/** Returns a copy of `y`, in the tensors of `x` where they are nested alike. */
export function recursiveCopy<A extends Activity>(x: Activity | null, y: A): A {
  return keepCopy(x, y);
}

/**
 * Returns a view with one more dimension of size 1.
 *
 * @param x Any size.
 * @param dim Where the dimension is put, from 0.
 * @throws {RangeError} If there is no such place.
 *
 * @example Usage
 * ```ts
 * import { utils } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(utils.addSingletonDimension(rand([2, 3]), 1).size(), [2, 1, 3]);
 * ```
 */
export function addSingletonDimension(x: Tensor, dim = 0): Tensor {
  checkInteger("addSingletonDimension", "dim", dim, 0, x.dim());
  return x.unsqueeze(dim);
}

/** Returns `x` in other sizes: a view if it is contiguous, else a view of a copy. */
export function contiguousView(x: Tensor, ...sizes: number[]): Tensor {
  return x.contiguous().view(...sizes);
}

/** Empties the named fields of a module: tensors get no elements, lists become empty. */
export function clear<M extends AnyModule>(module: M, ...names: string[]): M {
  const fields = module as unknown as Record<string, unknown>;
  for (const name of names) {
    const value = fields[name];
    if (value instanceof Tensor) fields[name] = value.newEmpty([]);
    else if (Array.isArray(value)) fields[name] = [];
  }
  return module;
}
