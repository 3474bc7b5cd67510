import { assertEquals, assertThrows } from "@std/assert";
import { paneMessage, placeOf } from "./pane.ts";

Deno.test("paneMessage() carries bytes behind the description", () => {
  const message = paneMessage({ win: "ä", kind: "image", width: 1 }, [Uint8Array.of(9, 8), Uint8Array.of(7)]);
  const length = new DataView(message.buffer).getUint32(0, true);
  assertEquals(JSON.parse(new TextDecoder().decode(message.subarray(4, 4 + length))), {
    win: "ä",
    kind: "image",
    width: 1,
  });
  assertEquals([...message.subarray(4 + length)], [9, 8, 7]);
});

Deno.test("placeOf() names new panes, and refuses what is no place", () => {
  const [a, b] = [placeOf("display", {}), placeOf("display", {})];
  assertEquals(a.win === b.win, false);
  assertEquals(placeOf("display", { win: "w", title: "t", width: 9, x: 0, y: 3 }), {
    win: "w",
    title: "t",
    place: { width: 9, x: 0, y: 3 },
  });
  const wrong: [Record<string, unknown>, string][] = [
    [{ win: 3 }, "Cannot run display: win must be a string but is 3"],
    [{ title: {} }, "Cannot run display: title must be a string but is Object"],
    [{ width: 1.5 }, "Cannot run display: width must be an integer but is 1.5"],
    [{ width: "9" }, 'Cannot run display: width must be a number but is "9"'],
    [{ x: -1 }, "Cannot run display: x must be at least 0 but is -1"],
    [{ y: Infinity }, "Cannot run display: y must be an integer but is Infinity"],
  ];
  for (const [options, text] of wrong) assertThrows(() => placeOf("display", options), Error, text);
});
