// What a file that was read holds, against what is recorded of it.
import { assert, assertEquals } from "@std/assert";
import { assertClose } from "./assert_close.ts";
import { UnknownObject } from "./files/t7/unknown_object.ts";
import { Storage } from "./storage.ts";
import { Tensor } from "./tensor.ts";
import { fromRecord, isRecordedTensor } from "./testing_records.ts";

/** Entries of a record that say something about it, or what a test of its own compares. */
const REMARKS: readonly string[] = ["note", "text", "input", "output"];

/**
 * Throws unless a value that was read from a file is what its record says.
 *
 * @param actual What was read.
 * @param expected What `index.json` of recorded files has as its `value`.
 *
 * @example Usage
 * ```ts
 * import { tensor } from "@taimatsu/tensor";
 * import { assertSerialized } from "@taimatsu/tensor/testing";
 *
 * assertSerialized({ a: tensor([1]), b: true }, { a: { dtype: "float32", size: [1], data: [1] }, b: true });
 * ```
 */
export function assertSerialized(actual: unknown, expected: unknown): void {
  if (isRecordedTensor(expected)) {
    assert(actual instanceof Tensor);
    assertEquals([actual.dtype, actual.size()], [expected.dtype, expected.size]);
    assertClose(actual, fromRecord(expected), { relative: 0, absolute: 0 });
  } else if (Array.isArray(expected)) {
    const list = actual instanceof Storage ? actual.toArray() : actual as unknown[];
    assertEquals(list.length, expected.length);
    expected.forEach((entry, i) => assertSerialized(list[i], entry));
  } else if (typeof expected === "object" && expected !== null) {
    for (const [key, entry] of Object.entries(expected)) {
      if (REMARKS.includes(key)) continue;
      if (key === "class") assertEquals(classNameOf(actual), entry);
      else if (key === "value" || key === "values") assertSerialized(actual, entry);
      else if (key === "stride") assertEquals((actual as Tensor).stride(), entry);
      else if (key === "size") assertEquals((actual as Tensor).size(), entry);
      else if (actual instanceof Map) assertSerialized(actual.get(/^\d+$/.test(key) ? Number(key) : key), entry);
      else assertSerialized((actual as Record<string, unknown>)[key], entry);
    }
  } else if (expected === "NaN") assertEquals(actual, NaN);
  else assertEquals(actual, expected === "__nil__" ? null : expected);
}

function classNameOf(value: unknown): string {
  return value instanceof UnknownObject ? value.className : `nn.${(value as object).constructor.name}`;
}
