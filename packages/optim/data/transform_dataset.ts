import { describe } from "@taimatsu/tensor";
import { checkFunction } from "../check_function.ts";
import { chain, checkDataset, type Dataset } from "./dataset.ts";

/** Functions for some of the fields of a sample. */
// deno-lint-ignore no-explicit-any
export type FieldTransforms = Readonly<Record<string | number, (field: any, i: number) => unknown>>;

/**
 * Samples of a dataset that a function changes each time they are asked for. The function takes a sample, or a field of it, and
 * its number, and may return a promise; samples that are lists or objects are copied before a field is replaced.
 *
 * torchnet: `TransformDataset`.
 *
 * @example Usage
 * ```ts
 * import { ListDataset, TransformDataset } from "@taimatsu/optim";
 * import { assertEquals } from "@std/assert";
 *
 * const data = new ListDataset([{ input: 2, target: 1 }]);
 * assertEquals(new TransformDataset(data, ({ input, target }) => input + target).get(0), 3);
 * assertEquals(new TransformDataset(data, { input: (x: number) => 10 * x }).get(0), { input: 20, target: 1 });
 * ```
 */
export class TransformDataset<S, T = S> implements Dataset<T> {
  readonly #dataset: Dataset<S>;
  readonly #transform: (sample: S, i: number) => T | Promise<T>;

  /**
   * Keeps dataset and function.
   *
   * @param dataset Where the samples come from.
   * @param transform Changes a sample, or the field `key` of it; or an object of functions, one for each field that changes.
   * @param key The field that changes; the whole sample if left out.
   * @throws {TypeError} If an argument is of another kind.
   */
  constructor(
    dataset: Dataset<S>,
    // deno-lint-ignore no-explicit-any
    transform: ((sample: any, i: number) => T | Promise<T>) | FieldTransforms,
    key?: string | number,
  );
  /** As above, with a function of the whole sample. */
  constructor(dataset: Dataset<S>, transform: (sample: S, i: number) => T | Promise<T>);
  constructor(dataset: Dataset<S>, transform: unknown, key?: string | number) {
    checkDataset("TransformDataset", "dataset", dataset);
    this.#dataset = dataset;
    if (typeof transform === "function" && key === undefined) {
      this.#transform = transform as (sample: S, i: number) => T | Promise<T>;
      return;
    }
    const fields = key === undefined ? transform as FieldTransforms : { [key]: transform } as FieldTransforms;
    if (typeof fields !== "object" || fields === null || Object.keys(fields).length === 0) {
      throw new TypeError(
        `Cannot run TransformDataset: transform must be a function or an object of functions but is ${
          describe(fields)
        }`,
      );
    }
    for (const name of Object.keys(fields)) {
      checkFunction("TransformDataset", key === undefined ? `transform.${name}` : "transform", fields[name]);
    }
    this.#transform = (sample, i) => changeFields(sample, i, fields) as T | Promise<T>;
  }

  /** Number of samples, that of the dataset. */
  size(): number {
    return this.#dataset.size();
  }

  /** Returns sample `i`, changed. */
  get(i: number): T | Promise<T> {
    return chain(this.#dataset.get(i), (sample) => this.#transform(sample, i));
  }
}

function changeFields(sample: unknown, i: number, fields: FieldTransforms): unknown {
  const names = Object.keys(fields);
  if (typeof sample !== "object" || sample === null) {
    throw new TypeError(
      `Cannot run TransformDataset.get: sample ${i} must have the fields ${names.join(", ")} but is ${
        describe(sample)
      }`,
    );
  }
  const copy = (Array.isArray(sample) ? sample.slice() : { ...sample }) as Record<string, unknown>;
  let result: unknown = copy;
  for (const name of names) {
    if (!Object.hasOwn(copy, name)) {
      throw new TypeError(
        `Cannot run TransformDataset.get: sample ${i} must have the field ${name} but has ${
          Object.keys(copy).join(", ") || "none"
        }`,
      );
    }
    result = chain(result, () =>
      chain(fields[name]!(copy[name], i), (value) => {
        copy[name] = value;
        return copy;
      }));
  }
  return result;
}
