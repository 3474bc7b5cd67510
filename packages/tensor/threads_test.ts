import { assert, assertEquals, assertThrows } from "@std/assert";
import * as T from "./mod.ts";
import { getNumCores, getNumThreads, instructionSet, setNumThreads, type Tensor } from "./mod.ts";
import { withThreads } from "./testing.ts";

Deno.test("setNumThreads() sets what getNumThreads() returns", () => {
  withThreads(3, () => assertEquals(getNumThreads(), 3));
  assert(getNumCores() >= 1);
  const message = "Cannot run setNumThreads: threads must be from 1 to 256 but is";
  assertThrows(() => setNumThreads(0), RangeError, `${message} 0`);
  assertThrows(() => setNumThreads(257), RangeError, `${message} 257`);
  assertThrows(() => setNumThreads(NaN), RangeError, `${message} NaN`);
  assertThrows(() => setNumThreads(1.5), RangeError, "Cannot run setNumThreads: threads must be an integer but is 1.5");
});

Deno.test("instructionSet() is one that the library has kernels for", () => {
  assert(["avx512", "avx2", "neon", "base"].includes(instructionSet()));
});

/** Work of every family, on tensors large enough to be split. */
function work(): unknown[] {
  T.manualSeed(4);
  const results: unknown[] = [], x = T.randn([317, 1009]), y = T.randn([317, 1009]), row = T.randn([1009]);
  const keep = (r: Tensor | number): void => void results.push(typeof r === "number" ? r : [...r.clone().cpu().data]);
  for (const r of [T.add(x, y), T.exp(x), T.mul(x, row), T.add(x.t(), y.t()), T.addcmul(x, y, y)]) keep(r);
  for (
    const r of [x.sum(), x.double().sum(), x.mean(), x.norm(), x.norm(3), x.var(), x.dot(y), x.dist(y), x.t().sum()]
  ) keep(r);
  for (const dim of [0, 1]) {
    for (const r of [x.sum(dim), x.mean(dim), x.std(dim), x.norm(2, dim), ...x.max(dim), x.t().sum(dim)]) keep(r);
  }
  for (const r of [T.mm(x, y.t()), T.mm(x.t(), y), T.mv(x, row), T.mm(x.double(), y.t().double()), T.lt(x, y)]) keep(r);
  keep(T.bmm(x.view(317, 1, 1009), y.view(317, 1009, 1)));
  for (const r of [x.to("float16"), x.to("int32"), x.t().clone(), T.rand([100000]), T.randperm(1000)]) keep(r);
  return results;
}

Deno.test("results are the same, bit for bit, with any number of threads", () => {
  const one = withThreads(1, work);
  for (const threads of [2, 3, 7]) {
    const many = withThreads(threads, work);
    one.forEach((expected, i) => {
      const found = many[i];
      const same = Array.isArray(expected)
        ? expected.every((value, k) => Object.is(value, (found as unknown[])[k]))
        : Object.is(found, expected);
      assert(same, `result ${i} with ${threads} threads`);
    });
  }
});
