import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { Profiler } from "./mod.ts";

Deno.test("Profiler measures the clock and the processor", async () => {
  const profiler = new Profiler(), begin = performance.now();
  profiler.start("wait");
  profiler.start("work", "fps");
  await new Promise((done) => setTimeout(done, 30));
  const { real, cpu } = profiler.lap("wait");
  assert(real >= 0.025 && real <= (performance.now() - begin) / 1e3, String(real));
  assert(cpu >= 0);
  // A processor that is shared may take a while to give as much time.
  while (performance.now() - begin < 100 || (profiler.cpu("work") < 0.02 && performance.now() - begin < 10000));
  assert(profiler.cpu("work") >= 0.02);
  const tenth = profiler.real("work", 10);
  assert(tenth >= 0.009 && tenth <= (performance.now() - begin) / 1e4, String(tenth));
});

Deno.test("Profiler writes reports as xlua does", () => {
  const profiler = new Profiler();
  profiler.start("a");
  assertEquals(profiler.format("a"), "$ real | cpu: -1.000000 | -1.000000 <a>");
  profiler.start("b", "fps");
  profiler.lap("b");
  const [first, second, third] = profiler.formatAll().split("\n");
  assertEquals([first, second], ["$ profiler report:", "$ real -1.000000 | cpu -1.000000 <a>"]);
  assertMatch(third!, /^\$ real \d+\.\d{6} \| cpu \d+\.\d{6} <b>( = \d+\.\d{6} fps)?$/);
  profiler.start("a");
  assertEquals(profiler.formatAll().split("\n").length, 3);
});

Deno.test("Profiler prints its reports", () => {
  const profiler = new Profiler(), lines: unknown[] = [], log = console.log;
  profiler.start("a");
  console.log = (...values) => void lines.push(...values);
  try {
    profiler.print("a");
    profiler.printAll();
  } finally {
    console.log = log;
  }
  assertEquals(lines, [profiler.format("a"), profiler.formatAll()]);
});

Deno.test("Profiler says what is wrong", () => {
  const profiler = new Profiler();
  assertThrows(
    () => profiler.lap("x"),
    RangeError,
    'Cannot run Profiler.lap: name must be of an event that was started but is "x"',
  );
  profiler.start("x");
  assertThrows(() => profiler.lap("x", 0), RangeError, "Cannot run Profiler.lap: divider must be");
});
