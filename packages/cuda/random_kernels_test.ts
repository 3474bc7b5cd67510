// Random numbers of the emulated GPU: Philox by its published numbers, distributions by moments and by the distance from their
// distribution functions.
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { type Dtype, DTYPES, empty, type Tensor, tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { opNames } from "@taimatsu/tensor/native";
import { callCpu, callEmulated } from "./testing_kernels.ts";

const SEED_SYMBOLS = { tm_generator_seed: { parameters: ["buffer", "f64"], result: "i32" } } as const;

function seeded(seed: number): Uint8Array {
  const generator = new Uint8Array(5120), { tm_generator_seed } = empty([1]).device.open(SEED_SYMBOLS);
  assertEquals(tm_generator_seed(generator, seed), 0);
  return generator;
}

function opOf(name: string): number {
  return opNames("random").indexOf(name);
}

function draw(name: string, r: Tensor, generator: Uint8Array, a = 0, b = 1): string {
  return callEmulated("tm_random", [opOf(name), r, "frame", generator, a, b], [r]).message;
}

/** Philox 4x32-10 as its paper states it. */
function philox(counter: number[], key: number[]): number[] {
  let [a, b, c, d] = counter as [number, number, number, number], [k, l] = key as [number, number];
  for (let round = 0; round < 10; round++) {
    const first = BigInt(a) * 0xD2511F53n, second = BigInt(c) * 0xCD9E8D57n;
    const high = (x: bigint) => Number(x >> 32n), low = (x: bigint) => Number(x & 0xffffffffn);
    [a, b, c, d] = [(high(second) ^ b ^ k) >>> 0, low(second), (high(first) ^ d ^ l) >>> 0, low(first)];
    k = (k + 0x9E3779B9) >>> 0, l = (l + 0xBB67AE85) >>> 0;
  }
  return [a, b, c, d];
}

Deno.test("the words are those that the authors of Philox published", () => {
  const ones = 0xffffffff;
  assertEquals(philox([0, 0, 0, 0], [0, 0]), [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
  assertEquals(philox([ones, ones, ones, ones], [ones, ones]), [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]);
  assertEquals(
    philox([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0]),
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  );
  const key = empty([2], { dtype: "int64" }), r = empty([4003], { dtype: "int64" });
  callCpu("tm_random", [opOf("random"), key, "frame", seeded(5), 0, 0], [key]);
  assertEquals(draw("random", r, seeded(5)), "");
  const words = Array.from({ length: 1001 }, (_, block) => philox([block, 0, 0, 0], key.toArray() as number[]));
  assertEquals(r.toArray(), words.flat().slice(0, 4003));
});

/** The largest distance between the distribution of the numbers and F. */
function distance(values: number[], F: (x: number) => number): number {
  const sorted = values.toSorted((a, b) => a - b), n = sorted.length;
  return Math.max(...sorted.map((x, i) => Math.max(F(x) - i / n, (i + 1) / n - F(x))));
}

/** Φ by Simpson's rule. */
function normalCdf(x: number): number {
  const steps = 64, h = x / steps, f = (t: number) => Math.exp(-t * t / 2);
  let sum = f(0) + f(x);
  for (let i = 1; i < steps; i++) sum += (i % 2 ? 4 : 2) * f(i * h);
  return 0.5 + sum * h / 3 / Math.sqrt(2 * Math.PI);
}

const N = 20000;

Deno.test("continuous distributions keep near their distribution functions", () => {
  const functions: [string, number, number, (x: number) => number][] = [
    ["uniform", -1, 3, (x) => (x + 1) / 4],
    ["normal", 2, 3, (x) => normalCdf((x - 2) / 3)],
    ["exponential", 0.5, 0, (x) => 1 - Math.exp(-x / 2)],
    ["cauchy", 1, 2, (x) => 0.5 + Math.atan((x - 1) / 2) / Math.PI],
    ["logNormal", 0.5, 0.25, (x) => normalCdf((Math.log(x) - 0.5) / 0.25)],
  ];
  for (const dtype of ["float32", "float64"] as const) {
    functions.forEach(([name, a, b, F], seed) => {
      const r = empty([N], { dtype });
      assertEquals(draw(name, r, seeded(seed), a, b), "");
      const far = distance(r.toArray() as number[], F);
      assert(far < 1.63 / Math.sqrt(N), `${name} ${dtype}: ${far}`); // 1 % of right ones are farther away
    });
  }
});

Deno.test("discrete distributions have their moments in every dtype", () => {
  for (const dtype of DTYPES) {
    const r = empty([N], { dtype }), mean = () => (r.toArray() as number[]).reduce((s, v) => s + Number(v), 0) / N;
    if (draw("bernoulli", r, seeded(1), 0.3) !== "") {
      assert(dtype.endsWith("16"), dtype);
      continue;
    }
    assertClose(mean(), 0.3, { absolute: 0.012 });
    if (dtype === "bool") continue;
    draw("geometric", r, seeded(2), 0.5);
    assertClose(mean(), 2, { absolute: 0.04 });
    draw("randomRange", r, seeded(3), 3, 8);
    const found = new Set(r.toArray() as number[]);
    assertEquals([...found].sort(), [3, 4, 5, 6, 7, 8]);
    assertClose(mean(), 5.5, { absolute: 0.05 });
    draw("random", r, seeded(4));
    const span = { uint8: 256, int8: 128, int16: 32768, int32: 2 ** 31, float32: 2 ** 24 + 1 }[dtype as string] ??
      2 ** 32;
    assertClose(mean() / span, 0.5, { absolute: 0.01 });
  }
});

Deno.test("element i has its number for any layout and size, and a seed repeats all", () => {
  for (const name of ["uniform", "normal"]) {
    const r = empty([30, 50]), part = empty([30, 20]), turned = empty([50, 30]).t(), again = empty([30, 50]);
    const generator = seeded(9);
    draw(name, r, generator);
    draw(name, part, seeded(9));
    draw(name, turned, seeded(9));
    draw(name, again, seeded(9));
    assertEquals(again.toArray(), r.toArray());
    assertEquals(turned.toArray(), r.toArray());
    assertEquals(part.view(600).toArray(), r.view(1500).narrow(0, 0, 600).toArray());
    draw(name, again, generator); // the key of the next call
    assertNotEquals(again.toArray(), r.toArray());
  }
});

Deno.test("elements follow probabilities of their own; those outside [0, 1] are complained of", () => {
  const run = (r: Tensor, p: Tensor) => callEmulated("tm_bernoulli", [r, p, "frame", seeded(6)], [r, p]).message;
  for (const dtype of ["float32", "float64"] as const) {
    for (const to of DTYPES) {
      const p = tensor([0, 0.25, 0.75, 1], { dtype }).view(1, 4).expand([5000, 4]), r = empty([5000, 4], { dtype: to });
      if (to.endsWith("16")) {
        assertEquals(run(r, p), callCpu("tm_bernoulli", [r, p, "frame", seeded(6)], [r, p]).message);
        continue;
      }
      assertEquals(run(r, p), "");
      const sums = [0, 0, 0, 0];
      (r.toArray() as number[][]).forEach((row) => row.forEach((v, k) => sums[k]! += Number(v)));
      assertClose(sums.map((s) => s / 5000), [0, 0.25, 0.75, 1], { absolute: 0.02 });
    }
    const p = tensor([0.5, 1.5, NaN], { dtype });
    assertEquals(run(empty([3]), p), "Cannot run bernoulli: the probabilities must lie in [0, 1]");
  }
});

Deno.test("permutations hold every number once, each place equally often", () => {
  const shuffle = (r: Tensor, seed: number) => callEmulated("tm_randperm", [r, "frame", seeded(seed)], [r]).message;
  for (const dtype of DTYPES) {
    for (const n of [0, 1, 2, 127, 3000]) {
      const r = empty([n], { dtype }), message = shuffle(r, n);
      if (message !== "") {
        assertEquals(message, callCpu("tm_randperm", [r, "frame", seeded(1)], [r]).message);
        continue;
      }
      const values = (r.toArray() as number[]).toSorted((a, b) => a - b);
      assertEquals(values, Array.from({ length: n }, (_, i) => i));
    }
  }
  const places = [0, 0, 0, 0], r = empty([4], { dtype: "int32" as Dtype });
  for (let seed = 0; seed < 400; seed++) {
    shuffle(r, seed);
    places[(r.toArray() as number[]).indexOf(0)]!++;
  }
  for (const count of places) assert(Math.abs(count - 100) < 35, `${places}`);
});

Deno.test("bad parameters are refused in the words of the CPU", () => {
  const cases: [number, Tensor, number, number][] = [
    [99, empty([2]), 0, 1],
    [opOf("normal"), empty([2]), 0, -1],
    [opOf("uniform"), empty([2]), NaN, 1],
    [opOf("uniform"), empty([2], { dtype: "int32" }), 0, 1],
    [opOf("randomRange"), empty([2]), 2, 1],
    [opOf("randomRange"), empty([2]), 0, 2 ** 60],
    [opOf("bernoulli"), empty([2], { dtype: "float16" }), 0.5, 0],
  ];
  for (const [op, r, a, b] of cases) {
    const wanted = callCpu("tm_random", [op, r, "frame", seeded(1), a, b], [r]).message;
    assertNotEquals(wanted, "");
    assertEquals(callEmulated("tm_random", [op, r, "frame", seeded(1), a, b], [r]).message, wanted);
  }
  const r = empty([2]);
  assertEquals(draw("uniform", r, new Uint8Array(5120)), "Cannot run uniform: the generator was not seeded");
});
