// What holds for every function of geometry/, with random sizes and arguments: dtypes agree, batches are images one by one, layout
// and threads do not matter, results go where they are wanted.
import { assert, assertEquals } from "@std/assert";
import { type Dtype, type Tensor, zeros } from "@taimatsu/tensor";
import { assertClose, withThreads } from "@taimatsu/tensor/testing";
import fc from "fast-check";
import { picture, scattered } from "../testing.ts";
import { affinetransform } from "./affine_transform.ts";
import { crop } from "./crop.ts";
import { flip, hflip, vflip } from "./flip.ts";
import { gaussianpyramid } from "./gaussian_pyramid.ts";
import { logpolar, polar } from "./polar.ts";
import { rotate } from "./rotate.ts";
import { scale } from "./scale.ts";
import { translate } from "./translate.ts";
import { warp } from "./warp.ts";

/** Numbers from 0 to 1 that choose the arguments. */
type Chance = readonly [number, number, number, number];
type Out = { out?: Tensor };

const pick = <T>(list: readonly T[], chance: number): T => list[Math.floor(chance * list.length)]!;
const from1 = (most: number, chance: number): number => 1 + Math.floor(chance * most);
const PLAIN = ["simple", "bilinear"] as const, MODES = [...PLAIN, "bicubic", "lanczos"] as const;

/** Every function with arguments for an image of the size h × w. */
const CALLS: Record<string, (x: Tensor, c: Chance, h: number, w: number, o: Out) => Tensor> = {
  scale: (x, [a, b, c], _h, _w, o) => scale(x, from1(20, a), from1(20, b), { mode: pick(MODES.slice(0, 3), c), ...o }),
  antialias: (x, [a, b, c], _h, _w, o) =>
    scale(x, from1(20, a), from1(20, b), { mode: pick(MODES.slice(1), c), antialias: true, ...o }),
  rotate: (x, [a, b, c, d], _h, _w, o) =>
    rotate(x, 20 * (a - 0.5), { mode: pick(PLAIN, b), expand: c < 0.5, fill: d, ...o }),
  warp: (x, [a, b, c, d], _h, _w, o) => {
    const field = picture([2, from1(12, a), from1(12, b)], "float64", from1(1000, c)).mul(20).add(-10);
    return warp(x, field, {
      mode: pick(MODES, d),
      ...(a < 0.5 ? {} : { clamp: "pad", pad: c }),
      offset: c < 0.5,
      ...o,
    });
  },
  affinetransform: (x, [a, b, c, d], _h, _w, o) =>
    affinetransform(x, [[a, b], [-b, c]], { mode: pick(MODES, d), translation: [a, -c], ...o }),
  polar: (x, [a, b], _h, _w, o) => polar(x, { interp: pick(PLAIN, a), mode: pick(["valid", "full"], b), ...o }),
  logpolar: (x, [a, b], _h, _w, o) => logpolar(x, { interp: pick(PLAIN, a), mode: pick(["valid", "full"], b), ...o }),
  crop: (x, [a, b, c, d], h, w, o) => {
    const x1 = from1(w, a) - 1, y1 = from1(h, b) - 1;
    return crop(x, x1, y1, x1 + from1(w - x1, c), y1 + from1(h - y1, d), o);
  },
  translate: (x, [a, b], _h, _w, o) => translate(x, Math.round(20 * (a - 0.5)), Math.round(20 * (b - 0.5)), o),
  hflip: (x, _c, _h, _w, o) => hflip(x, o),
  vflip: (x, _c, _h, _w, o) => vflip(x, o),
  flip: (x, [a], _h, _w, o) => flip(x, pick([-1, -2], a), o),
  gaussianpyramid: (x, [a], _h, _w, { out }) =>
    gaussianpyramid(x, [1, 0.2 + a], out ? { out: [zeros([1]).to(x.dtype), out] } : {})[1]!,
};

const side = fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 14 }));
const chance = fc.double({ min: 0, max: 0.999999, noNaN: true });
const arguments_ = fc.record({
  batch: fc.integer({ min: 1, max: 3 }),
  channels: fc.integer({ min: 1, max: 4 }),
  h: side,
  w: side,
  chances: fc.tuple(chance, chance, chance, chance),
});
const SEED = Number(Deno.env.get("TAIMATSU_SEED") ?? 1);
const options = { seed: SEED, numRuns: 60 };
const dtypes: Dtype[] = ["uint8", "float32", "float64"];

for (const [name, call] of Object.entries(CALLS)) {
  Deno.test(`${name}: dtypes agree`, () => {
    fc.assert(
      fc.property(arguments_, ({ channels, h, w, chances }) => {
        const bytes = picture([channels, h, w], "uint8"), run = (x: Tensor) => call(x, chances, h, w, {});
        const exact = run(bytes.double());
        assertClose(run(bytes.float()).double(), exact, { relative: 1e-4, absolute: 1e-2 });
        const found = run(bytes);
        assertEquals([found.dtype, found.size()], ["uint8", exact.size()]);
        // Rounded and clamped; where the fraction is a half, either way.
        const error = found.double().add(-1, exact.clamp(0, 255)).abs();
        assert(error.max() <= 0.5 + 1e-3, `error ${error.max()}`);
      }),
      options,
    );
  });

  Deno.test(`${name}: batches are images one by one, whatever the layout`, () => {
    fc.assert(
      fc.property(arguments_, fc.constantFrom(...dtypes), ({ batch, channels, h, w, chances }, dtype) => {
        const x = picture([batch, channels, h, w], dtype), run = (x: Tensor) => call(x, chances, h, w, {}).toArray();
        const copy = x.clone(), whole = run(x);
        assertEquals(whole, Array.from({ length: batch }, (_, k) => run(x.select(0, k))));
        assertEquals(whole, run(scattered(x)));
        assertEquals(run(x.select(0, 0).select(0, 0)), run(x.narrow(0, 0, 1).narrow(1, 0, 1).view(1, h, w)).flat(1));
        assert(x.equal(copy));
      }),
      options,
    );
  });

  Deno.test(`${name}: out receives the result`, () => {
    fc.assert(
      fc.property(arguments_, fc.constantFrom(...dtypes), ({ channels, h, w, chances }, dtype) => {
        const x = picture([channels, h, w], dtype), wanted = call(x, chances, h, w, {});
        const fresh = zeros([1], { dtype }), fitting = scattered(zeros(wanted.size(), { dtype })), own = x.clone();
        for (const out of [fresh, fitting]) {
          assert(call(x, chances, h, w, { out }) === out);
          assertEquals(out.toArray(), wanted.toArray());
        }
        assert(call(own, chances, h, w, { out: own }) === own);
        assertEquals(own.toArray(), wanted.toArray());
      }),
      options,
    );
  });

  Deno.test(`${name}: threads do not show`, () => {
    for (const dtype of dtypes) {
      const x = picture([3, 150, 130], dtype), chances = [0.9, 0.8, 0.4, 0.6] as const;
      const [one, two] = [1, 2].map((threads) => withThreads(threads, () => call(x, chances, 150, 130, {}).toArray()));
      assertEquals(one, two);
    }
  });
}
