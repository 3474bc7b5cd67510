import { assert, assertEquals, assertThrows } from "@std/assert";
import { ones, tensor } from "@taimatsu/tensor";
import {
  BatchNormalization,
  ConcatTable,
  Linear,
  type Module,
  Sequential,
  SpatialConvolutionMap,
  tables,
} from "../mod.ts";

const net = () => new Sequential().add(new Linear(2, 3)).add(new ConcatTable().add(new BatchNormalization(3)));

Deno.test("stateDict() names parameters and what else lasts, without gradients and results between", () => {
  const module = net(), state = module.stateDict();
  assertEquals(Object.keys(state), [
    "0.weight",
    "0.bias",
    "1.0.weight",
    "1.0.bias",
    "1.0.runningMean",
    "1.0.runningVar",
  ]);
  assert(state["0.weight"] === module.get<Linear>(0).weight);
  module.forward(ones([4, 2]));
  assertEquals(Object.keys(module.stateDict()), Object.keys(state));
  const map = new SpatialConvolutionMap(tables.full(2, 3), 3, 3);
  assertEquals(Object.keys(map.stateDict()), ["weight", "bias", "connTable", "positions"]);
});

Deno.test("loadStateDict() copies what fits, converted", () => {
  const from = net().double(), to = net();
  assertEquals(to.loadStateDict(from.stateDict()), { missing: [], unexpected: [] });
  for (const [name, x] of Object.entries(to.stateDict())) {
    assertEquals(x.toArray(), from.stateDict()[name]!.float().toArray());
    assert(x.storage() !== from.stateDict()[name]!.storage());
  }
});

Deno.test("loadStateDict() lists all names that are missing or not expected, and changes nothing", () => {
  const module = new Linear(2, 1), before = module.weight.toArray();
  const state = { weight: ones([1, 2]), extra: ones([1]), more: ones([1]) };
  assertThrows(
    () => module.loadStateDict(state),
    TypeError,
    "Cannot run Linear.loadStateDict: state must have the names of the module but lacks bias and also has extra, more",
  );
  assertEquals(module.weight.toArray(), before);
  assertEquals(module.loadStateDict(state, { strict: false }), { missing: ["bias"], unexpected: ["extra", "more"] });
  assertEquals(module.weight.toArray(), [[1, 1]]);
});

Deno.test("loadStateDict() refuses other sizes and what is no tensor, and changes nothing", () => {
  const module: Module = new Linear(2, 1), state = { weight: ones([1, 2]), bias: ones([2]) };
  const before = module.weight!.toArray();
  assertThrows(
    () => module.loadStateDict(state),
    TypeError,
    "Cannot run Linear.loadStateDict: bias must be [1] but is [2]",
  );
  const wrong = { weight: tensor([[1, 2]]), bias: [1] } as unknown as Record<string, ReturnType<typeof ones>>;
  assertThrows(() => module.loadStateDict(wrong), TypeError, "bias must be a tensor but is");
  assertThrows(
    () => module.loadStateDict(null as never),
    TypeError,
    "state must be an object of tensors by name but is null",
  );
  assertEquals(module.weight!.toArray(), before);
});
