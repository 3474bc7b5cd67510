import { assert, assertEquals, assertThrows } from "@std/assert";
import { cat, type Tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { CAddTable } from "../table/c_add_table.ts";
import { ParallelTable } from "../table/parallel_table.ts";
import { SelectTable } from "../table/select_table.ts";
import { Identity } from "../shape/identity.ts";
import { Linear } from "../linear/linear.ts";
import { SpatialConvolution } from "../convolution/spatial_convolution.ts";
import { Tanh } from "../transfer/tanh.ts";
import { Concat } from "./concat.ts";
import { Sequential } from "./sequential.ts";
import { numbers, seeded, testLayer } from "../testing.ts";

const linear = (i: number, o: number) => new Linear(i, o, true, { generator: seeded() });
const conv = (o: number) => new SpatialConvolution(2, o, 1, 1, 1, 1, 0, 0, { generator: seeded() });
const net = () =>
  new Concat(-1).add(linear(4, 2)).add(new Identity()).add(new Sequential().add(linear(4, 3)).add(new Tanh()));

testLayer("Concat", { make: net, size: [5, 4], large: [2000, 4] });
testLayer("Concat of maps", { make: () => new Concat(-3).add(conv(3)).add(conv(1)), size: [3, 2, 4, 5] });
testLayer("Concat of lists", {
  make: () =>
    new Concat<readonly Tensor[]>(-1)
      .add(new SelectTable(0))
      .add(new CAddTable())
      .add(
        new Sequential<readonly Tensor[]>().add(new ParallelTable().add(linear(4, 2)).add(new Tanh())).add(
          new SelectTable(0),
        ),
      ),
  size: [[5, 4], [5, 4]],
});
testLayer("Concat along the batch", {
  make: () => new Concat(0).add(linear(4, 2)).add(linear(4, 2)),
  size: [5, 4],
  samples: false,
});

Deno.test("Concat joins what its modules return, and follows inputs of other sizes", () => {
  const concat = net();
  for (const batch of [5, 2, 7]) {
    const x = numbers([batch, 4], "float32"), y = concat.forward(x);
    assert(y.equal(cat(concat.modules.map((module) => module.output as Tensor), 1)));
    assertEquals(concat.backward(x, numbers([batch, 9], "float32")).size(), [batch, 4]);
  }
});

Deno.test("Concat leaves out gradients that a module does not compute, and computes none if nobody needs them", () => {
  const concat = net(), x = numbers([5, 4], "float32"), g = numbers([5, 9], "float32", 5);
  concat.forward(x);
  concat.get(0).gradInput = null;
  assertClose(concat.backward(x, g), g.narrow(1, 2, 4).contiguous().add(concat.get<Sequential>(2).gradInput!));
  concat.gradInput = null;
  concat.zeroGradParameters();
  assertEquals(concat.backward(x, g).nElement(), 0);
  const gradients = concat.parameters()[1].map((t) => t.clone());
  concat.zeroGradParameters();
  concat.updateGradInput(x, g);
  concat.accGradParameters(x, g);
  concat.parameters()[1].forEach((t, k) => assertEquals(t.toArray(), gradients[k]!.toArray()));
});

Deno.test("Concat names the module that fails, and outputs that do not fit", () => {
  const x = zeros([5, 4]);
  assertThrows(
    () => net().forward(zeros([5, 3])),
    TypeError,
    "in Concat[0] > Linear(4 -> 2): Cannot run Linear.forward: input must be [batch, 4] but is [5, 3]",
  );
  const ragged = new Concat(0).add(linear(4, 2)).add(linear(4, 3));
  assertThrows(
    () => ragged.forward(x),
    TypeError,
    "Cannot run Concat.forward: output[1] must be [any, 2] but is [5, 3]",
  );
  assertThrows(
    () => new Concat(2).add(linear(4, 2)).forward(x),
    RangeError,
    "Cannot run Concat.forward: dimension must be from -2 to 1 but is 2",
  );
  assertThrows(() => new Concat(1).forward(x), TypeError, "Cannot run Concat.forward: there are no modules");
  assertThrows(() => new Concat(0.5), RangeError, "Cannot run Concat: dimension must be an integer but is 0.5");
  const concat = net();
  concat.forward(x);
  assertThrows(
    () => concat.backward(x, zeros([5, 8])),
    TypeError,
    "Cannot run Concat.backward: gradOutput must be [5, 9] but is [5, 8]",
  );
  assertThrows(
    () => concat.backward(x, [] as unknown as Tensor),
    TypeError,
    "gradOutput must be a tensor but is a list",
  );
});

Deno.test("Concat prints Torch7's text", () => {
  assertEquals(
    String(net()),
    `nn.Concat {
  input
    |\`-> (1): nn.Linear(4 -> 2)
    |\`-> (2): nn.Identity
     \`-> (3): nn.Sequential {
           [input -> (1) -> (2) -> output]
           (1): nn.Linear(4 -> 3)
           (2): nn.Tanh
         }
     ... -> output
}`,
  );
});
