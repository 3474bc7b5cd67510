import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { type Tensor, zeros } from "@taimatsu/tensor";
import { assertClose, countBuffers } from "@taimatsu/tensor/testing";
import { type AnyCriterion, ClassNLLCriterion, CriterionTable, MSECriterion } from "./mod.ts";
import { numbers } from "./testing.ts";

Deno.test("CriterionTable gives the criterion the entries of its input", () => {
  const mse = new MSECriterion(),
    criterion = new CriterionTable(new MSECriterion()),
    x = numbers([3, 4]),
    y = numbers([3, 4], 4);
  assertEquals(criterion.forward([x, y]), mse.forward(x, y));
  assertEquals(criterion.output, mse.output);
  const gradInput = criterion.backward([x, y], zeros([1]));
  assertEquals(gradInput.length, 1);
  assertClose(gradInput[0] as Tensor, mse.backward(x, y));
  assertStrictEquals(criterion.gradInput, gradInput);
  assertEquals(criterion.call([x, y])[0], mse.output);
  assertEquals(new CriterionTable(new ClassNLLCriterion()).forward([numbers([3]), 1]), -numbers([3]).get(1));
  assertEquals(`${criterion}`, "CriterionTable(MSECriterion)");
});

Deno.test("CriterionTable allocates nothing after the second step", () => {
  const criterion = new CriterionTable(new MSECriterion()), pair = [numbers([3]), numbers([3], 4)];
  criterion.call(pair);
  assertEquals(
    countBuffers(() => {
      for (let i = 0; i < 300; i++) criterion.call(pair);
    }),
    0,
  );
});

Deno.test("CriterionTable.clone() and type() reach the criterion", () => {
  const criterion = new CriterionTable(new ClassNLLCriterion(zeros([3]).fill(1))), copy = criterion.clone().double();
  assertEquals([criterion.criterion.weights!.dtype, copy.criterion.weights!.dtype], ["float32", "float64"]);
  assertEquals(copy.forward([numbers([3]), 1]), -numbers([3]).get(1));
});

Deno.test("CriterionTable says what is wrong", () => {
  const criterion = new CriterionTable(new MSECriterion()), x = zeros([2]);
  const wrong: [() => unknown, string][] = [
    [() => criterion.forward([x]), ".forward: input must be a list of input and target but is a list of 1"],
    [
      () => criterion.backward(x as unknown as unknown[]),
      ".backward: input must be a list of input and target but is a tensor [2]",
    ],
    [
      () => new CriterionTable(undefined as unknown as AnyCriterion),
      ": criterion must be a criterion but is undefined",
    ],
  ];
  for (const [run, text] of wrong) assertThrows(run, TypeError, `Cannot run CriterionTable${text}`);
});
