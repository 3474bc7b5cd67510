// What holds for every augmentation, with random images and options, valid or not.
import { assert, assertEquals } from "@std/assert";
import { Generator, stack, type Tensor } from "@taimatsu/tensor";
import { assertClose, withThreads } from "@taimatsu/tensor/testing";
import fc from "fast-check";
import { colorJitter, lighting, normalize, randomCrop, randomHorizontalFlip, randomResizedCrop } from "../mod.ts";
import { randomVerticalFlip } from "../mod.ts";
import { picture, scattered } from "../testing.ts";

/** Numbers from 0 to 1 that choose the arguments. */
type Chance = readonly [number, number, number];
interface Call {
  /** Numbers of channels that images may have; 0 stands for [height, width]. */
  channels: readonly number[];
  /** Whether every pixel of the result is one of the source, or 0. */
  moves?: boolean;
  run: (x: Tensor, chance: Chance, generator: Generator) => Tensor;
}

const from1 = (most: number, chance: number): number => 1 + Math.floor(chance * most);
const ANY = [0, 1, 2, 3, 4];

const CALLS: Record<string, Call> = {
  randomCrop: {
    channels: ANY,
    moves: true,
    run: (x, [a, b, c], generator) => {
      const padding = Math.floor(4 * c), [h, w] = x.size().slice(-2) as [number, number];
      return randomCrop(x, from1(w + 2 * padding, a), from1(h + 2 * padding, b), { padding, generator });
    },
  },
  randomResizedCrop: {
    channels: ANY,
    run: (x, [a, b, c], generator) => {
      const mode = (["simple", "bilinear", "lanczos"] as const)[Math.floor(3 * c)]!;
      return randomResizedCrop(x, from1(15, a), from1(15, b), { mode, area: [0.01 + a / 2, 1], generator });
    },
  },
  randomHorizontalFlip: {
    channels: ANY,
    moves: true,
    run: (x, [p], generator) => randomHorizontalFlip(x, { p, generator }),
  },
  randomVerticalFlip: {
    channels: ANY,
    moves: true,
    run: (x, [p], generator) => randomVerticalFlip(x, { p, generator }),
  },
  colorJitter: {
    channels: [1, 3],
    run: (x, [brightness, contrast, saturation], generator) =>
      colorJitter(x, { brightness, contrast, saturation, hue: brightness / 2, generator }),
  },
  lighting: { channels: [3], run: (x, [std], generator) => lighting(x, { std, generator }) },
};

const chance = fc.double({ min: 0, max: 0.999999, noNaN: true }), side = fc.integer({ min: 1, max: 12 });
const image = fc.record({
  h: side,
  w: side,
  batch: fc.integer({ min: 1, max: 4 }),
  channel: fc.nat(4),
  seed: fc.nat(1e6),
});
const arguments_ = fc.tuple(image, fc.tuple(chance, chance, chance));
const settings = { numRuns: 60, seed: 1 };

for (const [name, { channels, moves = false, run }] of Object.entries(CALLS)) {
  Deno.test(`${name}: the seed decides, whatever dtype, layout and threads; a batch is its images`, () => {
    fc.assert(
      fc.property(arguments_, ([{ h, w, batch, channel, seed }, chances]) => {
        const maps = channels[channel % channels.length]!, plane = maps === 0 ? [h, w] : [maps, h, w];
        const x = picture(maps === 0 ? plane : [batch, ...plane], "float64", seed), before = x.clone();
        const f = (x: Tensor): Tensor => run(x, chances, new Generator(seed)), y = f(x);
        assert(x.equal(before), "the argument was changed");
        assert(y.size().slice(0, -2).join() === x.size().slice(0, -2).join());
        assert(f(scattered(x)).equal(y), "the layout changes the result");
        assert(withThreads(1, () => f(x)).equal(withThreads(2, () => f(x))), "threads change the result");
        assertClose(f(x.float()).double(), y, { relative: 1e-4, absolute: 1e-4 });
        if (name !== "randomResizedCrop") assert(y.min() >= 0 && y.max() <= 1, "beyond the range of images");
        if (maps > 0) {
          const generator = new Generator(seed);
          const parts = Array.from({ length: batch }, (_, b) => run(x.select(0, b), chances, generator));
          assert(stack(parts, 0).equal(y), "a batch is not its images");
        }
        const bytes = x.clone().mul(255).round().byte(), z = f(bytes);
        assertEquals([z.dtype, z.size()], ["uint8", y.size()]);
        const reals = f(bytes.double().div(255)).mul(255);
        // Filters have an overshoot, which bytes have not; else only the rounding differs.
        assert(
          z.double().add(-1, reals.clamp(0, 255)).abs().max() <= (moves ? 1e-9 : 0.52),
          "bytes are other than reals",
        );
        if (moves) {
          const known = new Set<number>([0, ...(x.reshape(x.nElement()).toArray() as number[])]);
          assert((y.reshape(y.nElement()).toArray() as number[]).every((value) => known.has(value)), "a new value");
        }
      }),
      settings,
    );
  });
}

