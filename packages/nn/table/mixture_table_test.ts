import { assertThrows } from "@std/assert";
import { type Tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { numbers, testLayer } from "../testing.ts";
import { MixtureTable } from "./mixture_table.ts";

testLayer("MixtureTable", {
  make: () => new MixtureTable(),
  size: [[4, 3], [[4, 2, 5], [4, 2, 5], [4, 2, 5]]],
});
testLayer("MixtureTable of one tensor", { make: () => new MixtureTable(), size: [[4, 3], [4, 3, 2]] });
testLayer("MixtureTable along the last dimension", { make: () => new MixtureTable(-1), size: [[4, 3], [4, 2, 3]] });
testLayer("MixtureTable of numbers", { make: () => new MixtureTable(), size: [[4, 3], [4, 3]], samples: false });

Deno.test("MixtureTable weighs experts in a list as those in a tensor", () => {
  const gates = numbers([4, 3], "float32"),
    experts = numbers([4, 3, 2], "float32", 5),
    g = numbers([4, 2], "float32", 7);
  const list = [0, 1, 2].map((i) => experts.select(1, i)), one = new MixtureTable(1), many = new MixtureTable();
  assertClose(many.forward([gates, list]), one.forward([gates, experts]));
  const [a, whole] = one.backward([gates, experts], g), [b, each] = many.backward([gates, list], g);
  assertClose(b, a);
  (each as Tensor[]).forEach((t, i) => assertClose(t, (whole as Tensor).select(1, i)));
});

Deno.test("MixtureTable refuses what does not fit", () => {
  const layer = new MixtureTable(), gates = zeros([4, 3]), expert = zeros([4, 2]);
  const refuse = (input: unknown, message: string) =>
    assertThrows(
      () => layer.forward(input as [Tensor, Tensor[]]),
      TypeError,
      `Cannot run MixtureTable.forward: ${message}`,
    );
  refuse([gates, [expert, expert]], "input[1] must be a list of 3 tensors but is a list of 2");
  refuse([gates, [expert, expert, zeros([4, 3])]], "input[1][2] must be [4, 2] but is [4, 3]");
  refuse([gates, [zeros([3]), zeros([3]), zeros([3])]], "input[1][0] must be [4, …] but is [3]");
  refuse([gates, zeros([4, 2, 2])], "input[1] must be [4, 3, any] but is [4, 2, 2]");
  refuse([zeros([2, 4, 3]), expert], "input[0] must be [experts] or [batch, experts] but is [2, 4, 3]");
  refuse([gates, 3], "input[1] must be a tensor but is 3");
  layer.forward([gates, [expert, expert, expert]]);
  assertThrows(
    () => layer.backward([gates, [expert, expert, expert]], zeros([4, 3])),
    TypeError,
    "Cannot run MixtureTable.backward: gradOutput must be [4, 2] but is [4, 3]",
  );
  assertThrows(() => new MixtureTable(0).forward([gates, zeros([3, 4, 2])]), TypeError, "input[1] must be");
});
