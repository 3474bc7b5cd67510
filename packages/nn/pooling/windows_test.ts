import { assertEquals } from "@std/assert";
import { empty, rand, type Tensor, tensor } from "@taimatsu/tensor";
import { seeded } from "../testing.ts";
import { maxPool, planeSizes, type Window } from "./windows.ts";

/** The largest element of each window of one plane, by walking: NaN loses to every number, and an empty window has -Infinity. */
function walk(x: readonly (readonly number[])[], oh: number, ow: number, w: Window): number[][] {
  return Array.from({ length: oh }, (_, oy) =>
    Array.from({ length: ow }, (_, ox) => {
      const seen: number[] = [];
      for (let i = 0; i < w.kH; i++) {
        for (let j = 0; j < w.kW; j++) {
          const v = x[oy * w.dH - w.padH + i * w.dilationH]?.[ox * w.dW - w.padW + j * w.dilationW];
          if (v !== undefined) seen.push(v);
        }
      }
      const known = seen.filter((v) => !Number.isNaN(v));
      return known.length > 0 || seen.length === 0 ? Math.max(...known) : NaN;
    }));
}

function outputs(size: number, k: number, d: number, pad: number, dilation: number): number {
  return Math.floor((size + 2 * pad - dilation * (k - 1) - 1) / d) + 1;
}

for (const dtype of ["float32", "float64"] as const) {
  Deno.test(`largest elements of windows are the same with and without positions: ${dtype}`, () => {
    const generator = seeded();
    const pick = (low: number, high: number) => low + Math.floor(rand([1], { generator }).get(0) * (high - low + 1));
    for (let round = 0; round < 400; round++) {
      const kH = pick(1, 4), kW = pick(1, 4), width = pick(0, 3) === 0 ? pick(40, 90) : pick(1, 20);
      const window: Window = {
        kH,
        kW,
        dH: pick(1, 4),
        dW: pick(1, 5),
        padH: pick(0, kH >> 1),
        padW: pick(0, kW >> 1),
        dilationH: pick(1, 2),
        dilationW: pick(1, 3),
      };
      const planes = pick(1, 5), height = pick(1, 12);
      const oh = outputs(height, kH, window.dH, window.padH, window.dilationH);
      const ow = outputs(width, kW, window.dW, window.padW, window.dilationW);
      if (oh < 1 || ow < 1) continue;
      const x = empty([planes, height, width], { dtype }).uniform(-1, 1, { generator }), flat = x.view(-1);
      for (const odd of [NaN, -Infinity, Infinity, 0, -0]) {
        for (let n = pick(0, 3) === 0 ? flat.nElement() / 2 : 0; n >= 0; n--) {
          flat.setAt([pick(0, flat.nElement() - 1)], odd);
        }
      }
      const y = empty([planes, oh, ow], { dtype }), z = empty([planes, oh, ow], { dtype });
      const sizes = planeSizes(x.size(), y.size());
      maxPool(y, null, x, sizes, window);
      maxPool(z, empty([planes, oh, ow], { dtype: "int32" }), x, sizes, window);
      const wanted = (x.toArray() as number[][][]).map((plane) => walk(plane, oh, ow, window));
      const list = (t: Tensor) => t.add(0).toArray(); // -0 and 0 are equals: either may be taken
      assertEquals(list(y), list(tensor(wanted, { dtype })));
      assertEquals(list(z), list(y));
    }
  });
}