Deno.test("randomCrop with padding: every part is one of the padded image", () => {
  fc.assert(
    fc.property(image, fc.nat(3), ({ h, w, seed }, padding) => {
      const x = picture([h, w], "float64", seed), y = randomCrop(x, w, h, { padding, generator: new Generator(seed) });
      const at = (i: number, j: number): number => i < 0 || j < 0 || i >= h || j >= w ? 0 : x.get(i, j);
      const fits = (dy: number, dx: number): boolean =>
        (y.toArray() as number[][]).every((row, i) => row.every((value, j) => value === at(i + dy, j + dx)));
      const shifts = Array.from({ length: 2 * padding + 1 }, (_, k) => k - padding);
      assert(shifts.some((dy) => shifts.some((dx) => fits(dy, dx))));
    }),
    settings,
  );
});

Deno.test("normalize gives back what was normalized", () => {
  const number = fc.double({ min: -3, max: 3, noNaN: true }), positive = fc.double({ min: 0.01, max: 3, noNaN: true });
  fc.assert(
    fc.property(
      image,
      fc.array(number, { minLength: 4, maxLength: 4 }),
      positive,
      ({ h, w, batch, seed }, mean, std) => {
        const x = picture([batch, 4, h, w], "float64", seed), stds = [std, 2 * std, 1, std / 2];
        const back = normalize(normalize(x, mean, stds), mean.map((m, c) => -m / stds[c]!), stds.map((s) => 1 / s));
        assertClose(back, x, { absolute: 1e-12 });
      },
    ),
    settings,
  );
});

/** Something that a program may pass by mistake. */
const odd = fc.constantFrom<unknown>(
  ...[null, undefined, NaN, Infinity, -1, 0, 0.5, 2, 1e7, 1e308, "a", "", true, {}, [], [1], [1, 2], [2, 1], [1, 2, 3]],
  ...[["a", "b"], [null, null], [NaN, 1], [[1], [2], [3]], [null, null, null], () => 1, 2n, picture([3, 2, 2])],
);

Deno.test("augmentations take anything: a result without NaN, or an error that says why not, which draws nothing", () => {
  const x = picture([3, 4, 5]),
    names = ["padding", "area", "ratio", "mode", "antialias", "p", "brightness", "contrast"];
  const setting = fc.constantFrom(...names, "saturation", "hue", "std", "eigenvalues", "eigenvectors", "generator");
  const calls: ((a: never, b: never, options: never) => Tensor)[] = [
    (_a, _b, options) => randomCrop(x, 2, 3, options),
    (_a, _b, options) => randomResizedCrop(x, 2, 3, options),
    (_a, _b, options) => randomHorizontalFlip(x, options),
    (_a, _b, options) => randomVerticalFlip(x, options),
    (_a, _b, options) => colorJitter(x, options),
    (_a, _b, options) => lighting(x, options),
    (a, b) => randomCrop(x, a, b),
    (a, b) => randomResizedCrop(x, a, b),
    (a, b) => randomResizedCrop(a, 2, b),
    (a, b) => normalize(x, a, b),
    (a) => normalize(x, [0, 0, 0], a),
    (a) => randomHorizontalFlip(a),
    (a) => colorJitter(a),
    (a) => lighting(a),
  ];
  fc.assert(
    fc.property(fc.nat(calls.length - 1), odd, odd, setting, fc.boolean(), (k, a, b, name, whole) => {
      const generator = new Generator(1), options = whole ? a : { generator, [name]: a };
      if (k === 7 && (Number(a) > 100 || Number(b) > 100)) return; // large results are right, and slow
      try {
        const y = calls[k]!(a as never, b as never, options as never);
        assert(!Number.isNaN(y.sum()), "a result with NaN");
      } catch (error) {
        assert(error instanceof TypeError || error instanceof RangeError, String(error));
        assert(/^Cannot run (random|colorJitter|lighting|normalize)/.test(error.message), error.stack);
        assertEquals(generator.state, new Generator(1).state, "chance was taken before the error");
      }
    }),
    { numRuns: 4000, seed: 1, includeErrorInReport: true },
  );
});
