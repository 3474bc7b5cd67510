// Tensors on a device whose memory JavaScript cannot see.
import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import {
  add,
  arange,
  cpu,
  defaultDevice,
  type Device,
  DTYPES,
  empty,
  full,
  inverse,
  mm,
  multinomial,
  ones,
  randn,
  randperm,
  setDefaultDevice,
  Storage,
  svd,
  tensor,
  tidy,
  zeros,
} from "./mod.ts";
import { assertClose, elsewhere } from "./testing.ts";

function withDefault(device: Device, fn: () => void): void {
  setDefaultDevice(device);
  try {
    fn();
  } finally {
    setDefaultDevice(cpu);
  }
}

Deno.test("tensors move between devices in every dtype and layout", () => {
  for (const dtype of DTYPES) {
    const x = arange(0, 12, 1, { dtype: "float32" }).view(3, 4).to(dtype), y = x.to(elsewhere);
    assertStrictEquals(y.device, elsewhere);
    assertStrictEquals(y.to(elsewhere), y);
    assertEquals([y.dtype, y.toArray()], [dtype, x.toArray()]);
    assertEquals(y.t().cpu().toArray(), x.t().toArray());
    assertEquals(empty([4, 3], { dtype, device: elsewhere }).t().copy(x).cpu().toArray(), x.toArray());
    assertEquals(zeros([4, 3], { dtype }).t().copy(y).toArray(), x.toArray());
    assertEquals(y.narrow(1, 1, 2).to("float64").cpu().toArray(), x.narrow(1, 1, 2).to("float64").toArray());
  }
  const z = tensor([1.7, -1.7]).to({ dtype: "int32", device: elsewhere });
  assertEquals([z.device, z.dtype, z.toArray()], [elsewhere, "int32", [1, -1]]);
  assertEquals(z.to({ dtype: "float64", device: cpu }).dtype, "float64");
});

Deno.test("results lie where their operands lie; new tensors where they are asked to, or by default", () => {
  const x = ones([2, 3], { device: elsewhere });
  for (
    const y of [add(x, 1), x.clone(), x.t().contiguous(), mm(x, x.t()), x.sum(0), x.gt(0), x.newEmpty(2), x.float()]
  ) {
    assertStrictEquals(y.device, elsewhere);
  }
  assertStrictEquals(defaultDevice(), cpu);
  withDefault(elsewhere, () => {
    for (const y of [zeros([2]), tensor([1]), arange(3), randn([3]), randperm(4), full([2], 3)]) {
      assertStrictEquals(y.device, elsewhere);
    }
    assertStrictEquals(zeros([1], { device: cpu }).device, cpu);
  });
});

Deno.test("two devices in one call are named", () => {
  const here = ones([2]), there = here.to(elsewhere);
  assertThrows(() => add(there, here), TypeError, "y must be on elsewhere:0 like x but is on cpu");
  assertThrows(() => add(here, there), TypeError, "y must be on cpu like x but is on elsewhere:0");
  assertThrows(() => add(there, there, { out: here }), TypeError, "out must be on elsewhere:0 but is on cpu");
  assertThrows(() => mm(ones([2, 2]), ones([2, 2], { device: elsewhere })), TypeError, "on cpu");
  assertThrows(() => ones([1]).to("gpu" as never), TypeError, "dtype");
  assertThrows(() => ones([1]).to(1 as never), TypeError, "target must be a dtype, a device or both but is 1");
  assertThrows(() => zeros([1], { device: "cpu" as never }), TypeError, "device must be a device");
  assertThrows(
    () => setDefaultDevice(null as never),
    TypeError,
    "Cannot run setDefaultDevice: device must be a device",
  );
});

Deno.test("single elements, texts and lists cross", () => {
  const x = tensor([[1, 2], [3, 4]], { device: elsewhere }), here = x.cpu();
  assertEquals([x.get(1, 0), x.set(1, 0, 7).get(1, 0)], [3, 7]);
  assertEquals(x.set(1, 0, 3).toString(), here.toString());
  assertEquals([x.sum(), tensor([5], { device: elsewhere }).item()], [10, 5]);
  assertEquals(x.clone().apply((v) => v * 10).toArray(), [[10, 20], [30, 40]]);
  const big = tensor([2n ** 60n], { dtype: "int64", device: elsewhere });
  assertEquals([big.getBigInt(0), big.storage().getBigInt(0)], [2n ** 60n, 2n ** 60n]);
  const storage = x.storage();
  assertEquals([storage.get(3), storage.set(3, 9).toArray()], [4, [1, 2, 3, 9]]);
  assertEquals(new Storage("uint8", 0).string("text").string(), "text");
  withDefault(elsewhere, () => assertEquals(new Storage("uint8", 0).string("text").string(), "text"));
});

Deno.test("what only the CPU has runs there, and the results come back", () => {
  const a = tensor([[2, 1], [1, 3]], { dtype: "float64" }), there = a.to(elsewhere);
  const [u, s] = svd(there);
  assertStrictEquals(u.device, elsewhere);
  assertClose(s.cpu(), svd(a)[1]);
  const out = empty([0], { dtype: "float64", device: elsewhere });
  assertStrictEquals(inverse(there, { out }), out);
  assertClose(out.cpu(), inverse(a));
  assertStrictEquals(multinomial(tensor([0, 1], { device: elsewhere }), 3, true).device, elsewhere);
});

Deno.test("memory of a device is given back by dispose() and tidy(), and grows", () => {
  const x = ones([3], { device: elsewhere });
  x[Symbol.dispose]();
  assertThrows(() => x.toArray(), TypeError, "disposed");
  const kept = ones([2], { device: elsewhere });
  tidy(() => {
    kept.resize(5).fill(2);
    return add(kept, 1).sum();
  });
  assertEquals(kept.toArray(), [2, 2, 2, 2, 2]);
  assert(ones([4], { device: elsewhere }).resize(2, 4).nElement() === 8);
});

Deno.test("what needs the CPU's memory says so", () => {
  const x = ones([2], { device: elsewhere });
  assertThrows(
    () => x.data,
    TypeError,
    "Cannot read the elements of a tensor on elsewhere:0 directly: copy it with cpu()",
  );
  assertThrows(() => x.share(), TypeError, "Cannot share memory of elsewhere:0: share a copy, cpu()");
});
