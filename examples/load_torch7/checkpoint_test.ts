// A file that holds a net, a criterion and what else a training program keeps.
import { assert, assertEquals } from "@std/assert";
import * as criterion from "@taimatsu/criterion";
import * as nn from "@taimatsu/nn";
import { deserialize, load, serialize, type Tensor, tensor, UnknownObject } from "@taimatsu/tensor";

const classes = [nn, criterion], data = Deno.env.get("TAIMATSU_DATA");

Deno.test("a table with a net and a criterion becomes an object with both", () => {
  const net = new nn.Sequential().add(new nn.Linear(3, 2)).add(new nn.LogSoftMax()), x = tensor([[1, 2, 3]]);
  const loss = new criterion.CrossEntropyCriterion(tensor([1, 2]));
  const bytes = serialize({ protos: { net, criterion: loss }, opt: { rnn_size: 128 }, losses: [0.5, 0.25] });
  // deno-lint-ignore no-explicit-any -- what was just written
  const read = deserialize<any>(bytes, { classes });
  assertEquals(serialize(read), bytes);
  assertEquals(read.opt, { rnn_size: 128 });
  assertEquals((read.protos.net.forward(x) as Tensor).toArray(), (net.forward(x) as Tensor).toArray());
  const target = tensor([1], { dtype: "int64" });
  assertEquals(read.protos.criterion.forward(x.narrow(1, 0, 2), target), loss.forward(x.narrow(1, 0, 2), target));
});

Deno.test("a checkpoint of char-rnn loads with its modules and its criterion", { ignore: data === undefined }, () => {
  const path = `${data}/t7/char_rnn_epoch21.28_val1.3881.t7`;
  // deno-lint-ignore no-explicit-any -- a tree of a file that is known
  const { protos, opt } = load<any>(path, { classes });
  assertEquals(opt.rnn_size, 128);
  assert(protos.criterion instanceof criterion.ClassNLLCriterion);
  assert(protos.rnn instanceof UnknownObject && protos.rnn.className === "nn.gModule");
});
