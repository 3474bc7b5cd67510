import { assert, assertEquals, assertThrows } from "@std/assert";
import { zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { Bottle } from "./bottle.ts";
import { Linear } from "../linear/linear.ts";
import { LogSoftMax } from "../transfer/log_soft_max.ts";
import { Replicate } from "../shape/replicate.ts";
import { Sequential } from "./sequential.ts";
import { SpatialConvolution } from "../convolution/spatial_convolution.ts";
import { View } from "../shape/view.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

const options = { generator: seeded() };
const linear = () => new Linear(4, 2, true, { generator: seeded() });

testLayer("Bottle", { make: () => new Bottle(linear()), size: [3, 2, 5, 4], large: [20, 50, 4, 4] });
testLayer("Bottle that is not needed", { make: () => new Bottle(linear()), size: [5, 4] });
testLayer("Bottle with other dimensions behind", {
  make: () =>
    new Bottle(
      new Sequential()
        .add(new SpatialConvolution(1, 2, 3, 3, 1, 1, 0, 0, { generator: seeded() }))
        .add(new View(-1).setNumInputDims(3))
        .add(new LogSoftMax()),
      4,
      2,
    ),
  size: [3, 2, 1, 4, 4],
});
testLayer("Bottle of a module whose output is not contiguous", {
  make: () => new Bottle(new Replicate(3, -1), 2, 3),
  size: [3, 2, 4],
  samples: false,
  anyDtype: true,
});

Deno.test("Bottle gives what its module gives for each entry", () => {
  const module = linear(), bottle = new Bottle(module), x = numbers([3, 5, 4], "float32");
  const y = bottle.forward(x).clone();
  assertEquals(y.size(), [3, 5, 2]);
  for (let i = 0; i < 3; i++) assertClose(module.forward(x.select(0, i)), y.select(0, i));
  assertEquals(bottle.forward(numbers([4], "float32")).size(), [2]);
  assertEquals(bottle.forward(zeros([0, 5, 4])).size(), [0, 5, 2]);
  assertEquals(bottle.backward(zeros([0, 5, 4]), zeros([0, 5, 2])).size(), [0, 5, 4]);
  assertEquals(bottle.forward(numbers([2, 4], "float32")).size(), [2, 2]);
  assertEquals(String(bottle), "nn.Bottle");
});

Deno.test("Bottle lets its module skip the gradient with respect to the input", () => {
  const module = linear(), bottle = new Bottle(module), x = numbers([3, 5, 4], "float32");
  module.gradInput = null;
  bottle.forward(x);
  bottle.zeroGradParameters();
  assertEquals(bottle.backward(x, numbers([3, 5, 2], "float32")).nElement(), 0);
  assert(module.gradWeight.norm() > 0);
});

Deno.test("Bottle refuses what does not fit", () => {
  const bottle = new Bottle(new Linear(4, 2, true, options)), x = zeros([3, 5, 4]);
  assertThrows(
    () => bottle.forward(zeros([3, 5, 3])),
    TypeError,
    "in Bottle[0] > Linear(4 -> 2): Cannot run Linear.forward: input must be [batch, 4] but is [15, 3]",
  );
  assertThrows(
    () => new Bottle(new View(-1)).forward(x),
    TypeError,
    "Cannot run Bottle.forward: the module's output must be [a multiple of 3, any] but is [60]",
  );
  bottle.forward(x);
  assertThrows(() => bottle.backward(x, zeros([15, 2])), TypeError, "gradOutput must be [3, 5, 2] but is [15, 2]");
  assertThrows(() => new Bottle(new View(-1), 0), RangeError, "Cannot run Bottle: nInputDim must be from 1 to 16");
});
