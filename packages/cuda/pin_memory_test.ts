// Memory of the CPU that GPUs copy from and to by themselves.
import "./testing_emulate.ts";
import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { arange, cpu, ones, type Tensor, zeros } from "@taimatsu/tensor";
import { cuda } from "./mod.ts";
import { functions } from "./functions.ts";
import { runProgram } from "./testing_program.ts";

const gpu = cuda(0);

Deno.test("pinMemory() copies a tensor of the CPU into pinned memory, once", () => {
  const x = arange(0, 6, 1, { dtype: "int32" }).view(2, 3), y = cuda.pinMemory(x.t());
  assertEquals([cuda.isPinned(x), cuda.isPinned(y), y.dtype, y.device], [false, true, "int32", cpu]);
  assertEquals(y.toArray(), [[0, 3], [1, 4], [2, 5]]);
  assertStrictEquals(cuda.pinMemory(y), y);
  assert(cuda.isPinned(y.narrow(0, 1, 1)) && !cuda.isPinned(y.clone()));
  assertEquals(y.add(1).sum(), 21);
  assertThrows(() => y.resize(5, 5), Error);
  assertThrows(() => y.storage().share(), TypeError, "Cannot share pinned memory: share a copy, clone()");
  const empty = zeros([0, 3]);
  assertStrictEquals(cuda.pinMemory(empty), empty);
});

Deno.test("copies from and to pinned memory are done when the GPU was synchronized", () => {
  const source = cuda.pinMemory(ones([64])), there = zeros([64], { device: gpu });
  assertStrictEquals(there.copy(source, { async: true }), there);
  cuda.synchronize();
  source.fill(2);
  assertEquals(there.sum(), 64);
  source.copy(there.add(1), { async: true });
  cuda.synchronize();
  assertEquals(source.sum(), 128);
});

Deno.test("copies of pinned memory are queued if that is asked for, else they are done when copy() returns", async () => {
  const program = `const source = cuda.pinMemory(t.ones([64])), there = t.zeros([64], { device: cuda(0) });
    const sums = [], note = (change) => { change(); cuda.synchronize(); sums.push(there.sum(), source.sum()); };
    note(() => { there.copy(source); source.fill(2); });
    note(() => { there.copy(source, { async: true }); source.fill(3); });
    note(() => { there.fill(4); source.copy(there); source.add(1); });
    note(() => { there.fill(6); source.copy(there, { async: true }); source.add(1); });
    console.log(sums.map((sum) => sum / 64).join(" "));`;
  // The emulated GPU does what is queued as late as a GPU might: what nobody may do shows.
  assertEquals(await runProgram(program, { TM_EMU_ASYNC: "1" }), "1 2 3 3 4 5 6 6\n");
});

Deno.test("pinned memory goes back when nothing refers to it any more, also while copies of it are queued", async () => {
  const program = `const there = t.zeros([2 ** 18], { device: cuda(0) }), before = Deno.memoryUsage().rss;
    for (let i = 0; i < 2000; i++) {
      there.copy(cuda.pinMemory(t.full([2 ** 18], i)), { async: true });
      if (i % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 0));
    }
    console.log(there.mean(), (Deno.memoryUsage().rss - before) / 2 ** 20 < 1000);`;
  assertEquals(await runProgram(program, { TM_EMU_ASYNC: "1" }), "1999 true\n");
});

Deno.test("other copies are done when copy() returns, asked for or not", () => {
  const source = ones([8, 8]), target = zeros([8, 8], { device: gpu }), queued = { async: true };
  target.copy(source, queued);
  source.fill(2);
  assertEquals(target.sum(), 64);
  const pinned = cuda.pinMemory(source);
  for (const x of [pinned.t(), pinned.narrow(1, 0, 4)]) {
    const y = zeros(x.size(), { device: gpu }).copy(x, queued), wanted = x.sum();
    pinned.fill(pinned.get(0, 0) + 1);
    assertEquals(y.sum(), wanted);
  }
  const wide = zeros([8, 8], { dtype: "float64", device: gpu }).copy(pinned, queued);
  pinned.fill(0);
  assertEquals(wide.sum(), 256);
  assertEquals(pinned.t().copy(wide, queued).sum(), 256);
});

Deno.test("pinMemory() refuses what is no tensor of the CPU, and more than there is", () => {
  assertThrows(() => cuda.pinMemory(3 as unknown as Tensor), TypeError, "Cannot run pinMemory: x must be a tensor");
  assertThrows(
    () => cuda.pinMemory(zeros([2], { device: gpu })),
    TypeError,
    "Cannot run pinMemory: x must be on cpu but is on cuda:0",
  );
  assertThrows(() => cuda.isPinned([] as unknown as Tensor), TypeError, "Cannot run isPinned: x must be a tensor");
  assertEquals(functions().tm_unpin(4096), 1);
});
