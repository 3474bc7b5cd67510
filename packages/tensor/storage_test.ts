import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { add, arange, emptyCache, fromBuffer, fromStorage, ones, Storage, tensor, zeros } from "./mod.ts";

Deno.test("a storage knows its dtype, length and bytes", () => {
  const storage = zeros([2, 3], { dtype: "int16" }).storage();
  assertEquals([storage.dtype, storage.length, storage.bytes, storage.elementSize()], ["int16", 6, 12, 2]);
  assertEquals(storage.device.name, "cpu");
});

Deno.test("data is the memory itself, in whatever size the storage has", () => {
  for (const n of [3, 200, 900, 5000]) {
    const x = arange(n), y = add(x, 0), { data } = x;
    assertEquals(data.length, n);
    (data as Float32Array).fill(7);
    assertEquals([x.get(0), x.get(-1), y.get(0), y.get(-1)], [7, 7, 0, n - 1]);
    x.add(1);
    assertEquals([data[0], data[n - 1]], [8, 8]);
    assert(x.data.buffer === data.buffer);
  }
});

Deno.test("data of a view begins where the view does, and needs it to be contiguous", () => {
  const x = arange(12).view(3, 4);
  assertEquals([...x.narrow(0, 1, 1).data], [4, 5, 6, 7]);
  assertThrows(() => x.t().data, TypeError, "Cannot read data: the tensor must be contiguous");
});

Deno.test("data that moved out of a slab is seen by all views", () => {
  const x = arange(6), view = x.view(2, 3), late = x.narrow(0, 4, 2), { data } = x;
  data[5] = 50;
  assertEquals(view.toArray(), [[0, 1, 2], [3, 4, 50]]);
  late.fill(1);
  assertEquals([...data as Float32Array], [0, 1, 2, 3, 1, 1]);
});

Deno.test("fromBuffer() shares the memory of a buffer", () => {
  const buffer = new Float64Array([1, 2, 3, 4]).buffer, x = fromBuffer(buffer, "float64", [2, 2]);
  x.mul(10);
  assertEquals([...new Float64Array(buffer)], [10, 20, 30, 40]);
  new Float64Array(buffer)[3] = -1;
  assertEquals(x.toArray(), [[10, 20], [30, -1]]);
  assertEquals(fromBuffer(buffer, "uint8").size(), [32]);
  assert(fromBuffer(buffer, "float64").data.buffer === buffer);
});

Deno.test("memory of the user is never reused", () => {
  emptyCache();
  const buffer = new ArrayBuffer(40000), x = fromBuffer(buffer, "float32");
  x.dispose();
  ones([10000]);
  assertEquals(new Float32Array(buffer)[0], 0);
});

Deno.test("fromBuffer() refuses buffers that may change their length or are gone", () => {
  const resizable = new ArrayBuffer(8, { maxByteLength: 16 }),
    growable = new SharedArrayBuffer(8, { maxByteLength: 16 });
  const message = "Cannot make a storage: the buffer must have a fixed length but is resizable";
  assertThrows(() => fromBuffer(resizable, "float32"), TypeError, message);
  assertThrows(() => fromBuffer(growable, "float32"), TypeError, message);
  const gone = new ArrayBuffer(8);
  gone.transfer();
  assertThrows(() => fromBuffer(gone, "float32"), TypeError, "Cannot make a storage: the buffer is detached");
  assertThrows(
    () => fromBuffer(new ArrayBuffer(7), "float32"),
    TypeError,
    "Cannot make a storage: the buffer must hold a multiple of 4 bytes but holds 7",
  );
  assertThrows(
    () => fromBuffer(new ArrayBuffer(8), "float32", [3]),
    RangeError,
    "the tensor must lie in the storage of 2",
  );
});

Deno.test("resize() keeps what fits", () => {
  for (const n of [4, 3000]) {
    const x = arange(n), storage = x.storage();
    storage.resize(n + 5000);
    assertEquals([storage.length, x.get(0), x.get(-1)], [n + 5000, 0, n - 1]);
    storage.resize(2);
    assertEquals(fromStorage(storage).toArray(), [0, 1]);
    assertThrows(() => x.add(1), Error, "Cannot run add");
  }
  assertThrows(
    () => zeros([1]).storage().resize(-1),
    RangeError,
    "Cannot run Storage.resize: length must be at least 0 but is -1",
  );
});

Deno.test("Storage.from() makes a storage of a dtype", () => {
  const storage = Storage.from("int32", new Int32Array([1, 2, 3]).buffer);
  assertEquals([...storage.data as Int32Array], [1, 2, 3]);
  assertEquals(fromStorage(storage, 1).toArray(), [2, 3]);
});

Deno.test("share() moves a storage into shared memory, where everything goes on", () => {
  const x = arange(6), view = x.view(2, 3), plain = ones([6]);
  assert(!x.storage().isShared());
  assert(x.share() === x && x.storage().isShared() && x.share() === x);
  assert(x.data.buffer as unknown instanceof SharedArrayBuffer);
  assertEquals(view.toArray(), [[0, 1, 2], [3, 4, 5]]);
  assertEquals(add(x, plain).toArray(), [1, 2, 3, 4, 5, 6]);
  assertEquals(x.add(plain).sum(), 21);
  x.resize(1000).fill(2);
  assertEquals(x.sum(), 2000);
});

Deno.test("a Worker computes in the memory of a shared tensor", async () => {
  const mod = new URL("./mod.ts", import.meta.url).href;
  const source = `
    import { fromBuffer } from ${JSON.stringify(mod)};
    self.onmessage = ({ data: [buffer, shape] }) => {
      const x = fromBuffer(buffer, "float32", shape);
      x.mul(2).add(1);
      self.postMessage(x.sum());
    };`;
  const url = URL.createObjectURL(new Blob([source], { type: "text/typescript" }));
  const worker = new Worker(url, { type: "module" });
  try {
    const x = arange(2000).view(40, 50).share();
    const answer = new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = (event) => (event.preventDefault(), reject(new Error(event.message)));
    });
    worker.postMessage([x.data.buffer, x.size()]);
    assertEquals(await answer, 2 * 1999000 + 2000);
    assertEquals([x.get(0, 0), x.get(39, 49)], [1, 3999]);
  } finally {
    worker.terminate();
    URL.revokeObjectURL(url);
  }
});

Deno.test("memory that is transferred to a Worker is gone here, and that is said", async () => {
  const x = tensor([1, 2]), { buffer } = x.data;
  await assertRejects(
    async () => {
      await Promise.resolve();
      structuredClone(buffer, { transfer: [buffer] });
      x.get(0);
    },
    TypeError,
    "Cannot read a tensor whose buffer was transferred away",
  );
  assert(x.storage().isGone());
});
