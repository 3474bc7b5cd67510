import { assert, assertEquals } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { BatchNormalization } from "./normalization/batch_normalization.ts";
import { Linear } from "./linear/linear.ts";
import { Sequential } from "./containers/sequential.ts";
import { Tanh } from "./transfer/tanh.ts";
import { numbers } from "./testing.ts";

function net(): Sequential {
  return new Sequential().add(new Linear(3, 2)).add(new BatchNormalization(2)).add(new Tanh());
}

Deno.test("hooks see what goes in and comes out, once for each pass", () => {
  const model = net(), seen: string[] = [], x = numbers([4, 3], "float32"), g = numbers([4, 2], "float32");
  for (const module of model.listModules()) {
    const name = module.constructor.name;
    module.registerForwardPreHook((m, input) => {
      assert(m === module && (module === model ? input === x : true));
      seen.push(`before ${name}`);
    });
    module.registerForwardHook((m, _, output) => {
      assert(m === module && output === module.output);
      seen.push(`after ${name}`);
    });
    module.registerBackwardHook((m, gradInput, gradOutput) => {
      assert(m === module && gradInput === module.gradInput && (module === model ? gradOutput === g : true));
      seen.push(`back ${name}`);
    });
  }
  const order = ["Linear", "BatchNormalization", "Tanh"];
  const forward = ["before Sequential", ...order.flatMap((n) => [`before ${n}`, `after ${n}`]), "after Sequential"];
  model.forward(x);
  assertEquals(seen.splice(0), forward);
  const back = [...order.toReversed().map((n) => `back ${n}`), "back Sequential"];
  model.backward(x, g);
  assertEquals(seen.splice(0), back);
  model.updateGradInput(x, g);
  assertEquals(seen.splice(0), back);
  model.backwardUpdate(x, g, 0.1);
  assertEquals(seen.splice(0), back);
});

Deno.test("a hook that is taken away leaves nothing, and copies have none", () => {
  const layer = new Linear(2, 2);
  let calls = 0;
  const first = layer.registerForwardHook(() => calls++), second = layer.registerForwardPreHook(() => calls++);
  layer.forward(tensor([1, 2]));
  assertEquals(calls, 2);
  layer.clone().forward(tensor([1, 2]));
  assertEquals(calls, 2);
  first.remove();
  first.remove();
  layer.forward(tensor([1, 2]));
  assertEquals(calls, 3);
  second.remove();
  layer.forward(tensor([1, 2]));
  assertEquals(calls, 3);
  assertEquals(Object.hasOwn(layer, "updateOutput"), false);
  {
    using _hook = layer.registerForwardHook(() => calls++);
    layer.forward(tensor([1, 2]));
  }
  layer.forward(tensor([1, 2]));
  assertEquals(calls, 4);
});

Deno.test("an error in a hooked module does not lose later hooks", () => {
  const model = net();
  let calls = 0;
  model.get(0).registerBackwardHook(() => calls++);
  const x = numbers([4, 3], "float32");
  model.forward(x);
  try {
    model.backward(x, zeros([4, 3]));
  } catch (error) {
    assert(error instanceof TypeError);
  }
  model.backward(x, zeros([4, 2]));
  assertEquals(calls, 1);
});
