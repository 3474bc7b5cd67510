import { assert } from "@std/assert";
import { fromBuffer } from "@taimatsu/tensor";
import { countMemory } from "./memory_pressure.ts";

Deno.test("countMemory() makes shared batches go that nobody holds", async () => {
  const batches: WeakRef<SharedArrayBuffer>[] = [];
  for (let k = 0; k < 500; k++) {
    const memory = new SharedArrayBuffer(2 ** 20);
    batches.push(new WeakRef(memory));
    countMemory({ list: [fromBuffer(memory, "float32"), 1, null], name: "x" });
    await new Promise((resolve) => setTimeout(resolve, 0)); // a WeakRef holds until the task ends
  }
  const held = batches.filter((batch) => batch.deref() !== undefined).length;
  assert(held < 150, `${held} of 500 batches are still there`);
});
