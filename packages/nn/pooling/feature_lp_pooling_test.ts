import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { FeatureLPPooling } from "./feature_lp_pooling.ts";
import { numbers, testLayer } from "../testing.ts";

testLayer("FeatureLPPooling", {
  make: () => new FeatureLPPooling(3, 2, 2, true),
  size: [3, 8, 2],
  samples: false,
  large: [32, 80, 200],
});
testLayer("FeatureLPPooling without a batch, of power 3", {
  make: () => new FeatureLPPooling(2, 1, 3),
  input: (dtype) => numbers([5, 2, 3], dtype).abs(),
  samples: false,
});

Deno.test("FeatureLPPooling takes features with up to two dimensions behind them", () => {
  const layer = new FeatureLPPooling(2, 2, 2), batch = new FeatureLPPooling(2, 2, 2, true), x = numbers([4, 5, 3]);
  layer.double();
  batch.double();
  const whole = layer.forward(x).clone();
  assertEquals(whole.size(), [2, 5, 3]);
  assertClose(layer.forward(x.select(2, 1)), whole.select(2, 1));
  assertClose(layer.forward(x.select(2, 1).select(1, 4)), whole.select(2, 1).select(1, 4));
  assertClose(batch.forward(x.view(1, 4, 5, 3)), whole.view(1, 2, 5, 3));
  assertClose(batch.forward(x.permute(2, 0, 1)), whole.permute(2, 0, 1));
  assertClose(batch.forward(x.select(2, 1).t()), whole.select(2, 1).t());
});

Deno.test("FeatureLPPooling has no gradient where the output is 0", () => {
  const layer = new FeatureLPPooling(2, 2, 2), x = tensor([0, 0, 3, 4]);
  assertClose(layer.forward(x), [0, 5]);
  assertClose(layer.backward(x, tensor([1, 1])), [0, 0, 0.6, 0.8]);
});

Deno.test("FeatureLPPooling names the sizes that it takes", () => {
  assertThrows(
    () => new FeatureLPPooling(3, 1, 2).forward(zeros([2, 4])),
    TypeError,
    "Cannot run FeatureLPPooling.forward: input must be [features >= 3, n] but is [2, 4]",
  );
  assertThrows(
    () => new FeatureLPPooling(3, 1, 2, true).forward(zeros([4])),
    TypeError,
    "input must be [batch, features >= 3] or [batch, features >= 3, n] or [batch, features >= 3, n, m] but is [4]",
  );
  const layer = new FeatureLPPooling(2, 1, 2);
  layer.forward(zeros([3]));
  assertThrows(() => layer.backward(zeros([3]), zeros([3])), TypeError, "gradOutput must be [2] but is [3]");
  assertThrows(() => layer.backward(zeros([4]), zeros([2])), TypeError, "input must be [3] but is [4]");
});

Deno.test("FeatureLPPooling checks its arguments", () => {
  assertThrows(() => new FeatureLPPooling(1, 1, 2), RangeError, "width must be from 2 to 2147483647 but is 1");
  assertThrows(() => new FeatureLPPooling(2, 0, 2), RangeError, "stride must be from 1 to 2147483647 but is 0");
  assertThrows(() => new FeatureLPPooling(2, 1, 0), RangeError, "power must be at least 1 but is 0");
});

Deno.test("FeatureLPPooling.toString() is Torch7's text", () => {
  assertEquals(String(new FeatureLPPooling(3, 2, 2, true)), "nn.FeatureLPPooling(w3 s2 power 2 batch 1)");
});
