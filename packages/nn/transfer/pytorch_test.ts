// Values recorded from PyTorch by tools/record/transfer.py: layers that Torch7 lacks, and large inputs.
import { assertEquals } from "@std/assert";
import { assertClose, fromRecord, type RecordedTensor } from "@taimatsu/tensor/testing";
import * as nn from "../mod.ts";

interface Recording {
  module: string;
  args: number[];
  input: RecordedTensor;
  output: RecordedTensor;
  gradOutput: RecordedTensor;
  gradInput: RecordedTensor;
}

const { GELU, SiLU, Mish, LogSigmoid, SoftPlus, ELU, SoftSign, TanhShrink } = nn;
const LAYERS: Record<string, (...args: number[]) => nn.Module> = {
  GELU: () => new GELU(),
  SiLU: () => new SiLU(),
  Mish: () => new Mish(),
  LogSigmoid: () => new LogSigmoid(),
  SoftPlus: (...args) => new SoftPlus(...args),
  ELU: (...args) => new ELU(...args),
  SoftSign: () => new SoftSign(),
  TanhShrink: () => new TanhShrink(),
};
const records: Recording[] = JSON.parse(
  Deno.readTextFileSync(new URL("../testdata/pytorch/transfer.json", import.meta.url)),
);

records.forEach((record, k) => {
  const { module, args } = record;
  Deno.test(`${module}(${args}) agrees with PyTorch: ${k}`, () => {
    const layer = LAYERS[module]!(...args).double(), x = fromRecord(record.input);
    assertClose(layer.forward(x), fromRecord(record.output), { relative: 1e-12 });
    assertClose(layer.backward(x, fromRecord(record.gradOutput)), fromRecord(record.gradInput), { relative: 1e-12 });
  });
});

Deno.test("every layer that is listed here has records", () => {
  assertEquals([...new Set(records.map(({ module }) => module))].sort(), Object.keys(LAYERS).sort());
});
