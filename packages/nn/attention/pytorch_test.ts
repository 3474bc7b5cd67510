// Values recorded from PyTorch by tools/record/attention.py, for layers that Torch7 lacks.
import { assertEquals } from "@std/assert";
import { type Tensor, zeros } from "@taimatsu/tensor";
import { assertClose, fromRecord, type RecordedTensor } from "@taimatsu/tensor/testing";
import { tensorsOf } from "../activity.ts";
import type { AnyModule } from "../module.ts";
import { GroupNorm } from "../normalization/group_norm.ts";
import { InstanceNorm } from "../normalization/instance_norm.ts";
import { LayerNorm } from "../normalization/layer_norm.ts";
import type { Activity } from "../options.ts";
import { numbers } from "../testing.ts";
import { MultiHeadAttention } from "./multi_head_attention.ts";
import { TransformerEncoderLayer } from "./transformer_encoder_layer.ts";

interface Recording {
  name: string;
  module: string;
  args: unknown[];
  parameters: RecordedTensor[];
  input: RecordedTensor | RecordedTensor[];
  output: RecordedTensor;
  gradOutput: RecordedTensor;
  gradInput: RecordedTensor | RecordedTensor[];
  gradParameters: RecordedTensor[];
}

const MODULES: Record<string, new (...args: never[]) => AnyModule> = {
  LayerNorm: LayerNorm as never,
  GroupNorm: GroupNorm as never,
  InstanceNorm: InstanceNorm as never,
  MultiHeadAttention: MultiHeadAttention as never,
  TransformerEncoderLayer: TransformerEncoderLayer as never,
};

/** PyTorch lists attention, both linear maps and both normalizations; ours come in the order of the passes. */
function inPyTorchOrder(module: AnyModule, list: Tensor[]): Tensor[] {
  if (!(module instanceof TransformerEncoderLayer)) return list;
  const take = (...ranges: [number, number][]): Tensor[] => ranges.flatMap(([from, to]) => list.slice(from, to));
  return module.preNorm ? take([2, 6], [8, 12], [0, 2], [6, 8]) : take([0, 4], [6, 10], [4, 6], [10, 12]);
}

const read = (x: RecordedTensor | RecordedTensor[]): Activity => Array.isArray(x) ? x.map(fromRecord) : fromRecord(x);
const records: Recording[] = JSON.parse(
  Deno.readTextFileSync(new URL("../testdata/pytorch/attention.json", import.meta.url)),
);

for (const record of records) {
  Deno.test(`${record.module} agrees with PyTorch: ${record.name}`, () => {
    const module = new MODULES[record.module]!(...record.args as never[]).double();
    const [parameters, gradients] = module.parameters().map((list) => inPyTorchOrder(module, list)) as [
      Tensor[],
      Tensor[],
    ];
    assertEquals(parameters.map((p) => p.size()), record.parameters.map(({ size }) => size));
    parameters.forEach((p, k) => p.copy(fromRecord(record.parameters[k]!)));
    module.zeroGradParameters();
    const input = read(record.input), close = { absolute: 1e-12, relative: 1e-12 };
    assertClose(module.forward(input) as Tensor, fromRecord(record.output), close);
    const gradInput = tensorsOf(module.backward(input, fromRecord(record.gradOutput)));
    tensorsOf(read(record.gradInput)).forEach((g, k) => assertClose(gradInput[k]!, g, close));
    gradients.forEach((g, k) => assertClose(g, fromRecord(record.gradParameters[k]!), close));
  });
}

Deno.test("MultiHeadAttention with as many samples as it likes gives what it gives for one", () => {
  const module = new MultiHeadAttention(8, 2, { dtype: "float64" }),
    x = numbers([5, 3, 8]),
    all = module.forward(x).clone();
  const each = zeros(all.size(), { dtype: "float64" });
  for (let i = 0; i < 5; i++) each.select(0, i).copy(module.forward(x.select(0, i)));
  assertClose(each, all);
});
