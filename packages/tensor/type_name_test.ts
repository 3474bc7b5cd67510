import { assertEquals } from "@std/assert";
import { DTYPES, Generator, Timer, typeName, zeros } from "./mod.ts";

Deno.test("typeName() gives Torch7's names", () => {
  const names = DTYPES.map((dtype) => typeName(zeros([1], { dtype })));
  assertEquals(names, [
    "torch.ByteTensor",
    "torch.CharTensor",
    "torch.ShortTensor",
    "torch.IntTensor",
    "torch.LongTensor",
    "torch.FloatTensor",
    "torch.DoubleTensor",
    "torch.BoolTensor",
    "torch.HalfTensor",
    "torch.BFloat16Tensor",
  ]);
  assertEquals(typeName(zeros([1]).long().storage()), "torch.LongStorage");
  assertEquals([new Timer(), new Generator(), [], {}].map(typeName), ["Timer", "Generator", "Array", "Object"]);
  assertEquals([1, "a", true, undefined, null, () => 1, 1n].map(typeName), [
    "number",
    "string",
    "boolean",
    "undefined",
    "null",
    "function",
    "bigint",
  ]);
  assertEquals(typeName(Object.create(null)), "object");
});
