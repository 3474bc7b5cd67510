import { assertEquals, assertThrows } from "@std/assert";
import { type Dtype, type Tensor, tensor } from "@taimatsu/tensor";
import { numbers, testLayer } from "../testing.ts";
import { Power } from "./power.ts";

const positive = (dtype: Dtype): Tensor => numbers([4, 5], dtype).abs().add(0.1);

testLayer("Power 3", { make: () => new Power(3), size: [4, 3, 5, 6], large: [8, 10, 30, 31], tolerance: 1e-4 });
testLayer("Power 2", { make: () => new Power(2), size: [6, 5], large: [600, 101] });
testLayer("Power 1", { make: () => new Power(1), size: [6, 5] });
testLayer("Power 0", { make: () => new Power(0), size: [6, 5] });
testLayer("Power 0.7", { make: () => new Power(0.7), input: positive });
testLayer("Power −1", { make: () => new Power(-1), input: positive, tolerance: 1e-4 });

Deno.test("Power at 0", () => {
  const at = (p: number): unknown[] => {
    const layer = new Power(p), x = tensor([0]);
    return [layer.forward(x).get(0), layer.backward(x, tensor([1])).get(0)];
  };
  assertEquals(at(0), [1, 0]);
  assertEquals(at(0.5), [0, Infinity]);
  assertEquals(at(1), [0, 1]);
  assertEquals(at(1.5), [0, 0]);
  assertEquals(at(2), [0, 0]);
  assertEquals(at(-1), [Infinity, -Infinity]);
});

Deno.test("Power of negative numbers needs an integer", () => {
  assertEquals(new Power(3).forward(tensor([-2])).get(0), -8);
  assertEquals(new Power(0.5).forward(tensor([-2])).get(0), NaN);
  assertThrows(() => new Power(NaN), RangeError, "Cannot run Power: p must be finite but is NaN");
  assertEquals([new Power(3).pow, String(new Power(3))], [3, "nn.Power"]);
});
