// Values recorded from PyTorch by tools/record/pooling.py: pooling, up-sampling and padding.
import { assert } from "@std/assert";
import type { Tensor } from "@taimatsu/tensor";
import { assertClose, fromRecord, type RecordedTensor } from "@taimatsu/tensor/testing";
import { tensorsOf } from "../activity.ts";
import * as nn from "../mod.ts";

interface Recording {
  module: string;
  args: unknown[];
  setup?: string[];
  fields?: Record<string, RecordedTensor>;
  input: RecordedTensor | RecordedTensor[];
  output: RecordedTensor;
  gradOutput: RecordedTensor;
  gradInput: RecordedTensor | RecordedTensor[];
}

type Fields = Record<string, unknown>;

function activity(value: RecordedTensor | RecordedTensor[]): nn.Activity {
  return Array.isArray(value) ? value.map(fromRecord) : fromRecord(value);
}

function make(name: string, args: unknown[]): nn.AnyModule {
  const type = (nn as unknown as Fields)[name] as new (...args: unknown[]) => nn.AnyModule;
  if (!name.endsWith("MaxUnpooling")) return new type(...args);
  const pooling = make(name.replace("Unpooling", "Pooling"), args);
  return new nn.Sequential().add(pooling).add(new type(pooling));
}

const path = new URL("../testdata/pytorch/pooling.json", import.meta.url);
const records: Recording[] = JSON.parse(Deno.readTextFileSync(path));

for (const { module, args, setup = [], fields = {}, input, output, gradOutput, gradInput } of records) {
  Deno.test(`${module}(${JSON.stringify(args).slice(1, -1)}) ${setup} agrees with PyTorch`, () => {
    const layer = make(module, args).double(), own = layer as unknown as Fields;
    for (const method of setup) (own[method] as () => void).call(layer);
    for (const [name, value] of Object.entries(fields)) {
      const x = fromRecord(value), field = own[name] as Tensor;
      field.resizeAs(x).copy(x);
    }
    const x = activity(input), tolerance = { relative: 1e-12 };
    assertClose(layer.forward(x) as Tensor, fromRecord(output), tolerance);
    const gradients = tensorsOf(layer.backward(x, fromRecord(gradOutput))), wanted = tensorsOf(activity(gradInput));
    gradients.forEach((g, k) => assertClose(g, wanted[k]!, tolerance));
  });
}

Deno.test("there are records from PyTorch", () => {
  assert(records.length > 20);
});
