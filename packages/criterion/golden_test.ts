// Values recorded from Torch7: testdata/*.json, or the criterion folder in $TAIMATSU_GOLDEN. testdata/exclusions (JSON) names the
// criterions whose records are left out, with the reason.
import { assert, assertEquals } from "@std/assert";
import type { Tensor } from "@taimatsu/tensor";
import { assertClose, fromRecord, isRecordedTensor, readRecords, type RecordedTensor } from "@taimatsu/tensor/testing";
import * as criterions from "./mod.ts";
import type { Criterion } from "./mod.ts";

interface Recording {
  criterion: string;
  args: unknown[];
  set?: Record<string, unknown>;
  labels?: true;
  note?: string;
  input: RecordedTensor;
  target: RecordedTensor | number;
  loss: number;
  gradInput: RecordedTensor;
}

type Trained = Criterion<Tensor, Tensor | number>;

const KNOWN = ["criterion", "args", "set", "labels", "note", "input", "target", "loss", "gradInput"];
const testdata = new URL("testdata", import.meta.url), all = criterions as unknown as Record<string, unknown>;
const exclusions: Record<string, string> = JSON.parse(
  Deno.readTextFileSync(new URL("testdata/exclusions", import.meta.url)),
);

/** Recorded labels count from 1; a negative one is an index to ignore. */
function fromTorch7(label: number): number {
  return label > 0 ? label - 1 : label;
}

function argument(value: unknown): unknown {
  if (isRecordedTensor(value)) return fromRecord(value);
  assert(typeof value !== "object" || value === null, `an argument that is not understood: ${JSON.stringify(value)}`);
  return value;
}

function targetOf({ target, labels }: Recording): Tensor | number {
  if (typeof target === "number") return labels ? fromTorch7(target) : target;
  if (!labels) return fromRecord(target);
  return fromRecord({ ...target, dtype: "int64", data: target.data.map((label) => fromTorch7(Number(label))) });
}

function check(record: Recording): void {
  for (const key of Object.keys(record)) assert(KNOWN.includes(key), `the field ${key} is not understood`);
  const { args, set = {}, loss, gradInput } = record, input = fromRecord(record.input), target = targetOf(record);
  const constructor = all[record.criterion] as new (...args: unknown[]) => Trained;
  assert(constructor !== undefined, `there is no ${record.criterion}`);
  const criterion = new constructor(...args.map(argument)), fields = criterion as unknown as Record<string, unknown>;
  for (const [name, value] of Object.entries(set)) {
    assert(name in fields, `there is no field ${name}`);
    fields[name] = argument(value);
  }
  for (let pass = 0; pass < 2; pass++) {
    assertClose(criterion.forward(input, target), loss, { relative: 1e-12 });
    assertClose(criterion.backward(input, target), fromRecord(gradInput), { relative: 1e-12 });
  }
}

for (const { name, records } of readRecords<Recording>("criterion", testdata)) {
  records.forEach((record, k) => {
    const title = `${record.criterion}: ${name} ${k}${record.note ? `, ${record.note}` : ""}`;
    if (record.criterion in exclusions) {
      Deno.test(`a record is left out only while the criterion is not built: ${title}`, () => {
        assertEquals(record.criterion in all, false);
      });
    } else Deno.test(`the criterion agrees with Torch7: ${title}`, () => check(record));
  });
}
