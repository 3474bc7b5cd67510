// Every module agrees with what was recorded from Torch7.
import { assert, assertEquals } from "@std/assert";
import type { Tensor } from "@taimatsu/tensor";
import { assertClose, fromRecord } from "@taimatsu/tensor/testing";
import { tensorsOf } from "./activity.ts";
import type { Activity } from "./mod.ts";
import {
  activityFrom,
  EXCLUSIONS,
  exists,
  fieldOf,
  isSpec,
  moduleOf,
  modulesOf,
  readRecordings,
} from "./testing_recordings.ts";
import type { Recorded, Recording } from "./testing_recordings.ts";

/** The gradient with respect to positions and masks is not compared: Torch7 gives zeros. */
function compare(actual: Activity, recorded: Recorded): void {
  const wanted = tensorsOf(activityFrom(recorded)), found = tensorsOf(actual);
  assertEquals(found.length, wanted.length);
  found.forEach((x, k) => {
    if (x.dtype.startsWith("float")) assertClose(x, wanted[k]!);
  });
}

function check(record: Recording): void {
  const layer = moduleOf(record), { input, output, gradOutput, gradInput, scale = 1 } = record, x = activityFrom(input);
  compare(layer.forward(x), output);
  if (gradOutput !== undefined && gradInput !== undefined) {
    compare(layer.backward(x, activityFrom(gradOutput), scale), gradInput);
    layer.parameters()[1].forEach((g, k) => {
      const wanted = fromRecord(record.gradParameters![k]!);
      assertClose(g.view(wanted.shape), wanted); // Torch7 leaves some in another size than the parameter
    });
  }
  for (const [name, value] of Object.entries(record.after ?? {})) {
    const found = fieldOf(layer, name);
    if (typeof value === "number") assertClose(found as number, value);
    else assertClose(found as Tensor, fromRecord(value));
  }
}

const left = new Set<string>();

for (const { name, records } of readRecordings()) {
  records.forEach((record, k) => {
    const missing = modulesOf(record.spec).filter((module) => module in EXCLUSIONS);
    if (missing.length > 0) {
      missing.forEach((module) => left.add(module));
      return;
    }
    const args = JSON.stringify(record.spec.args.filter((arg) => !isSpec(arg))).slice(1, -1);
    Deno.test(`${record.spec.module}(${args}) agrees with Torch7: ${name} ${k}, ${record.dtype}`, () => check(record));
  });
}

Deno.test("every module that is left out of the comparison with Torch7 is missing, and has records", () => {
  for (const [module, reason] of Object.entries(EXCLUSIONS)) {
    assert(reason.length > 0, `${module} is left out without a reason`);
    assert(reason !== "not built yet" || !exists(module), `${module} exists but is left out`);
  }
  if (!Deno.env.get("TAIMATSU_GOLDEN")) assertEquals([...left].sort(), Object.keys(EXCLUSIONS).sort());
});
