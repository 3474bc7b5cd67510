import { assertEquals, assertThrows } from "@std/assert";
import { zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { GroupNorm } from "./group_norm.ts";
import { InstanceNorm } from "./instance_norm.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

/** Weights and biases that tell the channels apart. */
function varied<M extends GroupNorm>(norm: M): M {
  const generator = seeded();
  norm.weight?.uniform(0.5, 1.5, { generator });
  norm.bias?.uniform(-1, 1, { generator });
  return norm;
}

testLayer("GroupNorm", {
  make: () => varied(new GroupNorm(2, 6)),
  size: [3, 6, 4, 5],
  samples: false,
  large: [30, 6, 20, 20],
});
testLayer("GroupNorm of rows", { make: () => varied(new GroupNorm(3, 12)), size: [4, 12], samples: false });
testLayer("GroupNorm without weights", {
  make: () => new GroupNorm(2, 4, 1e-5, false),
  size: [3, 4, 5],
  samples: false,
  large: [100, 4, 60],
});
testLayer("InstanceNorm", {
  make: () => varied(new InstanceNorm(3, 1e-5, true)),
  size: [2, 3, 4, 5],
  samples: false,
});

Deno.test("GroupNorm takes mean and variance of the channels of a group", () => {
  const x = numbers([2, 6, 3]), y = new GroupNorm(2, 6, 0.1, true, { dtype: "float64" }).forward(x);
  for (let i = 0; i < 2; i++) {
    for (let group = 0; group < 2; group++) {
      const part = x.select(0, i).narrow(0, 3 * group, 3).contiguous();
      const std = Math.sqrt(part.var(undefined, { biased: true }) + 0.1);
      assertClose(y.select(0, i).narrow(0, 3 * group, 3), part.clone().add(-part.mean()).div(std));
    }
  }
});

Deno.test("InstanceNorm has no weights unless asked", () => {
  const norm = new InstanceNorm(3);
  assertEquals([norm.parameters()[0].length, String(norm)], [0, "nn.InstanceNorm(3)"]);
  const y = norm.double().forward(numbers([2, 3, 8]));
  assertClose(y.mean(2), zeros([2, 3, 1], { dtype: "float64" }), { absolute: 1e-12 });
});

Deno.test("GroupNorm starts with weights 1 and biases 0, and reset() restores them", () => {
  const norm = varied(new GroupNorm(1, 2));
  norm.reset();
  assertEquals([norm.weight!.toArray(), norm.bias!.toArray()], [[1, 1], [0, 0]]);
});

Deno.test("GroupNorm says what does not fit", () => {
  const norm = new GroupNorm(2, 4), x = zeros([3, 4, 5]);
  const refuse = (size: number[], message: string) => assertThrows(() => norm.forward(zeros(size)), TypeError, message);
  refuse([3, 5], "Cannot run GroupNorm.forward: input must be [batch, 4, …] but is [3, 5]");
  refuse([4], "input must be [batch, 4, …] but is [4]");
  refuse([0, 4], "input must be [batch, 4, …] but is [0, 4]");
  assertThrows(() => norm.backward(x, x), Error, "Cannot run GroupNorm.backward: forward must be called before");
  norm.forward(x);
  assertThrows(
    () => norm.backward(x, zeros([3, 4])),
    TypeError,
    "Cannot run GroupNorm.backward: gradOutput must be [3, 4, 5] but is [3, 4]",
  );
  assertThrows(
    () => new GroupNorm(3, 4),
    RangeError,
    "Cannot run GroupNorm: numGroups must divide the 4 channels but is 3",
  );
  assertThrows(() => new InstanceNorm(0), RangeError, "Cannot run InstanceNorm: numGroups must be at least 1 but is 0");
  assertThrows(() => new GroupNorm(1, 2, NaN), RangeError, "Cannot run GroupNorm: eps must be at least 0 but is NaN");
  assertEquals(String(norm), "nn.GroupNorm(2, 4)");
});
