// Values recorded from PyTorch: tools/record/convolution.py.
import { assert, assertEquals } from "@std/assert";
import type { Tensor } from "@taimatsu/tensor";
import { assertClose, fromRecord, type RecordedTensor } from "@taimatsu/tensor/testing";
import * as nn from "../mod.ts";

interface Recording {
  module: string;
  args: unknown[];
  options: Record<string, number>;
  parameters: RecordedTensor[];
  input: RecordedTensor;
  output: RecordedTensor;
  gradOutput: RecordedTensor;
  gradInput: RecordedTensor;
  gradParameters: RecordedTensor[];
}

type Layer = new (...args: unknown[]) => nn.AnyModule;

const file = new URL("../testdata/pytorch/convolution.json", import.meta.url);
const records: Recording[] = JSON.parse(Deno.readTextFileSync(file));

records.forEach((record, k) => {
  const { module, args, options, parameters, input, output, gradOutput, gradInput, gradParameters } = record;
  const text = `${JSON.stringify(args)}, ${JSON.stringify(options)}, ${JSON.stringify(input.size)}`;
  Deno.test(`${module} agrees with PyTorch: ${k}, ${text}`, () => {
    const layer = new ((nn as unknown as Record<string, Layer>)[module]!)(...args, options).double();
    const [own, gradients] = layer.parameters();
    assertEquals(own.map((p) => p.size()), parameters.map((p) => p.size));
    own.forEach((p, i) => p.copy(fromRecord(parameters[i]!)));
    layer.zeroGradParameters();
    const x = fromRecord(input);
    assertClose(layer.forward(x) as Tensor, fromRecord(output));
    assertClose(layer.backward(x, fromRecord(gradOutput)) as Tensor, fromRecord(gradInput));
    gradients.forEach((g, i) => assertClose(g, fromRecord(gradParameters[i]!)));
  });
});

Deno.test("every convolution that was recorded from PyTorch exists", () => {
  assert(records.length > 50 && records.every(({ module }) => module in nn));
});
