import "./testing_emulate.ts";
import { assert, assertEquals, assertMatch, assertStrictEquals, assertThrows } from "@std/assert";
import { cuda, CudaDevice } from "./mod.ts";
import { testDevices } from "./testing.ts";

Deno.test("cuda() returns one device for each GPU", () => {
  assert(cuda(0) instanceof CudaDevice);
  assertStrictEquals(cuda(0), cuda());
  assertStrictEquals(cuda.device, cuda(0));
  assertEquals([cuda(0).name, cuda(0).index], ["cuda:0", 0]);
});

Deno.test("cuda() says which GPUs there are", () => {
  assertThrows(() => cuda(64), RangeError, "Cannot use cuda:64: there ");
  assertThrows(() => cuda(-1), RangeError, "Cannot use a GPU: its number must be an integer from 0 but is -1");
  assertThrows(() => cuda(0.5), RangeError, "Cannot use a GPU: its number must be an integer from 0 but is 0.5");
});

Deno.test("the GPUs are counted, and an emulated one is told from a real one", () => {
  assert(cuda.isAvailable());
  assert(cuda.deviceCount() >= 1);
  const emulated = Deno.env.get("TAIMATSU_CUDA_EMULATE") === "1";
  assertEquals(cuda.isEmulated(), emulated);
  assertEquals(testDevices().map(({ name }) => name), ["cpu", emulated ? "cuda (emulated)" : "cuda"]);
  assertEquals(cuda.deviceProperties().name === "emulated on the host", emulated);
});

Deno.test("describe() names the library and every GPU", () => {
  assertMatch(
    cuda.describe(),
    /^library: .*libtaimatsu_cuda.*\nproducts: .*\nconvolutions: .*\ncuda:0: .*, compute capability \d+\.\d, /,
  );
});
