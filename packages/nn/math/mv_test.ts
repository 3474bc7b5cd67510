import { assertEquals, assertThrows } from "@std/assert";
import { zeros } from "@taimatsu/tensor";
import { testLayer } from "../testing.ts";
import { MV } from "./mv.ts";

for (const trans of [false, true]) {
  const size = [trans ? [2, 4, 3] : [2, 3, 4], [2, 4]], large = [trans ? [3, 80, 90] : [3, 90, 80], [3, 80]];
  testLayer(`MV(${trans})`, { make: () => new MV(trans), size, large });
  testLayer(`MV(${trans}) of one matrix`, {
    make: () => new MV(trans),
    size: size.map((s) => s.slice(1)),
    samples: false,
  });
}

Deno.test("MV counts its multiply-adds", () => {
  const layer = new MV(), x = [zeros([2, 3, 4]), zeros([2, 4])];
  assertEquals(layer.multiplyAdds(x, layer.forward(x)), 24);
  assertEquals(String(layer), "nn.MV");
});

Deno.test("MV names the sizes that it takes", () => {
  const layer = new MV(),
    refuse = (a: number[], b: number[], message: string) =>
      assertThrows(() => layer.forward([zeros(a), zeros(b)]), TypeError, `Cannot run MV.forward: ${message}`);
  refuse([3], [3], "input[0] must be [n, m] or [batch, n, m] but is [3]");
  refuse([3, 4], [3], "input[1] must be [4] but is [3]");
  refuse([2, 3, 4], [4], "input[1] must be [2, 4] but is [4]");
  layer.forward([zeros([3, 4]), zeros([4])]);
  assertThrows(
    () => layer.backward([zeros([3, 4]), zeros([4])], zeros([4])),
    TypeError,
    "Cannot run MV.backward: gradOutput must be [3] but is [4]",
  );
});
