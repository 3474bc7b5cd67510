import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { testLayer } from "../testing.ts";
import { MM } from "./mm.ts";

for (const transA of [false, true]) {
  for (const transB of [false, true]) {
    const size = [transA ? [2, 4, 3] : [2, 3, 4], transB ? [2, 5, 4] : [2, 4, 5]];
    const large = [transA ? [3, 80, 90] : [3, 90, 80], transB ? [3, 70, 80] : [3, 80, 70]];
    testLayer(`MM(${transA}, ${transB})`, { make: () => new MM(transA, transB), size, large });
    testLayer(`MM(${transA}, ${transB}) of two matrices`, {
      make: () => new MM(transA, transB),
      size: size.map((s) => s.slice(1)),
      samples: false,
    });
  }
}

Deno.test("MM counts its multiply-adds", () => {
  const layer = new MM(true), x = [zeros([2, 4, 3]), zeros([2, 4, 5])];
  assertEquals(layer.multiplyAdds(x, layer.forward(x)), 2 * 3 * 4 * 5);
  assertEquals(String(layer), "nn.MM");
});

Deno.test("MM names the sizes that it takes", () => {
  const layer = new MM(),
    refuse = (a: number[], b: number[], message: string, module = layer) =>
      assertThrows(() => module.forward([zeros(a), zeros(b)]), TypeError, `Cannot run MM.forward: ${message}`);
  refuse([3], [3], "input[0] must be [n, k] or [batch, n, k] but is [3]");
  refuse([3, 4], [5, 4], "input[1] must be [4, m] but is [5, 4]");
  refuse([3, 4], [2, 4, 5], "input[1] must be [4, m] but is [2, 4, 5]");
  refuse([2, 3, 4], [3, 4, 5], "input[1] must be [2, 4, m] but is [3, 4, 5]");
  refuse([3, 4], [4, 5], "input[1] must be [m, 3] but is [4, 5]", new MM(true, true));
  layer.forward([zeros([3, 4]), zeros([4, 5])]);
  assertThrows(
    () => layer.backward([zeros([3, 4]), zeros([4, 5])], zeros([5, 3])),
    TypeError,
    "Cannot run MM.backward: gradOutput must be [3, 5] but is [5, 3]",
  );
  assertEquals(layer.forward([tensor([[2]]), tensor([[3]])]).toArray(), [[6]]);
});
