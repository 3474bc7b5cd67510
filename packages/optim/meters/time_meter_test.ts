import { assert, assertEquals } from "@std/assert";
import { TimeMeter } from "../mod.ts";

Deno.test("TimeMeter measures the time it runs, whole and by unit", async () => {
  const whole = new TimeMeter(), each = new TimeMeter(true);
  const start = performance.now();
  await new Promise((done) => setTimeout(done, 30));
  whole.stop();
  each.stop();
  const most = (performance.now() - start) / 1e3 + 0.005;
  for (let k = 0; k < 2; k++) each.incUnit();
  each.add();
  assert(whole.value() >= 0.025 && whole.value() <= most, String(whole.value()));
  assert(each.value() >= 0.025 / 3 && each.value() <= most / 3, String(each.value()));
  assertEquals(whole.value(), whole.value());
  whole.resume();
  while (performance.now() - start < 60);
  assert(whole.value() > 0.03);
  each.reset();
  each.incUnit();
  assertEquals(each.value(), 0);
});
