import { assertEquals, assertThrows } from "@std/assert";
import { NativeError, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { ClassNLLCriterion, SpatialClassNLLCriterion } from "./mod.ts";
import { labels, numbers, testCriterion } from "./testing.ts";

const weights = tensor([1, 2, 0.5], { dtype: "float64" });

for (const weight of [undefined, weights]) {
  testCriterion(`SpatialClassNLLCriterion, ${weight ? "" : "no "}weights`, {
    make: () => new SpatialClassNLLCriterion(weight, true, { ignoreIndex: 3 }),
    input: () => numbers([2, 3, 2, 4]),
    target: () => labels([2, 2, 4], 4),
    large: { input: () => numbers([3, 3, 200, 201]), target: () => labels([3, 200, 201], 4) },
    losses: [2, 2, 4],
    divisor: null,
  });
}

Deno.test("SpatialClassNLLCriterion is ClassNLLCriterion of the pixels", () => {
  const x = numbers([2, 3, 2, 4]), y = labels([2, 2, 4], 3), pixels = x.permute(0, 2, 3, 1).contiguous().view(16, 3);
  for (const reduction of ["mean", "none"] as const) {
    const spatial = new SpatialClassNLLCriterion(weights, true, { reduction });
    const plain = new ClassNLLCriterion(weights, true, -100, { reduction });
    assertClose(spatial.forward(x, y), plain.forward(pixels, y.view(16)), { relative: 1e-14 });
    assertClose(spatial.lossTensor(x, y).flatten(), plain.lossTensor(pixels, y.view(16)));
    assertClose(
      spatial.backward(x, y).permute(0, 2, 3, 1).contiguous().view(16, 3),
      plain.backward(pixels, y.view(16)),
    );
  }
});

Deno.test("SpatialClassNLLCriterion takes images of one pixel and none", () => {
  const criterion = new SpatialClassNLLCriterion(), x = numbers([2, 3, 1, 1]);
  assertClose(
    criterion.forward(x, labels([2, 1, 1], 3)),
    new ClassNLLCriterion().forward(x.view(2, 3), labels([2], 3)),
  );
  for (const size of [[0, 3, 2, 2], [2, 3, 0, 2]]) {
    const y = zeros([size[0]!, size[2]!, size[3]!]);
    assertEquals(criterion.forward(zeros(size), y), 0);
    assertEquals(criterion.backward(zeros(size), y).size(), size);
  }
});

Deno.test("SpatialClassNLLCriterion.size() is the number of weights", () => {
  assertEquals([new SpatialClassNLLCriterion().size(), new SpatialClassNLLCriterion(weights).size()], [0, 3]);
});

Deno.test("SpatialClassNLLCriterion says what is wrong", () => {
  const criterion = new SpatialClassNLLCriterion(), x = zeros([1, 3, 2, 2]);
  assertThrows(
    () => criterion.forward(x, zeros([1, 2, 3])),
    TypeError,
    "Cannot run SpatialClassNLLCriterion.forward: target must be [1, 2, 2] but is [1, 2, 3]",
  );
  assertThrows(
    () => criterion.forward(zeros([3, 2, 2]), zeros([2, 2])),
    TypeError,
    "Cannot run SpatialClassNLLCriterion.forward: input must be [batch, classes, height, width] but is [3, 2, 2]",
  );
  assertThrows(
    () => criterion.forward(x, zeros([1, 2, 2]).fill(3)),
    NativeError,
    "Cannot run SpatialClassNLLCriterion.forward: target 3 at position 0 is outside [0, 3)",
  );
});
