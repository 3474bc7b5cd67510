// Values recorded from Torch7: testdata/criterion.json, or the criterion folder in $TAIMATSU_GOLDEN. testdata/exclusions (JSON) names
// the criterions whose records are left out, with the reason.
import { assertEquals } from "@std/assert";
import { fromRecord, isRecordedTensor, readRecords } from "@taimatsu/tensor/testing";
import * as criterions from "./mod.ts";
import { checkRecord, type CriterionRecord, type Recorded, unrecord } from "./testing.ts";

const testdata = new URL("testdata", import.meta.url);
const exclusions: Record<string, string> = JSON.parse(
  Deno.readTextFileSync(new URL("testdata/exclusions", import.meta.url)),
);

/** Recorded labels count from 1; 0 ends a list, as −1 does here, and a negative one is an index to ignore. */
function fromTorch7(label: number): number {
  return label >= 0 ? label - 1 : label;
}

function labelsFrom(target: Recorded): unknown {
  if (typeof target === "number") return fromTorch7(target);
  if (!isRecordedTensor(target)) throw new Error("the labels are neither a number nor a tensor");
  return fromRecord({ ...target, dtype: "int64", data: target.data.map((label) => fromTorch7(Number(label))) });
}

function takesLabels(name: string): boolean {
  const { prototype } = (criterions as unknown as Record<string, { prototype: unknown }>)[name]!;
  return prototype instanceof criterions.LabelledCriterion;
}

/** In a list of targets those are labels whose criterion takes labels. */
function targetOf({ children, labels, target }: CriterionRecord): unknown {
  if (!labels) return unrecord(target);
  if (children === undefined) return labelsFrom(target);
  return (target as Recorded[]).map((entry, i) => takesLabels(children[i]![0]) ? labelsFrom(entry) : unrecord(entry));
}

for (const { name, records } of readRecords<CriterionRecord>("criterion", testdata)) {
  if (name === "pytorch") continue;
  records.forEach((record, k) => {
    const title = `${record.criterion}: ${name} ${k}${record.note ? `, ${record.note}` : ""}`;
    if (record.criterion in exclusions) {
      Deno.test(`a record is left out only while the criterion is not built: ${title}`, () => {
        assertEquals(record.criterion in criterions, false);
      });
    } else Deno.test(`the criterion agrees with Torch7: ${title}`, () => checkRecord(record, 1e-12, targetOf));
  });
}
