import { assertEquals, assertThrows } from "@std/assert";
import { type Tensor, zeros } from "@taimatsu/tensor";
import { Linear } from "../linear/linear.ts";
import { Sequential } from "../containers/sequential.ts";
import { Tanh } from "../transfer/tanh.ts";
import { ParallelTable } from "./parallel_table.ts";
import { JoinTable } from "./join_table.ts";
import { seeded, testLayer } from "../testing.ts";

const linear = (i: number, o: number) => new Linear(i, o, true, { generator: seeded() });
const table = () => new ParallelTable().add(linear(4, 2)).add(new Tanh());

testLayer("ParallelTable", { make: table, size: [[5, 4], [5, 3]], large: [[2000, 4], [2000, 30]] });
testLayer("ParallelTable of nested lists", {
  make: () => new ParallelTable<readonly [readonly Tensor[], Tensor]>().add(table()).add(linear(4, 2)),
  size: [[[5, 4], [5, 3]], [5, 4]],
});
testLayer("ParallelTable in a net", {
  make: () => new Sequential<readonly Tensor[]>().add(table()).add(new JoinTable(-1)).add(linear(5, 2)),
  size: [[5, 4], [5, 3]],
});

Deno.test("ParallelTable refuses a list that is too short or too long, and names the module that fails", () => {
  const net = table(), x = zeros([5, 4]);
  assertThrows(
    () => net.forward([x]),
    TypeError,
    "Cannot run ParallelTable.forward: input must be a list of 2 but is a list of 1",
  );
  assertThrows(() => net.forward([x, x, x]), TypeError, "must be a list of 2 but is a list of 3");
  assertThrows(
    () => net.forward([x, 3 as unknown as Tensor]),
    TypeError,
    "in ParallelTable[1] > Tanh: Cannot run Tanh.forward: input must be a tensor but is 3",
  );
  net.forward([x, x]);
  assertThrows(() => net.backward([x, x], [x]), TypeError, "gradOutput must be a list of 2 but is a list of 1");
  assertEquals(
    String(net),
    "nn.ParallelTable {\n  input\n    |`-> (1): nn.Linear(4 -> 2)\n     `-> (2): nn.Tanh\n     ... -> output\n}",
  );
});
