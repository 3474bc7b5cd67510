import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import { zeros } from "@taimatsu/tensor";
import { Linear } from "../linear/linear.ts";
import { Profile } from "./profile.ts";
import { seeded, testLayer } from "../testing.ts";

const linear = () => new Linear(4, 2, true, { generator: seeded() });

testLayer("Profile", { make: () => new Profile(linear(), 1e6), size: [5, 4] });

Deno.test("Profile prints how long passes took after every so many", () => {
  const lines: string[] = [], layer = new Profile(linear(), 2, "net", { print: (line) => lines.push(line) });
  const x = zeros([3, 4]), g = zeros([3, 2]);
  for (let i = 0; i < 5; i++) {
    layer.forward(x);
    if (i % 2 === 0) layer.backward(x, g);
    else {
      layer.updateGradInput(x, g);
      layer.accGradParameters(x, g);
    }
  }
  assertEquals(lines.length, 4);
  assertMatch(lines[0]!, /^net took \d+\.\d{3} seconds for 2 forward passes, \d+\.\d{6} each$/);
  assertMatch(lines[1]!, /^net took \d+\.\d{3} seconds for 2 backward passes, \d+\.\d{6} each$/);
  assertEquals([layer.forwardPasses, layer.backwardPasses], [1, 1]);
});

Deno.test("Profile prints to the console, with the class of its module, unless told", () => {
  const lines: string[] = [], { log } = console;
  console.log = (text: string) => lines.push(text);
  try {
    new Profile(linear(), 1).forward(zeros([4]));
  } finally {
    console.log = log;
  }
  assertMatch(lines.join(), /^nn.Linear took /);
  assertThrows(
    () => new Profile(linear(), 0),
    RangeError,
    "Cannot run Profile: printInterval must be at least 1 but is 0",
  );
  assertEquals(String(new Profile(linear())), "nn.Profile @ nn.Linear(4 -> 2)");
});
