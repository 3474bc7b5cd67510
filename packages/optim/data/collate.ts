import { describe, formatSize, fromBuffer, isTensor, sameSize, stack, type Tensor, tensor } from "@taimatsu/tensor";
import { checkObject } from "../check_object.ts";

/** What {@linkcode collate} makes of samples of type S. */
export type Collated<S> = S extends Tensor | number | bigint | boolean ? Tensor
  : S extends string ? string[]
  : S extends readonly unknown[] ? { -readonly [K in keyof S]: Collated<S[K]> }
  : S extends object ? { -readonly [K in keyof S]: Collated<S[K]> }
  : unknown;

/** Options of {@linkcode collate} and of {@linkcode Dataset.getBatch}. */
export interface CollateOptions {
  /** Whether the tensors are made in shared memory, for other threads; false by default. */
  shared?: boolean;
}

/**
 * Makes a batch of samples: tensors are stacked along a new first dimension, numbers become a vector (int64 if all are integers,
 * as class labels are, else float32; bigints int64, booleans bool), texts a list. Samples that are lists or plain objects give a
 * list or an object of batches, entry by entry.
 *
 * torchnet: `transform.makebatch`.
 *
 * @param samples One sample or more, of one kind.
 * @param options Whether the tensors lie in shared memory.
 * @throws {TypeError} If there is no sample, or the samples do not fit together.
 *
 * @example Usage
 * ```ts
 * import { collate } from "@taimatsu/optim";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const { input, target } = collate([{ input: tensor([1, 2]), target: 0 }, { input: tensor([3, 4]), target: 5 }]);
 * assertEquals(input.toArray(), [[1, 2], [3, 4]]);
 * assertEquals([target.dtype, target.toArray()], ["int64", [0, 5]]);
 * ```
 */
export function collate<S>(samples: readonly S[], options: CollateOptions = {}): Collated<S> {
  if (!Array.isArray(samples)) {
    throw new TypeError(`Cannot run collate: samples must be a list but is ${describe(samples)}`);
  }
  if (samples.length === 0) throw new TypeError("Cannot run collate: the list of samples must not be empty");
  checkObject("collate", "options", options);
  return join(samples, "", options.shared ?? false) as Collated<S>;
}

function join(samples: readonly unknown[], path: string, shared: boolean): unknown {
  const first = samples[0];
  if (isTensor(first)) return stackAll(all(samples, path, "a tensor", isTensor), path, shared);
  switch (typeof first) {
    case "number": {
      const numbers = all(samples, path, "a number", (x) => typeof x === "number");
      return tensor(numbers, { dtype: numbers.every(Number.isSafeInteger) ? "int64" : "float32" });
    }
    case "bigint":
      return tensor(all(samples, path, "a bigint", (x) => typeof x === "bigint"), { dtype: "int64" });
    case "boolean":
      return tensor(all(samples, path, "a boolean", (x) => typeof x === "boolean"), { dtype: "bool" });
    case "string":
      return all(samples, path, "a text", (x) => typeof x === "string");
  }
  if (Array.isArray(first)) {
    const wanted = `a list of ${first.length}`;
    const lists = all(samples, path, wanted, (x): x is unknown[] => Array.isArray(x) && x.length === first.length);
    return first.map((_, k) => join(lists.map((list) => list[k]), `${path}[${k}]`, shared));
  }
  if (isPlain(first)) {
    const names = Object.keys(first), wanted = `an object of ${names.join(", ") || "nothing"}`;
    const objects = all(samples, path, wanted, (x): x is Record<string, unknown> => isPlain(x) && sameNames(x, names));
    return Object.fromEntries(
      names.map((name) => [name, join(objects.map((object) => object[name]), `${path}.${name}`, shared)]),
    );
  }
  throw new TypeError(
    `Cannot run collate: samples[0]${path} must be a tensor, a number, a boolean, a text, a list or a plain object but is ` +
      describe(first),
  );
}

/** Returns whether a value is an object without a class. */
export function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function sameNames(value: object, names: readonly string[]): boolean {
  return Object.keys(value).length === names.length && names.every((name) => Object.hasOwn(value, name));
}

/** Returns the samples if all are of the kind of the first. */
function all<T>(samples: readonly unknown[], path: string, kind: string, is: (x: unknown) => x is T): T[] {
  const k = samples.findIndex((sample) => !is(sample));
  if (k < 0) return samples.slice() as T[];
  const sample = samples[k],
    found = isPlain(sample) ? `an object of ${Object.keys(sample).join(", ")}` : describe(sample);
  throw new TypeError(
    `Cannot run collate: samples[${k}]${path} must be ${kind} like samples[0]${path} but is ${found}`,
  );
}

function stackAll(tensors: readonly Tensor[], path: string, shared: boolean): Tensor {
  const [first] = tensors as [Tensor, ...Tensor[]];
  tensors.forEach((x, k) => {
    if (x.dtype === first.dtype && sameSize(x.shape, first.shape)) return;
    throw new TypeError(
      `Cannot run collate: samples[${k}]${path} must be ${first.dtype} ${
        formatSize(first.shape)
      } like samples[0]${path} ` +
        `but is ${x.dtype} ${formatSize(x.shape)}`,
    );
  });
  if (!shared || first.count === 0) return stack(tensors);
  return stack(tensors.map((x) => x.cpu()), 0, { out: sharedLike(first, [tensors.length, ...first.shape]) });
}

/** A tensor in shared memory with the dtype of x, so that no copy follows when it goes to another thread. */
export function sharedLike(x: Tensor, shape: readonly number[]): Tensor {
  const bytes = shape.reduce((n, s) => n * s, x.elementSize());
  return fromBuffer(new SharedArrayBuffer(bytes), x.dtype, shape);
}
