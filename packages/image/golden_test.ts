// Values recorded from Torch7: testdata/image.json, or the image folder in $TAIMATSU_GOLDEN. testdata/exclusions (JSON) names the
// functions whose records are left out, with the reason.
import { assert, assertEquals } from "@std/assert";
import { Tensor } from "@taimatsu/tensor";
import { assertClose, fromRecord, isRecordedTensor, readRecords } from "@taimatsu/tensor/testing";
import { COLOR } from "./testing_color.ts";
import { DRAWING } from "./testing_drawing.ts";
import { FILTERS } from "./testing_filters.ts";
import { GEOMETRY } from "./testing_geometry.ts";

interface Recorded {
  op: string;
  args: unknown[];
  result: unknown[];
}

/** How each of Torch7's functions is called here. */
const CALLS = { ...GEOMETRY, ...FILTERS, ...COLOR, ...DRAWING };
const exclusions: Record<string, string> = JSON.parse(
  Deno.readTextFileSync(new URL("testdata/exclusions", import.meta.url)),
);

/** Makes tensors of all recorded ones. */
function read(value: unknown): unknown {
  if (isRecordedTensor(value)) return fromRecord(value);
  if (Array.isArray(value)) return value.map(read);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, read(entry)]));
}

function assertSame(actual: unknown, expected: unknown): void {
  if (!Array.isArray(expected)) {
    return assertClose(actual as Tensor, expected as Tensor, { relative: 1e-12, absolute: 1e-14 });
  }
  assert(Array.isArray(actual));
  assertEquals(actual.length, expected.length);
  expected.forEach((value, k) => assertSame(actual[k], value));
}

for (const { name, records } of readRecords<Recorded>("image", new URL("testdata/", import.meta.url))) {
  records.forEach(({ op, args, result }, k) => {
    if (op in exclusions) return;
    Deno.test(`${name}, record ${k}: ${op}`, () => {
      const call = CALLS[op];
      assert(call !== undefined, `${op} is not known`);
      const given = read(args) as unknown[], copies = given.map((x) => x instanceof Tensor ? x.clone() : x);
      assertSame(call(given), (read(result) as unknown[])[0]);
      given.forEach((x, i) => x instanceof Tensor && assert(x.equal(copies[i] as Tensor), `argument ${i} was changed`));
    });
  });
}

Deno.test("exclusions name functions that were recorded, with a reason", () => {
  const ops = readRecords<Recorded>("image", new URL("testdata/", import.meta.url)).flatMap(({ records }) =>
    records.map(({ op }) => op)
  );
  for (const [op, reason] of Object.entries(exclusions)) assert(ops.includes(op) && reason.length > 10, op);
});
