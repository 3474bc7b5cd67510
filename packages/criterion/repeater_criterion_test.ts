import { assertEquals, assertThrows } from "@std/assert";
import { type Tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { type Activity, ClassNLLCriterion, ModuleCriterion, MSECriterion, RepeaterCriterion } from "./mod.ts";
import { labels, numbers, testCriterion } from "./testing.ts";

testCriterion("RepeaterCriterion of a tensor", {
  make: () => new RepeaterCriterion(new MSECriterion()),
  input: (): Activity => numbers([3, 2, 4]),
  target: (): unknown => numbers([2, 4], 4),
});

testCriterion("RepeaterCriterion of lists", {
  make: () => new RepeaterCriterion(new ClassNLLCriterion()),
  input: (): Activity => [numbers([2, 4]), numbers([2, 4], 4), numbers([2, 4], 5)],
  target: (): unknown => labels([2], 4),
});

Deno.test("RepeaterCriterion adds the losses of the steps", () => {
  const x = numbers([3, 4]), y = numbers([4], 4), mse = new MSECriterion(), criterion = new RepeaterCriterion(mse);
  const sum = [0, 1, 2].reduce((s, i) => s + mse.forward(x.select(0, i), y), 0);
  assertClose(criterion.forward(x, y), sum, { relative: 1e-14 });
  assertClose((criterion.backward(x, y) as Tensor).select(0, 2), mse.backward(x.select(0, 2), y));
  assertEquals(`${criterion}`, "RepeaterCriterion(MSECriterion)");
});

Deno.test("RepeaterCriterion says what is wrong", () => {
  assertThrows(
    () => new RepeaterCriterion(new ModuleCriterion(new MSECriterion())),
    TypeError,
    "Cannot run RepeaterCriterion: criterion must be no ModuleCriterion",
  );
  assertThrows(
    () => new RepeaterCriterion(new MSECriterion()).forward(undefined as unknown as Tensor, zeros([2])),
    TypeError,
    "Cannot run RepeaterCriterion.forward: input must be a list or a tensor [steps, …] but is undefined",
  );
});
