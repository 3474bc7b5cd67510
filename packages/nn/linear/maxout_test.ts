import { assertEquals, assertThrows } from "@std/assert";
import { assertClose } from "@taimatsu/tensor/testing";
import { Tanh } from "../transfer/tanh.ts";
import type { Linear } from "./linear.ts";
import { Maxout } from "./maxout.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

const make = () => new Maxout(3, 4, 5, null, { generator: seeded() });

testLayer("Maxout", { make, size: [6, 3], large: [3000, 3] });
testLayer("Maxout with a module before the largest is chosen", {
  make: () => new Maxout(3, 4, 5, new Tanh(), { generator: seeded() }),
  size: [6, 3],
});

Deno.test("Maxout is the largest of its linear maps", () => {
  const maxout = make().double(), x = numbers([6, 3]), y = maxout.get<Linear>(0).forward(x).clone();
  assertClose(maxout.forward(x), y.view(6, 5, 4).max(1)[0].squeeze(1));
  assertEquals(maxout.forward(numbers([1, 3])).size(), [1, 4]);
  assertEquals(maxout.forward(numbers([3])).size(), [4]);
});

Deno.test("Maxout checks its arguments", () => {
  assertThrows(() => new Maxout(3, 4, 0), RangeError, "Cannot run Maxout: pieces must be at least 1 but is 0");
  assertThrows(
    () => make().forward(numbers([6, 4], "float32")),
    TypeError,
    "in Maxout[0] > Linear(3 -> 20): Cannot run Linear.forward: input must be [batch, 3] but is [6, 4]",
  );
});
