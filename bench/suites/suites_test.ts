// Small cases of each suite are computed and checked; nothing is timed.
import { assertEquals, assertRejects } from "@std/assert";
import { type Case, nameOf, readJson, Unsupported, type Workloads } from "../harness/case.ts";
import { type Check, verify } from "../harness/check.ts";
import { Inputs } from "../harness/inputs.ts";
import { findBuilder } from "./suites.ts";

const { cases } = await readJson<Workloads>("workloads.json");
const checks = await readJson<Record<string, Check>>("checks.json");

async function check(c: Case): Promise<string | undefined> {
  const work = (await findBuilder(c, 1))(c, new Inputs(c));
  return "call" in work ? verify(c, work.results!(), checks[nameOf(c)]) : undefined;
}

const SMALL: [suite: string, cases: RegExp][] = [
  ["A", /./],
  ["B", /^add_bcast_row/],
  ["C", /^(sum|cumsum|sort|topk10|kthvalue)\/1e6|^(gather|scatter_add|index_select|masked_select|nonzero|cat|softmax)/],
  ["D", /^sgemm\/64$/],
  ["E", /^d/],
  ["F", /^(linear_1024_1000_b1|logsoftmax_nll)/],
  ["G", /^(mlp_10_32_1|xor)/],
  ["H", /flat1e[36]/],
  ["I", /./],
  ["T", /^mlp_784_10\/b10$/],
];

for (const [suite, pattern] of SMALL) {
  const some = cases.filter((c) => c.suite === suite && pattern.test(c.case));
  Deno.test(`suite ${suite} computes what checks.json says`, async () => {
    assertEquals(some.length > 0, true);
    for (const c of some) assertEquals(await check(c), "ok", nameOf(c));
  });
}

Deno.test("cases that cannot run say why", async () => {
  const c = { ...cases.find((c) => c.suite === "I")!, op: "none" };
  await assertRejects(() => check(c), Unsupported, 'there is no image operation "none"');
});
