// Every module in a Torch7 file and back.
import { assertEquals } from "@std/assert";
import { cpu, deserialize, manualSeed, serialize, Tensor, UnknownObject, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { mapActivity, tensorsOf } from "../activity.ts";
import * as nn from "../mod.ts";
import { numbers } from "../testing.ts";
import { rights } from "../testing_rights.ts";

/** Modules that a file does not hold, and why. */
const APART: Readonly<Record<string, string>> = {
  GPU: "its module is on a device of its own",
  Lazy: "it holds a function",
  SpatialMaxUnpooling: "its pooling must have run",
  VolumetricMaxUnpooling: "its pooling must have run",
};

/** All tensors that a module and those inside it hold. */
function tensorsIn(module: nn.AnyModule): Tensor[] {
  return module.listModules().flatMap((m) => Object.values(m).flat(3).filter((value) => value instanceof Tensor));
}

/** What a module computes when it is evaluated, and in a step of training: outputs, gradients, and what it learned. */
function resultsOf(module: nn.AnyModule, input: () => nn.Activity): Tensor[] {
  manualSeed(5);
  const results = tensorsOf(module.evaluate().forward(input())).map((x) => x.clone());
  manualSeed(6);
  const x = input(), y = module.training().forward(x);
  results.push(...tensorsOf(y).map((t) => t.clone()));
  const g = mapActivity(y, (t) => numbers(t.size(), "float64", 5).to(t.dtype));
  module.zeroGradParameters();
  results.push(...tensorsOf(module.backward(x, g)), ...module.parameters()[1]);
  module.updateParameters(0.1);
  return [...results, ...Object.values(module.stateDict())];
}

const EXACTLY = { absolute: 0, relative: 0 };

function read(bytes: Uint8Array): nn.AnyModule {
  return deserialize<nn.AnyModule>(bytes, { classes: [nn] });
}

for (const [k, right] of rights().entries()) {
  const { name } = right;
  if (name in APART) continue;
  Deno.test(`${name} is the same when it was in a Torch7 file: ${k}`, () => {
    const module = right.make(), bytes = serialize(module), copy = read(bytes);
    assertEquals(copy.constructor, module.constructor);
    assertEquals([copy.type(), String(copy)], [module.type(), String(module)]);
    for (const x of tensorsIn(copy)) assertEquals(x.device, cpu);
    copy.to(module.device);
    const mine = module.parameters(), theirs = copy.parameters();
    for (const side of [0, 1] as const) {
      assertEquals(theirs[side].length, mine[side].length);
      mine[side].forEach((x, i) => assertClose(theirs[side][i]!, x, EXACTLY));
    }
    assertEquals(serialize(read(bytes)), bytes);
    const wanted = resultsOf(module, right.input), found = resultsOf(copy, right.input);
    assertEquals(found.length, wanted.length);
    wanted.forEach((x, i) => assertClose(found[i]!, x, EXACTLY));
    // What has been used is written too.
    assertEquals(
      read(serialize(copy)).to(module.device).parameters()[0].map(String),
      module.parameters()[0].map(String),
    );
    assertEquals(read(serialize(module.clone().float())).type(), "float32");
  });
}

Deno.test("a class takes objects of Torch7's packages only", () => {
  assertEquals(nn.Linear.fromTorch(new UnknownObject("other.Linear")), undefined);
  assertEquals(nn.Linear.fromTorch(new UnknownObject("Linear")), undefined);
  const [bias, weight] = [zeros([2]), zeros([2, 3])];
  assertEquals(String(nn.Linear.fromTorch(new UnknownObject("nn.Linear", { weight, bias }))), "nn.Linear(3 -> 2)");
});
