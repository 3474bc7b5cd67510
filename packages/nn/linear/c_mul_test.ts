import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { CMul } from "./c_mul.ts";
import { seeded, testLayer } from "../testing.ts";

const make = (sizes: number[]) => () => new CMul(sizes, { generator: seeded() });

testLayer("CMul", { make: make([2, 3]), size: [5, 2, 3], large: [9000, 2, 3] });
testLayer("CMul along dimensions of size 1", { make: make([2, 1, 4]), size: [5, 2, 3, 4], large: [2000, 2, 3, 4] });
testLayer("CMul with the dimensions of a batch", {
  make: make([1, 3, 1, 1]),
  size: [4, 3, 2, 5],
  samples: false,
  large: [40, 3, 20, 50],
});
testLayer("CMul of as many elements in other sizes", { make: make([6]), size: [5, 2, 3], samples: false });

Deno.test("CMul draws from U(−1/√n, 1/√n)", () => {
  const layer = new CMul([4, 4], { generator: seeded() });
  assertEquals(layer.weight.toArray(), zeros([4, 4]).uniform(-0.25, 0.25, { generator: seeded() }).toArray());
  assertEquals(new CMul(4, 4).size, [4, 4]);
});

Deno.test("CMul repeats the weights along their dimensions of size 1", () => {
  const layer = new CMul(2, 1);
  layer.weight.copy(tensor([[10], [20]]));
  assertEquals(layer.forward(tensor([[1, 2], [3, 4]])).toArray(), [[10, 20], [60, 80]]);
  assertEquals(layer.backward(tensor([[1, 2], [3, 4]]), tensor([[1, 1], [1, 1]])).toArray(), [[10, 10], [20, 20]]);
  assertEquals(layer.gradWeight.toArray(), [[3], [7]]);
});

Deno.test("CMul names the sizes that it takes", () => {
  const layer = new CMul(2, 3), x = zeros([4, 2, 3]);
  assertThrows(
    () => layer.forward(zeros([3, 3])),
    TypeError,
    "Cannot run CMul.forward: input must be [2, 3] or [batch, 2, 3] but is [3, 3]",
  );
  layer.forward(x);
  assertThrows(
    () => layer.backward(x, zeros([4, 6])),
    TypeError,
    "Cannot run CMul.backward: gradOutput must be [4, 2, 3] but is [4, 6]",
  );
  assertThrows(() => new CMul(2.5), RangeError, "Cannot run CMul: a size must be an integer but is 2.5");
});

Deno.test("CMul.toString() shows the sizes", () => {
  assertEquals(String(new CMul(2, 3)), "nn.CMul(2, 3)");
});
