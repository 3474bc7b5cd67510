// Values recorded from Torch7, as tests read them.
import { tensor } from "./create.ts";
import type { Dtype } from "./dtype.ts";
import type { Tensor } from "./tensor.ts";

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
