import { assert, assertEquals } from "@std/assert";
import { full, ones, zeros } from "./mod.ts";
import { rawBuffer } from "./raw_buffer.ts";
import { memoryGrowth } from "./testing_memory.ts";

Deno.test("raw buffers have the size asked for, and are apart", () => {
  ones([10]).add(1); // loads the library
  const buffers = Array.from({ length: 100 }, (_, i) => new Float64Array(rawBuffer(40_000 + 8 * i * 5000)));
  buffers.forEach((b, i) => b.fill(i));
  buffers.forEach((b, i) => {
    assertEquals(b.length, 5000 + i * 5000);
    assert(b[0] === i && b[b.length - 1] === i);
  });
  assertEquals([0, 1, 32768, 32 * 2 ** 20 + 8].map((bytes) => rawBuffer(bytes).byteLength), [0, 1, 32768, 33554440]);
});

Deno.test("raw buffers are freed, and not zeroed", () => {
  const grown = memoryGrowth(() => {
    for (let i = 0; i < 5000; i++) new Uint8Array(rawBuffer(4 * 2 ** 20)).fill(1, 0, 4096); // 20 GB
    let used = 0;
    for (let i = 0; i < 100_000; i++) { // 6.5 GB
      const bytes = new Uint8Array(rawBuffer(65536));
      used += bytes[5000]!;
      bytes.fill(1);
    }
    assert(used > 50_000, `${used} of 100,000 buffers lay in memory used before`);
  });
  assert(grown < 64, `${grown} MiB more`);
});

Deno.test("zeroed tensors are zero in memory that was used before", () => {
  for (const n of [3, 200, 900, 10_000, 1_000_000]) {
    for (let i = 0; i < 200; i++) {
      full([n], 7).dispose();
      const x = zeros([n]);
      if (i % 50 === 0) assertEquals(x.max(), 0);
      assert(x.get(0) === 0 && x.get(n - 1) === 0);
    }
  }
});
