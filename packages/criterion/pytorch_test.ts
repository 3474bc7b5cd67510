// Values recorded from PyTorch by tools/record/criterion.py: what Torch7 lacks, and the reductions.
import { assertEquals } from "@std/assert";
import { checkRecord, type CriterionRecord } from "./testing.ts";

const records: CriterionRecord[] = JSON.parse(
  Deno.readTextFileSync(new URL("testdata/pytorch.json", import.meta.url)),
);

records.forEach((record, k) => {
  const args = JSON.stringify(
    record.args.map((arg) => typeof arg === "object" && arg && "data" in arg ? arg.data : arg),
  );
  Deno.test(`${record.criterion}(${args.slice(1, -1)}) agrees with PyTorch: ${k}`, () => {
    // Two of the formulas add an epsilon that PyTorch does not have.
    checkRecord(record, /^(BCE|Cosine)/.test(record.criterion) ? 1e-10 : 1e-12);
  });
});

Deno.test("there are values from PyTorch for all that Torch7 lacks", () => {
  const names = new Set(records.map((record) => record.criterion));
  for (const name of ["BCEWithLogits", "Huber", "TripletMargin", "Focal", "CTC", "CrossEntropy", "DistKLDiv"]) {
    assertEquals(names.has(`${name}Criterion`), true, name);
  }
});
