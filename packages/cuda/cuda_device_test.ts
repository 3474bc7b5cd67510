import "./testing_emulate.ts";
import { assertEquals, assertMatch, assertStrictEquals, assertThrows } from "@std/assert";
import { abs, arange, cpu, inverse, setDefaultDevice, Storage, tensor, tidy, zeros } from "@taimatsu/tensor";
import { cuda, CudaDevice } from "./mod.ts";

const gpu = cuda(0);

Deno.test("CudaDevice is what tensors say they lie on", () => {
  const x = tensor([[1, 2], [3, 4]]), y = x.to(gpu);
  assertEquals([y.device.constructor], [CudaDevice]);
  assertStrictEquals(y.device, gpu);
  assertStrictEquals(x.device, cpu);
  assertStrictEquals(y.to(gpu), y);
  assertEquals(y.cpu().toArray(), [[1, 2], [3, 4]]);
  assertStrictEquals(y.cpu().device, cpu);
});

Deno.test("tensors are made on a GPU and converted on the way", () => {
  assertEquals(arange(0, 4, 1, { device: gpu }).toArray(), [0, 1, 2, 3]);
  const x = tensor([1.5, -2.5]).to({ device: gpu, dtype: "int32" });
  assertEquals([x.dtype, x.device.name, x.toArray()], ["int32", "cuda:0", [1, -2]]);
  assertEquals([x.double().dtype, x.double().device.name], ["float64", "cuda:0"]);
  assertStrictEquals(x.clone().device, gpu);
});

Deno.test("copy() goes between devices, whatever layout and dtype", () => {
  const x = tensor([[1, 2, 3], [4, 5, 6]], { dtype: "float64" }), y = zeros([3, 2], { device: gpu });
  y.copy(x.t());
  assertEquals(y.toArray(), [[1, 4], [2, 5], [3, 6]]);
  x.t().copy(y.fill(7));
  assertEquals(x.toArray(), [[7, 7, 7], [7, 7, 7]]);
});

Deno.test("storages are filled, copied and listed on a GPU", () => {
  const x = tensor([1.5, 2.5], { device: gpu }).storage(),
    y = tensor([0, 0], { device: gpu, dtype: "int32" }).storage();
  assertEquals(x.toArray(), [1.5, 2.5]);
  assertEquals(y.copy(x).toArray(), [1, 2]);
  assertEquals(y.fill(4).set(0, 3).toArray(), [3, 4]);
  assertEquals(new Storage("float32", 2).copy(x).toArray(), [1.5, 2.5]);
});

Deno.test("elements are read, written, mapped and printed, one transfer each", () => {
  const x = tensor([1, 2, 3], { device: gpu });
  x.set(1, 5);
  assertEquals([x.get(1), x.get(-1)], [5, 3]);
  x.apply((value) => value * 2);
  assertEquals(x.toArray(), [2, 10, 6]);
  assertStrictEquals(x.device, gpu);
  assertMatch(String(x), /10/);
});

Deno.test("functions of the contract run on the GPU, and linear algebra on copies", () => {
  const x = tensor([[-2, 0], [0, -4]], { device: gpu });
  assertStrictEquals(abs(x).device, gpu);
  assertEquals(abs(x).toArray(), [[2, 0], [0, 4]]);
  const y = inverse(x);
  assertStrictEquals(y.device, gpu);
  assertEquals(y.abs().toArray(), [[0.5, 0], [0, 0.25]]);
});

Deno.test("the elements are not seen by JavaScript, and the devices not mixed", () => {
  const x = tensor([1, 2], { device: gpu });
  assertThrows(
    () => x.storage().data,
    TypeError,
    "Cannot read the elements of a tensor on cuda:0 directly: copy it with cpu()",
  );
  assertThrows(() => x.cmul(tensor([1, 2])), Error, "cuda:0");
  assertThrows(() => abs(x, { out: zeros([2]) }), TypeError, "out must be on cuda:0 but is on cpu");
});

Deno.test("memory is given back by dispose() and tidy(), and a tensor that was disposed is refused", () => {
  const before = cuda.memoryInfo().storages, x = zeros([5], { device: gpu });
  tidy(() => {
    x.clone().exp();
  });
  assertEquals(cuda.memoryInfo().storages, before + 1);
  x.dispose();
  assertEquals(cuda.memoryInfo().storages, before);
  assertThrows(() => x.exp(), Error);
  assertThrows(() => x.toArray(), Error);
});

Deno.test("new tensors lie on the default device", () => {
  setDefaultDevice(gpu);
  try {
    assertStrictEquals(zeros([2]).device, gpu);
    assertStrictEquals(tensor([1, 2]).device, gpu);
  } finally {
    setDefaultDevice(cpu);
  }
  assertStrictEquals(zeros([2]).device, cpu);
});

Deno.test("a function that the library lacks can be opened, and says so when it is called", () => {
  const { tm_not_there } = gpu.open({ tm_not_there: { parameters: ["i32"], result: "i32" } });
  assertThrows(() => tm_not_there(1), Error, "Cannot run notThere: not implemented on cuda");
});
