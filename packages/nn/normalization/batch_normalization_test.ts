import { assertEquals, assertThrows } from "@std/assert";
import { tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { BatchNormalization } from "./batch_normalization.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

function make(affine: boolean, evaluate = false): BatchNormalization {
  const layer = new BatchNormalization(4, 1e-5, 0.1, affine, { generator: seeded() });
  layer.bias?.copy(tensor([1, -1, 2, 0]));
  layer.runningMean.copy(tensor([0.5, 0, -1, 2]));
  layer.runningVar.copy(tensor([1, 2, 0.5, 3]));
  return evaluate ? layer.evaluate() : layer;
}

testLayer("BatchNormalization", { make: () => make(true), size: [6, 4], samples: false, large: [3000, 4] });
testLayer("BatchNormalization of wider features", {
  make: () => make(true),
  size: [3, 4, 5],
  samples: false,
  large: [100, 4, 50],
});
testLayer("BatchNormalization without weights", {
  make: () => make(false),
  size: [6, 4],
  samples: false,
  large: [3000, 4],
});
testLayer("BatchNormalization when evaluating", { make: () => make(true, true), size: [6, 4], large: [3000, 4] });

Deno.test("BatchNormalization moves the running values by the momentum, with the unbiased variance", () => {
  const layer = new BatchNormalization(1, 0, 0.25, false, { dtype: "float64" });
  layer.forward(tensor([[1], [2], [6]], { dtype: "float64" }));
  assertClose(layer.runningMean, [0.75]);
  assertClose(layer.runningVar, [0.75 + 0.25 * 7]);
  assertClose(layer.saveMean, [3]);
  assertClose(layer.saveStd, [1 / Math.sqrt(14 / 3)]);
});

Deno.test("BatchNormalization uses the running values for a batch of one, as Torch7 does", () => {
  const layer = make(false).double(), x = tensor([[1.5, 2, 3, 4]], { dtype: "float64" });
  const output = layer.forward(x).clone(), before = layer.runningMean.clone();
  assertClose(output, make(false, true).double().forward(x));
  assertEquals(layer.runningMean.toArray(), before.toArray());
  const evaluated = make(false, true).double();
  evaluated.forward(x);
  assertClose(layer.backward(x, x), evaluated.backward(x, x));
});

Deno.test("BatchNormalization starts with weights from U(0, 1), biases 0, means 0 and variances 1", () => {
  const layer = new BatchNormalization(5, 1e-5, 0.1, true, { generator: seeded() });
  assertEquals(layer.weight!.toArray(), zeros([5]).uniform(0, 1, { generator: seeded() }).toArray());
  assertEquals([layer.bias!.sum(), layer.runningMean.sum(), layer.runningVar.sum()], [0, 0, 5]);
  assertEquals(new BatchNormalization(5, 1e-5, 0.1, false).parameters(), [[], []]);
});

Deno.test("BatchNormalization of equal or large numbers stays finite", () => {
  for (const dtype of ["float32", "float64"] as const) {
    for (const value of [0, 1, 1e4]) {
      const layer = make(true).type(dtype), x = zeros([6, 4], { dtype }).fill(value), g = numbers([6, 4], dtype);
      layer.bias!.zero();
      assertEquals(layer.forward(x).norm(), 0);
      assertEquals(Number.isFinite(layer.backward(x, g).norm()), true);
      assertEquals(Number.isFinite(layer.gradWeight!.norm()), true);
      assertEquals(layer.runningVar.toArray(), layer.runningVar.clone().abs().toArray());
    }
  }
});

Deno.test("BatchNormalization names the sizes that it takes", () => {
  const layer = new BatchNormalization(4);
  const refuse = (size: number[], message: string) =>
    assertThrows(
      () => layer.forward(zeros(size)),
      TypeError,
      `Cannot run BatchNormalization.forward: input must be ${message}`,
    );
  refuse([4], "[batch, 4] but is [4]");
  refuse([4, 3], "[batch, 4] but is [4, 3]");
  layer.evaluate();
  refuse([3], "[4] but is [3]");
  assertEquals(layer.forward(zeros([4])).size(), [4]);
});

Deno.test("BatchNormalization.backward() wants forward before", () => {
  assertThrows(
    () => new BatchNormalization(2).backward(zeros([3, 2]), zeros([3, 2])),
    Error,
    "Cannot run BatchNormalization.backward: forward must be called before",
  );
});

Deno.test("BatchNormalization checks its arguments", () => {
  const refuse = (args: [number, number?, number?], message: string) =>
    assertThrows(() => new BatchNormalization(...args), RangeError, `Cannot run BatchNormalization: ${message}`);
  refuse([0], "nOutput must be at least 1 but is 0");
  refuse([2, -1], "eps must be at least 0 but is -1");
  refuse([2, 1e-5, 1.5], "momentum must be from 0 to 1 but is 1.5");
  refuse([2, 1e-5, NaN], "momentum must be from 0 to 1 but is NaN");
});

Deno.test("BatchNormalization.toString() is Torch7's text", () => {
  assertEquals(String(new BatchNormalization(4)), "nn.BatchNormalization (2D) (4)");
});

Deno.test("BatchNormalization.backward() in parts is that in one pass", () => {
  const layer = make(true), x = numbers([6, 4], "float32"), g = numbers([6, 4], "float32", 5);
  layer.forward(x);
  const whole = layer.backward(x, g).clone(), gradWeight = layer.gradWeight!.clone();
  layer.zeroGradParameters();
  assertEquals(layer.updateGradInput(x, g).equal(whole), true);
  layer.accGradParameters(x, g);
  assertEquals(layer.gradWeight!.equal(gradWeight), true);
});
