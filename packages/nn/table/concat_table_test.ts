import { assert, assertEquals, assertThrows } from "@std/assert";
import { type Tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { Linear } from "../linear/linear.ts";
import { Sequential } from "../containers/sequential.ts";
import { Tanh } from "../transfer/tanh.ts";
import { Identity } from "../shape/identity.ts";
import { CAddTable } from "./c_add_table.ts";
import { ConcatTable } from "./concat_table.ts";
import { ParallelTable } from "./parallel_table.ts";
import { SelectTable } from "./select_table.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

const linear = (i: number, o: number) => new Linear(i, o, true, { generator: seeded() });
const table = () => new ConcatTable().add(linear(4, 2)).add(new Identity()).add(linear(4, 3));

testLayer("ConcatTable", { make: table, size: [5, 4], large: [2000, 4] });
testLayer("ConcatTable of one module", { make: () => new ConcatTable().add(linear(4, 2)), size: [5, 4] });
testLayer("ConcatTable of lists", {
  make: () =>
    new ConcatTable<readonly Tensor[]>()
      .add(new ParallelTable().add(linear(4, 2)).add(new Tanh()))
      .add(new SelectTable(1))
      .add(new CAddTable()),
  size: [[5, 4], [5, 4]],
});
testLayer("ConcatTable in a residual block", {
  make: () =>
    new Sequential()
      .add(new ConcatTable().add(new Sequential().add(new Tanh()).add(linear(4, 4))).add(new Identity()))
      .add(new CAddTable(true)),
  size: [5, 4],
});

Deno.test("ConcatTable adds up the gradients of its modules", () => {
  const net = table(), x = numbers([5, 4], "float32"), g = [2, 4, 3].map((n) => numbers([5, n], "float32", n));
  net.zeroGradParameters();
  net.forward(x);
  const gradInput = net.updateGradInput(x, g).clone();
  const parts = net.modules.map((module, i) => (module.updateGradInput(x, g[i]!) as Tensor).clone());
  assertClose(gradInput, parts[0]!.add(parts[1]!).add(parts[2]!));
  assert(net.parameters()[1].every((t) => t.norm() === 0));
  net.accGradParameters(x, g);
  const gradients = net.parameters()[1].map((t) => t.clone());
  net.zeroGradParameters();
  net.backward(x, g);
  net.parameters()[1].forEach((t, k) => assertEquals(t.toArray(), gradients[k]!.toArray()));
});

Deno.test("ConcatTable leaves out gradients that a module does not compute", () => {
  const net = table(), x = numbers([5, 4], "float32"), g = [2, 4, 3].map((n) => numbers([5, n], "float32", n));
  net.forward(x);
  net.get(0).gradInput = null;
  const gradInput = net.backward(x, g).clone();
  assertClose(gradInput, g[1]!.clone().add(net.get(2).gradInput as Tensor));
  for (const i of [1, 2]) net.get(i).gradInput = null;
  assertEquals(net.backward(x, g).nElement(), 0);
});

Deno.test("ConcatTable.backwardUpdate() changes the parameters as a step does", () => {
  const a = table(),
    b = table(),
    x = numbers([5, 4], "float32"),
    g = [2, 4, 3].map((n) => numbers([5, n], "float32", n));
  a.zeroGradParameters();
  a.forward(x);
  a.backward(x, g);
  a.updateParameters(0.1);
  b.forward(x);
  b.backwardUpdate(x, g, 0.1);
  b.parameters()[0].forEach((p, k) => assertClose(p, a.parameters()[0][k]!));
});

Deno.test("ConcatTable.summary() counts what its modules need", () => {
  const { parameters, multiplyAdds, rows } = table().summary([5, 4]);
  assertEquals([parameters, multiplyAdds], [25, 100]);
  assertEquals(rows.map((row) => row.depth), [0, 1, 1, 1]);
});

Deno.test("ConcatTable names the module that fails", () => {
  const net = table(), x = zeros([5, 4]);
  assertThrows(
    () => net.forward(zeros([5, 3])),
    TypeError,
    "in ConcatTable[0] > Linear(4 -> 2): Cannot run Linear.forward: input must be [batch, 4] but is [5, 3]",
  );
  net.forward(x);
  assertThrows(
    () => net.backward(x, [zeros([5, 2]), x, zeros([5, 2])]),
    TypeError,
    "in ConcatTable[2] > Linear(4 -> 3): Cannot run Linear.backward: gradOutput must be [batch, 3] but is [5, 2]",
  );
  assertThrows(
    () => net.backward(x, [zeros([5, 2])]),
    TypeError,
    "Cannot run ConcatTable.backward: gradOutput must be a list of 3 but is a list of 1",
  );
  assertThrows(() => new ConcatTable().forward(x), TypeError, "Cannot run ConcatTable.forward: there are no modules");
  assertThrows(
    () => net.clearState().backward(x, [zeros([5, 2]), x, zeros([5, 3])]),
    TypeError,
    "Cannot run ConcatTable.backward: forward must be run with this input before",
  );
  assertThrows(() => net.backward(x, [], NaN), RangeError, "Cannot run ConcatTable.backward: scale must be finite");
});

Deno.test("ConcatTable passes modes on and prints Torch7's text", () => {
  const net = new ConcatTable().add(new Sequential().add(linear(4, 2)).add(new Tanh())).add(
    new ConcatTable().add(linear(4, 2)).add(new Identity()),
  );
  net.evaluate();
  assert(net.listModules().every((module) => !module.train));
  assertEquals(
    String(net),
    `nn.ConcatTable {
  input
    |\`-> (1): nn.Sequential {
    |      [input -> (1) -> (2) -> output]
    |      (1): nn.Linear(4 -> 2)
    |      (2): nn.Tanh
    |    }
     \`-> (2): nn.ConcatTable {
           input
             |\`-> (1): nn.Linear(4 -> 2)
              \`-> (2): nn.Identity
              ... -> output
         }
     ... -> output
}`,
  );
});
