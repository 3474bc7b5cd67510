import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { imagesc } from "../mod.ts";

/** Fills by the places of the rectangles, "x,y". */
function fills(svg: string): Map<string, string> {
  const marks = svg.matchAll(/<path aria-label[^>]*d="M([\d.-]+),([\d.-]+)h[^"]*" fill="([^"]+)"/g);
  return new Map([...marks].map(([, x, y, fill]) => [`${x},${y}`, fill!]));
}

Deno.test("imagesc() draws row 0 above, from black to white", async () => {
  const found = fills(await imagesc(tensor([[0, 1], [1, 0]]), "gray", { width: 100, height: 60 }).toSvg());
  assertEquals([...found.keys()].sort(), ["0,0", "0,30", "50,0", "50,30"]);
  assertEquals(found.get("0,0"), "rgb(0, 0, 0)");
  assertEquals(found.get("50,30"), "rgb(0, 0, 0)");
  assertEquals(found.get("50,0"), "rgb(255, 255, 255)");
});

Deno.test("imagesc() leaves out what has no colour", async () => {
  const svg = await imagesc(tensor([[NaN, 1], [Infinity, 2]])).toSvg();
  assertEquals(fills(svg).size, 2);
  assert(!svg.includes("NaN"));
  assertEquals(fills(await imagesc(tensor([[0, 1], [100, -2]]), "color", { logscale: true }).toSvg()).size, 2);
  assertStringIncludes(await imagesc(zeros([0, 3])).toSvg(), "<svg");
});

Deno.test("imagesc() says what is wrong", () => {
  assertThrows(() => imagesc(zeros([3])), TypeError, "Cannot run imagesc: z must be [rows, columns] but is [3]");
  assertThrows(() => imagesc([[1]] as unknown as Tensor), TypeError, "Cannot run imagesc: z must be a tensor");
  assertThrows(() => imagesc(zeros([2, 2]), "red" as "gray"), TypeError, "colors must be one of color, gray but is");
  assertThrows(() => imagesc(zeros([501, 500])), RangeError, "z must have at most 250000 elements but has 250500");
});
