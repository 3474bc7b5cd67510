import "./testing_emulate.ts";
import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { abs, exp, manualSeed, NativeError, tensor, zeros } from "@taimatsu/tensor";
import { cuda } from "./mod.ts";

Deno.test("a graph does again what was recorded, with the numbers that are there then", () => {
  const x = tensor([-1, 2, -3], { device: cuda(0) }), y = zeros([3], { device: cuda(0) });
  using recorded = cuda.graph(() => abs(x, { out: y }));
  y.zero();
  recorded.launch();
  assertEquals(y.toArray(), [1, 2, 3]);
  x.copy(tensor([-4, 5, -6], { device: cuda(0) }));
  recorded.launch();
  cuda.synchronize();
  assertEquals(y.toArray(), [4, 5, 6]);
});

Deno.test("recording does nothing but record", () => {
  const x = zeros([1], { device: cuda(0) });
  let runs = 0;
  using recorded = cuda.graph(() => {
    runs++;
    exp(x, { out: x });
  });
  assertEquals(runs, 3);
  x.zero();
  recorded.launch();
  assertEquals(x.toArray(), [1]);
  recorded.launch();
  assertEquals(x.get(0).toFixed(5), Math.E.toFixed(5));
});

Deno.test("random numbers are others at each launch of a graph, the same after the same seed", () => {
  const x = zeros([1000], { device: cuda(0) }), draw = (): void => void x.uniform();
  const record = (): number[][] => {
    manualSeed(7);
    using recorded = cuda.graph(draw);
    return [0, 1, 2].map(() => {
      recorded.launch();
      return x.toArray() as number[];
    });
  };
  const launches = record();
  assertNotEquals(launches[0], launches[1]);
  assertNotEquals(launches[1], launches[2]);
  assertEquals(record(), launches);
  manualSeed(7);
  for (let i = 0; i < 3; i++) draw(); // it runs twice before it is recorded
  assertEquals(launches[0], x.toArray());
});

Deno.test("what a graph cannot hold is refused by name, and the GPU can be used afterwards", () => {
  const x = tensor([-1], { device: cuda(0) });
  const refused = "while a graph is recorded: nothing may be allocated, copied from or to the CPU, or waited for";
  assertThrows(() => cuda.graph(() => abs(x)), NativeError, refused);
  assertThrows(() => cuda.graph(() => x.get(0)), NativeError, `Cannot run copy from the GPU ${refused}`);
  assertThrows(() => cuda.graph(() => x.set(0, 1)), NativeError, `Cannot run copy to the GPU ${refused}`);
  assertThrows(() => cuda.graph(() => cuda.synchronize()), NativeError, `Cannot run synchronize ${refused}`);
  assertThrows(() => cuda.graph(() => cuda.graph(() => {})), NativeError, refused);
  assertThrows(() => cuda.graph(async () => {}), TypeError, "Cannot run graph: the function must not be async");
  assertEquals(abs(x).toArray(), [1]);
});

Deno.test("tensors that are disposed while a graph is recorded are freed afterwards", () => {
  const before = cuda.memoryInfo().storages, extra = [0, 1, 2].map(() => zeros([10], { device: cuda(0) }));
  cuda.graph(() => extra.pop()!.dispose())[Symbol.dispose]();
  assertEquals(cuda.memoryInfo().storages, before);
});
