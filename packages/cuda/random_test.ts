// One generator for the CPU and all GPUs.
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { getRNGState, initialSeed, manualSeed, rand, randn, seed, setRNGState } from "@taimatsu/tensor";
import { testDevices } from "./testing.ts";

for (const { name, device } of testDevices()) {
  const draw = (): number[] => [...randn([5], { device }).toArray() as number[], ...rand([3]).toArray() as number[]];

  Deno.test(`manualSeed() and seed() set what the CPU and ${name} draw`, () => {
    manualSeed(7);
    assertEquals(initialSeed(), 7);
    const first = draw(), next = draw();
    manualSeed(7);
    assertEquals(draw(), first);
    assertEquals(draw(), next);
    const drawn = seed();
    assertEquals(initialSeed(), drawn);
    assertNotEquals(draw(), first);
  });

  Deno.test(`setRNGState() goes on where getRNGState() was, on ${name} too`, () => {
    manualSeed(3);
    draw();
    const state = getRNGState(), after = draw();
    assert(after.every(Number.isFinite));
    assertNotEquals(draw(), after);
    setRNGState(state);
    assertEquals(draw(), after);
  });
}
