import { assertEquals, assertThrows } from "@std/assert";
import { formatTime } from "./mod.ts";

Deno.test("formatTime() writes the two largest units, as xlua does", () => {
  const cases: [number, string][] = [
    [0, "0ms"],
    [0.0004, "0ms"],
    [0.012, "12ms"],
    [1.5, "1s500ms"],
    [59.9999, "59s999ms"],
    [185, "3m5s"],
    [185.25, "3m5s"],
    [3600.004, "1h4ms"],
    [86400 + 2 * 3600 + 59, "1D2h"],
    [86400 * 400 + 1, "400D1s"],
    [Infinity, "Infinity"],
  ];
  for (const [seconds, text] of cases) assertEquals(formatTime(seconds), text);
});

Deno.test("formatTime() says what is wrong", () => {
  assertThrows(() => formatTime(-1), RangeError, "Cannot run formatTime: seconds must be at least 0 but is -1");
  assertThrows(() => formatTime(NaN), RangeError, "but is NaN");
  assertThrows(() => formatTime("1" as unknown as number), TypeError, 'seconds must be a number but is "1"');
});
