import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { add, arange, DTYPES, emptyCache, fromBuffer, fromStorage, ones, Storage, tensor, zeros } from "./mod.ts";

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

Deno.test("new Storage() has the default dtype unless one is given", () => {
  assertEquals([new Storage().length, new Storage().dtype], [0, "float32"]);
  const storage = new Storage("int16", 3).fill(4);
  assertEquals([storage.length, storage.dtype, storage.elementSize(), storage.bytes], [3, "int16", 2, 6]);
  assertEquals(storage.toArray(), [4, 4, 4]);
  assertThrows(() => new Storage("float32", -1), RangeError, "Cannot run Storage: length must be at least 0 but is -1");
  assertThrows(() => new Storage("float" as "float32", 1), TypeError, "dtype must be one of");
});

Deno.test("Storage.from() copies a list", () => {
  const list = [1, 2, 300];
  assertEquals(Storage.from("float32", list).toArray(), list);
  assertEquals(Storage.from("uint8", new Float64Array(list)).toArray(), [1, 2, 255]);
  assertEquals(Storage.from("int64", [2n ** 60n]).getBigInt(0), 2n ** 60n);
  assertThrows(() => Storage.from("float32", 3 as unknown as number[]), TypeError, "a list of numbers but is 3");
  assertThrows(
    () => Storage.from("float32", ["a"] as unknown as number[]),
    TypeError,
    'value must be a number but is "a"',
  );
});

Deno.test("get() and set() check the index", () => {
  for (const dtype of DTYPES) {
    const storage = Storage.from(dtype, [1, 0, 1]);
    assertEquals(storage.set(-2, 1).toArray(), [1, 1, 1]);
    assertEquals([storage.get(0), storage.get(-1)], [1, 1]);
    assertThrows(() => storage.get(3), RangeError, "Cannot run Storage.get: index must be from -3 to 2 but is 3");
    assertThrows(
      () => storage.set(0.5, 1),
      RangeError,
      "Cannot run Storage.set: index must be from -3 to 2 but is 0.5",
    );
  }
  const large = Storage.from("int64", [2n ** 60n]);
  assertThrows(() => large.get(0), RangeError, "use getBigInt");
  assertThrows(() => new Storage("int32", 1).getBigInt(0), TypeError, "the storage must be int64 but is int32");
});

Deno.test("copy() converts, fill() fills", () => {
  const storage = new Storage("int32", 3).copy(Storage.from("float64", [1.9, -1.9, 1e12]));
  assertEquals(storage.toArray(), [1, -1, 2 ** 31 - 1]);
  assertEquals(new Storage().copy(new Storage("uint8")).fill(1).toArray(), []);
  assertThrows(
    () => storage.copy(new Storage("int32", 2)),
    TypeError,
    "source must be a storage of 3 elements but has 2",
  );
  assertThrows(
    () => storage.copy([] as unknown as Storage),
    TypeError,
    "source must be a storage of 3 elements but is []",
  );
});

Deno.test("string() is the text of the bytes", () => {
  const storage = new Storage("int8").string("松明 torch");
  assertEquals([storage.length, storage.string()], [12, "松明 torch"]);
  assertEquals(storage.subarray(7).string(), "torch");
  assertThrows(() => Storage.from("uint8", [0xff]).string(), TypeError);
  assertThrows(() => new Storage("int32", 1).string(), TypeError, "the storage must be uint8 or int8 but is int32");
  assertThrows(() => storage.subarray(7).string("x"), TypeError, "Cannot run Storage.resize");
});

Deno.test("subarray() shares the memory", () => {
  for (const length of [8, 5000]) {
    const storage = arange(length).storage(), part = storage.subarray(2, 4), end = part.subarray(3);
    part.fill(-1);
    end.set(0, 7);
    assertEquals([storage.get(1), storage.get(2), storage.get(5), storage.get(6)], [1, -1, 7, 6]);
    assertEquals(fromStorage(part).add(1).toArray(), [0, 0, 0, 8]);
    assertEquals([...part.data as Float32Array], [0, 0, 0, 8]);
    assertThrows(() => part.resize(9), TypeError, "is a part of another or a file and keeps its length of 4");
    storage.share(); // the parts come along
    fromStorage(storage).fill(3);
    assertEquals([part.toArray(), end.toArray(), part.isShared()], [[3, 3, 3, 3], [3], true]);
    storage.resize(2); // the parts stay
    assertEquals(part.toArray(), [3, 3, 3, 3]);
  }
  const storage = arange(5).storage();
  assertEquals(storage.subarray(5).toArray(), []);
  assertThrows(
    () => storage.subarray(6),
    RangeError,
    "Cannot run Storage.subarray: offset must be from 0 to 5 but is 6",
  );
  assertThrows(() => storage.subarray(2, 4), RangeError, "length must be from 0 to 3 but is 4");
});

Deno.test("memory that has parts is never reused", () => {
  emptyCache();
  const x = ones([10000]), part = x.storage().subarray(9999);
  x.dispose();
  zeros([10000]);
  ones([10000]).fill(5);
  assertEquals(part.toArray(), [1]);
});

Deno.test("a storage prints as in Torch7", () => {
  assertEquals(String(Storage.from("float64", [1, 2.5])), " 1.0000\n 2.5000\n[torch.DoubleStorage of size 2]");
  assertEquals(Deno.inspect(Storage.from("int64", [3])), " 3\n[torch.LongStorage of size 1]");
  assertEquals(String(new Storage("uint8")), "[torch.ByteStorage of size 0]");
});
