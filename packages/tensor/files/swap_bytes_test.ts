import { assertEquals } from "@std/assert";
import { swapBytes } from "./swap_bytes.ts";

Deno.test("swapBytes() turns around the bytes of elements of any width, wherever they lie", () => {
  for (const width of [1, 2, 3, 4, 8, 16]) {
    for (const start of [0, 1, 2, 4]) {
      for (const count of [0, 1, 2, 3, 5]) {
        const bytes = Uint8Array.from({ length: start + width * count + 3 }, (_, i) => i + 1), expected = bytes.slice();
        for (let i = 0; i < count; i++) expected.subarray(start + i * width, start + (i + 1) * width).reverse();
        swapBytes(bytes.subarray(start, start + width * count), width);
        assertEquals(bytes, expected);
      }
    }
  }
});
