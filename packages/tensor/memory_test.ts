import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { add, emptyCache, full, mul, NativeError, ones, sum, type Tensor, tensor, tidy, zeros } from "./mod.ts";

Deno.test("tidy() disposes what a function makes, except what it returns", () => {
  const outside = ones([2000]);
  let lost: Tensor | undefined;
  const { kept, list } = tidy(() => {
    const a = add(outside, 1), b = mul(a, 2);
    lost = a;
    return { kept: b, list: [new Map([["x", ones([3])]]), new Set([zeros([2])])] };
  });
  assertEquals(kept.get(0), 4);
  assertEquals(list.map((entries) => [...entries].length), [1, 1]);
  assertEquals((list[0] as Map<string, Tensor>).get("x")!.toArray(), [1, 1, 1]);
  assertEquals([...list[1] as Set<Tensor>][0]!.toArray(), [0, 0]);
  assertEquals(outside.get(0), 1);
  assertThrows(() => lost!.get(0), TypeError, "Cannot read a tensor after it was disposed");
  assertEquals(tidy(() => sum(ones([10]))), 10);
});

Deno.test("tidy() keeps the storage of a view that is returned", () => {
  const view = tidy(() => tensor([[1, 2], [3, 4]]).select(0, 1));
  assertEquals(view.toArray(), [3, 4]);
});

Deno.test("an inner tidy() hands its result to the outer one", () => {
  let inner: Tensor | undefined;
  tidy(() => {
    inner = tidy(() => ones([2]));
    assertEquals(inner.toArray(), [1, 1]);
    return undefined;
  });
  assertThrows(() => inner!.get(0), TypeError, "disposed");
});

Deno.test("tidy() cleans up after an error, and refuses promises", () => {
  let made: Tensor | undefined;
  assertThrows(
    () =>
      tidy(() => {
        made = ones([2]);
        throw new Error("on purpose");
      }),
    Error,
    "on purpose",
  );
  assertThrows(() => made!.get(0), TypeError, "disposed");
  assertThrows(() => tidy(async () => await 1), TypeError, "Cannot run tidy: the function must not be async");
  assertEquals(add(ones([1]), 1).toArray(), [2]); // no scope is left open
});

Deno.test("tidy() follows values that contain themselves", () => {
  const node: { self?: unknown; x?: Tensor } = {};
  node.self = node;
  assertEquals(tidy(() => ({ ...node, x: ones([1]) })).x!.toArray(), [1]);
});

Deno.test("a disposed tensor says so, in whatever is done with it", () => {
  const x = ones([2000]), view = x.view(2, 1000), y = ones([2000]);
  x.dispose();
  x.dispose();
  assertThrows(() => x.get(0), TypeError, "Cannot read a tensor after it was disposed");
  assertThrows(() => view.toArray(), TypeError, "Cannot read a tensor after it was disposed");
  assertThrows(() => x.data, TypeError, "Cannot read a tensor after it was disposed");
  assertThrows(() => add(x, 1), NativeError, "Cannot run add: the storage of x is detached");
  assertThrows(() => y.add(x), NativeError, "Cannot run add: the storage of y is detached");
  assertThrows(() => x.fill(1), NativeError, "Cannot run fill: the storage of r is detached");
  assertThrows(() => x.clone(), NativeError, "Cannot run copy: the storage of x is detached");
  assertEquals(y.sum(), 2000);
});

Deno.test("using disposes at the end of its block", () => {
  let x: Tensor;
  {
    using inner = ones([2]);
    x = inner;
    assertEquals(x.get(0), 1);
  }
  assertThrows(() => x.get(0), TypeError, "disposed");
});

Deno.test("a tensor whose buffer was transferred away says so", () => {
  const x = ones([4]), { buffer } = x.data;
  buffer.transfer();
  assertThrows(() => x.get(0), TypeError, "Cannot read a tensor whose buffer was transferred away");
  assertThrows(() => add(x, 1), NativeError, "Cannot run add: the storage of x is detached");
});

Deno.test("disposed memory is reused, but never what the user may hold", () => {
  emptyCache();
  const x = full([50000], 7), held = full([50000], 8), { data } = held;
  x.dispose();
  held.dispose();
  const y = ones([50000]), z = ones([50000]);
  assertEquals([y.get(0), z.get(49999)], [1, 1]);
  assertEquals(data[0], 8);
  y.dispose();
  assertEquals(zeros([50000]).sum(), 0);
});

Deno.test("neighbours in a slab do not see each other", () => {
  const all = Array.from({ length: 500 }, (_, i) => full([1 + i % 40], i));
  all.forEach((x, i) => assertEquals([x.get(0), x.get(-1)], [i, i]));
  const middle = all[250]!, { data } = middle; // moves out of the slab
  (data as Float32Array).fill(-1);
  assertEquals(middle.get(0), -1);
  assertNotEquals(data.buffer, all[251]!.data.buffer);
  all.forEach((x, i) => assertEquals(x.get(-1), i === 250 ? -1 : i));
});

/** Runs a program of its own process, whose memory is its own. */
async function peakOf(source: string): Promise<number> {
  const mod = new URL("./mod.ts", import.meta.url).href;
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(file, `import * as T from ${JSON.stringify(mod)};\n${source}`);
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-check", "--allow-ffi", "--allow-read", "--allow-env", "--allow-sys", file],
    }).output();
    assertEquals(code, 0, new TextDecoder().decode(stderr));
    return Number(new TextDecoder().decode(stdout));
  } finally {
    await Deno.remove(file);
  }
}

Deno.test("a chain that disposes nothing stays flat: 10,000 steps of 1 MB", async () => {
  const peak = await peakOf(`
    const x = T.ones([512, 512]);
    let most = 0;
    for (let i = 0; i < 10000; i++) {
      const y = T.mul(T.add(x, 1), 2);
      if (i % 50 === 0) most = Math.max(most, Deno.memoryUsage().rss);
    }
    console.log(most / 2 ** 20);
  `);
  assert(peak < 1000, `${peak} MiB`); // all results together are 20,000
});

Deno.test("a chain of small results stays flat: 1,000,000 steps", async () => {
  const peak = await peakOf(`
    const x = T.ones([250]);
    let most = 0;
    for (let i = 0; i < 1000000; i++) {
      const y = T.mul(T.add(x, 1), 2);
      if (i % 2000 === 0) most = Math.max(most, Deno.memoryUsage().rss);
    }
    console.log(most / 2 ** 20);
  `);
  assert(peak < 600, `${peak} MiB`); // all results together are 1,907
});

Deno.test("tidy() keeps a loop within the memory of one turn", async () => {
  const peak = await peakOf(`
    const x = T.ones([1024, 1024]);
    for (let i = 0; i < 500; i++) T.tidy(() => T.sum(T.mul(T.add(x, 1), 2)));
    console.log(Deno.memoryUsage().rss / 2 ** 20);
  `);
  assert(peak < 200, `${peak} MiB`);
});
