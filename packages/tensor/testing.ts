/**
 * Helpers for tests: comparing numbers, reading recorded values, checking gradients.
 *
 * @module
 */
import { assertClose, numbersOf } from "./assert_close.ts";
import { tensor, zeros } from "./create.ts";
import type { Dtype } from "./dtype.ts";
import type { Tensor } from "./tensor.ts";

export { anotherDevice, elsewhere } from "./testing_remote.ts";
export { assertClose, type Comparable, type Tolerance } from "./assert_close.ts";
export * from "./tester.ts";
export * from "./testing_hostile.ts";
export * from "./testing_layouts.ts";
export * from "./testing_memory.ts";
export * from "./testing_threads.ts";

/** A tensor as recordings write it: flat data, row by row; NaN and infinities as strings. */
export interface RecordedTensor {
  /** Element type. */
  dtype: Dtype;
  /** Sizes of the dimensions. */
  size: number[];
  /** Elements in row-major order. */
  data: (number | "NaN" | "Infinity" | "-Infinity")[];
}

/**
 * Returns whether a recorded value is a tensor.
 *
 * @example Usage
 * ```ts
 * import { isRecordedTensor } from "@taimatsu/tensor/testing";
 * import { assert } from "@std/assert";
 *
 * assert(isRecordedTensor({ dtype: "float32", size: [1], data: [0] }));
 * ```
 */
export function isRecordedTensor(value: unknown): value is RecordedTensor {
  return typeof value === "object" && value !== null && "dtype" in value && "size" in value && "data" in value;
}

/**
 * Returns the tensor of a recording.
 *
 * @example Usage
 * ```ts
 * import { fromRecord } from "@taimatsu/tensor/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const x = fromRecord({ dtype: "float64", size: [2], data: [1, "NaN"] });
 * assertEquals(x.toArray(), [1, NaN]);
 * ```
 */
export function fromRecord(record: RecordedTensor): Tensor {
  const x = tensor(record.data.map(Number), { dtype: record.dtype });
  return record.size.length === 0 ? x : x.view(record.size);
}

/** Records of one file, with the name they are reported under. */
export interface RecordFile<T> {
  /** The file's name without its ending. */
  readonly name: string;
  /** Its records. */
  readonly records: readonly T[];
}

/**
 * Reads the recorded values of a package: every JSON file in `$TAIMATSU_GOLDEN/<folder>` if that is set, else in `testdata`.
 *
 * @param folder The package's folder among the recordings: `nn`, `criterion`, `optim`, `tensor`.
 * @param testdata The folder of the records that the package carries, as a URL.
 * @returns The files in alphabetical order.
 */
export function readRecords<T>(folder: string, testdata: URL): RecordFile<T>[] {
  const golden = Deno.env.get("TAIMATSU_GOLDEN");
  const path = golden ? `${golden}/${folder}` : decodeURIComponent(testdata.pathname);
  return [...Deno.readDirSync(path)]
    .map((entry) => entry.name)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => ({
      name: name.slice(0, -".json".length),
      records: [JSON.parse(Deno.readTextFileSync(`${path}/${name}`))].flat() as T[],
    }));
}

/**
 * Returns dL/dx by central differences in place: `f` is called with each element of `x` moved by ± `step`.
 *
 * @param x A float64 tensor that `f` reads.
 * @param f The function L.
 * @param step How far each element is moved.
 *
 * @example Usage
 * ```ts
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose, numericalGradient } from "@taimatsu/tensor/testing";
 *
 * const x = tensor([1, 2], { dtype: "float64" });
 * assertClose(numericalGradient(x, () => x.get(0) * x.get(1)), [2, 1], { relative: 1e-6 });
 * ```
 */
export function numericalGradient(x: Tensor, f: () => number, step = 1e-6): Tensor {
  const gradient = zeros(x.size(), { dtype: "float64" }), shape = x.size(), index = shape.map(() => 0);
  for (let i = 0; i < x.nElement(); i++) {
    const value = x.get(...index);
    x.set(...index, value + step);
    const above = f();
    x.set(...index, value - step);
    const below = f();
    x.set(...index, value);
    gradient.set(...index, (above - below) / (2 * step));
    for (let d = shape.length - 1; d >= 0; d--) {
      if (++index[d]! < shape[d]!) break;
      index[d] = 0;
    }
  }
  return gradient;
}

/**
 * Throws unless a gradient agrees with {@linkcode numericalGradient}: the largest difference, relative to the largest
 * magnitude, is below `tolerance`.
 *
 * @example Usage
 * ```ts
 * import { tensor } from "@taimatsu/tensor";
 * import { assertGradient } from "@taimatsu/tensor/testing";
 *
 * const x = tensor([1, 2], { dtype: "float64" });
 * assertGradient(tensor([2, 1], { dtype: "float64" }), x, () => x.get(0) * x.get(1));
 * ```
 */
export function assertGradient(
  actual: Tensor,
  x: Tensor,
  f: () => number,
  { tolerance = 1e-6, step = 1e-6 }: { tolerance?: number; step?: number } = {},
): void {
  const expected = numericalGradient(x, f, step);
  const scale = Math.max(1e-3, ...numbersOf(expected).map(Math.abs), ...numbersOf(actual).map(Math.abs));
  assertClose(actual, expected, { relative: 0, absolute: tolerance * scale });
}
