import { assert, assertEquals } from "@std/assert";
import { tic, Timer, toc } from "./mod.ts";

/** Computes for some milliseconds. */
function work(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

Deno.test("a timer counts from its making, stands, goes on and starts again", () => {
  const timer = new Timer();
  work(20);
  const first = timer.time();
  assert(first.real >= 0.02 && first.real < 10 && first.user + first.sys > 0, JSON.stringify(first));
  assert(timer.stop() === timer);
  const standing = timer.time();
  work(5);
  assertEquals(timer.time(), standing);
  timer.reset();
  assertEquals(timer.time(), { real: 0, user: 0, sys: 0 });
  timer.resume().resume();
  work(5);
  const { real } = timer.time();
  assert(real >= 0.005 && real < standing.real + 10);
  timer.reset();
  assert(timer.time().real < real + 1);
});

Deno.test("tic() and toc() measure seconds", () => {
  const start = tic();
  work(10);
  assert(toc(start) >= 0.01 && toc(start) < 10);
});
