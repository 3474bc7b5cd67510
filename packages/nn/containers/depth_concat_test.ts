import { assert, assertEquals, assertThrows } from "@std/assert";
import { zeros } from "@taimatsu/tensor";
import { Identity } from "../shape/identity.ts";
import { Narrow } from "../shape/narrow.ts";
import { SpatialConvolution } from "../convolution/spatial_convolution.ts";
import { View } from "../shape/view.ts";
import { DepthConcat } from "./depth_concat.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

const conv = (o: number, k: number) => new SpatialConvolution(2, o, k, k, 1, 1, 0, 0, { generator: seeded() });

testLayer("DepthConcat", {
  make: () => new DepthConcat(-3).add(conv(2, 3)).add(conv(1, 1)).add(conv(2, 4)),
  size: [3, 2, 6, 5],
  large: [20, 2, 40, 41],
});
testLayer("DepthConcat of equal sizes", {
  make: () => new DepthConcat(-3).add(conv(2, 1)).add(conv(1, 1)),
  size: [3, 2, 3, 3],
});

Deno.test("DepthConcat centres what is smaller, with one zero more behind than in front", () => {
  const net = new DepthConcat(0).add(new Identity()).add(new Narrow(1, 0, 2)), x = numbers([1, 5], "float32").abs();
  const y = net.forward(x);
  assertEquals(y.size(), [2, 5]);
  assertEquals(y.ne(0).toArray(), [[1, 1, 1, 1, 1], [0, 1, 1, 0, 0]]);
  assert(y.at(1, [1, 3]).equal(x.at(0, [0, 2])));
});

Deno.test("DepthConcat passes scale on, which Torch7 forgets", () => {
  const net = new DepthConcat(0).add(conv(2, 1)).add(conv(1, 3)), x = numbers([2, 5, 5], "float32");
  net.forward(x);
  net.zeroGradParameters();
  net.backward(x, numbers([3, 5, 5], "float32", 5), 0);
  assert(net.parameters()[1].every((g) => g.norm() === 0));
});

Deno.test("DepthConcat refuses outputs with other numbers of dimensions", () => {
  assertThrows(
    () => new DepthConcat(0).add(new Identity()).add(new View(-1)).forward(zeros([2, 3])),
    TypeError,
    "Cannot run DepthConcat.forward: output[1] must be [any, any] but is [6]",
  );
  const net = new DepthConcat(0).add(new Identity());
  assertEquals(String(net), "nn.DepthConcat {\n  input\n     `-> (1): nn.Identity\n     ... -> output\n}");
});
