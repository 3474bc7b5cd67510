import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import * as T from "./mod.ts";
import { type Dtype, empty, Generator, manualSeed, type Tensor, zeros } from "./mod.ts";
import { opNames } from "./native.ts";
import { assertClose, fromRecord, isRecordedTensor, layoutsOf, readRecords, type RecordedTensor } from "./testing.ts";

type Stream = Record<string, number | number[] | RecordedTensor>;

const double = (n: number): Tensor => empty([n], { dtype: "float64" });

/** How Torch7 drew each stream, right after `manualSeed(seed)`; positions are counted from 1 there. */
const DRAWS: Record<string, (n: number) => number[] | Tensor | number> = {
  "random": (n) => Array.from({ length: n }, () => T.random()),
  "random_1_100": (n) => Array.from({ length: n }, () => T.random(1, 100)),
  "uniform": (n) => Array.from({ length: n }, () => T.uniform()),
  "uniform_-2_3": (n) => Array.from({ length: n }, () => T.uniform(-2, 3)),
  "normal": (n) => Array.from({ length: n }, () => T.normal()),
  "normal_2_0.5": (n) => Array.from({ length: n }, () => T.normal(2, 0.5)),
  "exponential_1.5": (n) => Array.from({ length: n }, () => T.exponential(1.5)),
  "cauchy_0_1": (n) => Array.from({ length: n }, () => T.cauchy(0, 1)),
  "logNormal_1_2": (n) => Array.from({ length: n }, () => T.logNormal(1, 2)),
  "geometric_0.3": (n) => Array.from({ length: n }, () => T.geometric(0.3)),
  "bernoulli_0.4": (n) => Array.from({ length: n }, () => T.bernoulli(0.4)),
  "rand": (n) => T.rand([n], { dtype: "float64" }),
  "randn": (n) => T.randn([n], { dtype: "float64" }),
  "randperm10": () => T.randperm(10).add(1),
  "tensor_uniform": (n) => double(n).uniform(),
  "tensor_normal": (n) => double(n).normal(),
  "tensor_bernoulli": (n) => double(n).bernoulli(0.3),
  "tensor_random": (n) => empty([n], { dtype: "int64" }).random(1, 1000),
  "float_uniform": (n) => empty([n]).uniform(),
  "float_normal": (n) => empty([n]).normal(),
  // The recording does not say its weights; these give its numbers for all seeds.
  "multinomial": (n) => T.multinomial(T.arange(1, 5), n, true).add(1),
  "multinomial_without": (n) => T.multinomial(T.arange(1, 5), n).add(1),
  "after_normal_uniform": () => (T.normal(), T.uniform()),
};

for (const { records } of readRecords<Stream>("tensor", new URL("testdata", import.meta.url))) {
  for (const record of records.filter((record) => "seed" in record)) {
    const seed = record.seed as number;
    for (const [name, expected] of Object.entries(record)) {
      if (name === "seed") continue;
      Deno.test(`${name} is Torch7's stream for seed ${seed}`, () => {
        const draw = DRAWS[name];
        assert(draw !== undefined, `a stream that is not understood: ${name}`);
        manualSeed(seed);
        const wanted = isRecordedTensor(expected) ? fromRecord(expected) : expected;
        const length = isRecordedTensor(expected) ? expected.data.length : [expected].flat().length;
        // The generator is exact; what is made of its numbers agrees to the last digits of log, sin and tan.
        assertClose(draw(length), wanted, { relative: name.startsWith("float") ? 1e-7 : 1e-14 });
      });
    }
  }
}

Deno.test("the same seed gives the same numbers, another seed others", () => {
  const draw = (seed: number): unknown => (manualSeed(seed), T.randn([5]).toArray());
  assertEquals(draw(7), draw(7));
  assertNotEquals(draw(7), draw(8));
  assertEquals(T.initialSeed(), 8);
  const seed = T.seed();
  assertEquals(T.initialSeed(), seed);
  assertNotEquals(seed, T.seed());
});

Deno.test("manualSeed() drops the second normal number of a pair", () => {
  manualSeed(5);
  const first = T.normal();
  manualSeed(5);
  assertEquals(T.normal(), first);
});

Deno.test("generators are independent", () => {
  assert(manualSeed(3) === T.defaultGenerator && T.defaultGenerator.initialSeed() === 3);
  const a = new Generator(3), b = new Generator(3), options = { generator: a };
  manualSeed(9);
  const global = T.uniform();
  manualSeed(9);
  const drawn = [T.uniform(0, 1, options), T.rand([2], options).toArray(), zeros([2]).normal(0, 1, options).toArray()];
  assertEquals(T.uniform(), global);
  const again = { generator: b };
  assertEquals(drawn, [T.uniform(0, 1, again), T.rand([2], again).toArray(), zeros([2]).normal(0, 1, again).toArray()]);
  assertEquals(T.randperm(5, options).toArray(), T.randperm(5, again).toArray());
  assertEquals([a.initialSeed(), new Generator(4).initialSeed()], [3, 4]);
  assertNotEquals(new Generator().initialSeed(), new Generator().initialSeed());
});

Deno.test("a state is saved and restored, in the middle of a pair of normal numbers too", () => {
  manualSeed(11);
  T.rand([1000]);
  T.normal();
  const state = T.getRNGState(), copy = state.clone();
  const expected = [T.normal(), T.uniform(), ...T.randn([700]).toArray() as number[]];
  assert(T.setRNGState(state) === state);
  assertEquals([T.normal(), T.uniform(), ...T.randn([700]).toArray() as number[]], expected);
  assertEquals(state.toArray(), copy.toArray());
  const other = new Generator(1);
  other.setRNGState(state);
  assertEquals(T.normal(0, 1, { generator: other }), expected[0]);
});

Deno.test("a state that is none is refused", () => {
  const generator = new Generator(1), before = T.uniform(0, 1, { generator: new Generator(1) });
  assertThrows(
    () => generator.setRNGState(zeros([5])),
    TypeError,
    "Cannot run setRNGState: the state must be a contiguous uint8 tensor of 5120 elements but is float32 of 5",
  );
  const garbage = zeros([5120], { dtype: "uint8" }).fill(255);
  assertThrows(
    () => generator.setRNGState(garbage),
    TypeError,
    "Cannot run setRNGState: the state must be one that getRNGState returned",
  );
  assertEquals(T.uniform(0, 1, { generator }), before);
});

Deno.test("a fill draws in row-major order, whatever the layout", () => {
  for (const name of ["uniform", "normal", "exponential", "bernoulli", "random"] as const) {
    const fill = (x: Tensor): Tensor => (manualSeed(2), name === "exponential" ? x.exponential(1) : x[name]());
    const expected = fill(zeros([3, 5])).toArray();
    for (const [layout, x] of Object.entries(layoutsOf(zeros([3, 5])))) {
      assertEquals(fill(x).toArray(), expected, `${name} ${layout}`);
    }
  }
});

Deno.test("every distribution of the library has a function and a method", () => {
  const names = opNames("random").map((name) => name === "randomRange" ? "random" : name);
  for (const name of names) assert(name in T && name in zeros([1]), name);
});

/** Mean and standard deviation of a large sample. */
function moments(x: Tensor): [number, number] {
  return [x.double().mean(), x.double().std()];
}

Deno.test("the distributions have their means and deviations", () => {
  manualSeed(13);
  const x = (): Tensor => empty([200000]);
  const close = (actual: [number, number], mean: number, std: number) =>
    assertClose([...actual], [mean, std], { absolute: 0.02 * std, relative: 0 });
  close(moments(x().uniform(2, 6)), 4, 4 / Math.sqrt(12));
  close(moments(x().normal(3, 2)), 3, 2);
  close(moments(x().exponential(0.5)), 2, 2);
  close(moments(x().geometric(0.25)), 4 / 3, 2 / 3);
  close(moments(x().bernoulli(0.3)), 0.3, Math.sqrt(0.21));
  close(moments(x().random(1, 6)), 3.5, Math.sqrt(35 / 12));
  close(moments(x().logNormal(0.5, 0.25).log()), 0.5, 0.25);
  const uniform = x().uniform();
  assert(uniform.min() >= 0 && uniform.max() < 1);
  const dice = empty([1000], { dtype: "int8" }).random(1, 6);
  assertEquals([dice.min(), dice.max()], [1, 6]);
});

Deno.test("random() without bounds takes the numbers that a dtype holds exactly", () => {
  manualSeed(3);
  const largest = { uint8: 255, int8: 127, int16: 32767, int32: 2 ** 31 - 1, float32: 2 ** 24, float64: 2 ** 32 - 1 };
  for (const [dtype, most] of Object.entries(largest)) {
    const x = empty([5000], { dtype: dtype as Dtype }).random();
    assert(x.min() >= 0 && x.max() <= most && x.max() > most * 0.99, dtype);
  }
});

Deno.test("bernoulli() takes a probability for each element", () => {
  const p = T.tensor([[0, 1, 0], [1, 0, 1]]);
  for (const dtype of ["uint8", "int64", "float32", "bool"] as const) {
    assertEquals(zeros([2, 3], { dtype }).bernoulli(p).toArray(), [[0, 1, 0], [1, 0, 1]], dtype);
  }
  assertThrows(
    () => zeros([3]).bernoulli(p),
    TypeError,
    "Cannot run bernoulli: p must be [3] like tensor but is [2, 3]",
  );
  assertThrows(() => zeros([2, 3]).bernoulli(p.int()), TypeError, "Cannot run bernoulli: p must be float32 or float64");
  assertThrows(() => zeros([2, 3]).bernoulli(T.mul(p, 2)), T.NativeError, "Cannot run bernoulli");
});

Deno.test("randperm() holds every number once", () => {
  for (const n of [1, 2, 1000]) {
    const numbers = T.randperm(n).toArray() as number[];
    assertEquals(numbers.toSorted((a, b) => a - b), Array.from({ length: n }, (_, i) => i));
  }
  assertEquals(T.randperm(3).dtype, "int64");
  assertEquals(T.randperm(3, { dtype: "float64" }).dtype, "float64");
  assertThrows(() => T.randperm(0), RangeError, "Cannot run randperm: n must be from 1 to 9007199254740991 but is 0");
  assertThrows(() => T.randperm(300, { dtype: "uint8" }), T.NativeError, "Cannot run randperm");
});

Deno.test("wrong parameters are refused, and nothing is drawn", () => {
  manualSeed(1);
  const next = T.uniform();
  manualSeed(1);
  const x = zeros([2]);
  assertThrows(() => x.uniform(NaN), RangeError, "Cannot run uniform: the first parameter must be finite but is NaN");
  assertThrows(() => x.normal(0, Infinity), RangeError, "Cannot run normal: the second parameter must be finite");
  assertThrows(() => x.normal(0, 0), T.NativeError, "Cannot run normal: it needs finite parameters with b > 0");
  assertThrows(() => x.exponential(-1), T.NativeError, "Cannot run exponential");
  assertThrows(() => x.geometric(1), T.NativeError, "Cannot run geometric");
  assertThrows(() => x.bernoulli(1.5), T.NativeError, "Cannot run bernoulli");
  assertThrows(() => x.random(3, 1), T.NativeError, "Cannot run random");
  assertThrows(() => T.normal(0, -1), T.NativeError, "Cannot run normal");
  assertThrows(() => zeros([2], { dtype: "int32" }).uniform(), TypeError, "Cannot run uniform: not defined for int32");
  assertThrows(
    () => manualSeed(-1),
    RangeError,
    "Cannot run manualSeed: seed must be from 0 to 9007199254740991 but is -1",
  );
  assertThrows(() => manualSeed(NaN), RangeError, "Cannot run manualSeed: seed must be from 0");
  assertThrows(() => new Generator(0.5), RangeError, "Cannot run Generator: seed must be an integer but is 0.5");
  assertEquals(T.uniform(), next);
  assertEquals(x.toArray(), [0, 0]);
});

Deno.test("normal() takes tensors as Torch7's C functions do", () => {
  for (const dtype of ["float32", "float64"] as const) {
    const mean = T.tensor([1, -20, 300], { dtype }), std = T.tensor([1, 2, 0.5], { dtype });
    const drawn = (act: () => T.Tensor): number[] => (T.manualSeed(4), act().toArray() as number[]);
    const plain = drawn(() => T.zeros([3], { dtype }).normal()),
      scaled = drawn(() => T.zeros([3], { dtype }).normal(0, 2));
    const close = (x: number[], y: number[]) => x.forEach((v, i) => assert(Math.abs(v - y[i]!) < 1e-4, `${x} ${y}`));
    close(drawn(() => T.normal(mean, std)), plain.map((z, i) => z * std.get(i) + mean.get(i)));
    close(drawn(() => T.normal(mean, 2)), scaled.map((z, i) => z + mean.get(i)));
    close(drawn(() => T.normal(5, std)), plain.map((z, i) => z * std.get(i) + 5));
    const own = mean.clone();
    close(drawn(() => own.normal(own, std)), plain.map((z, i) => z * std.get(i) + mean.get(i)));
    const out = T.empty([0], { dtype });
    assert(T.normal(mean, std, { out }) === out && out.isSameSizeAs(mean));
  }
  const x = T.zeros([2]);
  assertThrows(() => x.normal(T.zeros([3])), TypeError, "Cannot run normal: mean must be [2] like tensor but is [3]");
  assertThrows(() => T.normal(x, x.double()), TypeError, "std must be float32 like tensor but is float64");
  assertThrows(() => T.normal(NaN, x), RangeError, "mean must be finite but is NaN");
  assertEquals(x.toArray(), [0, 0]);
});

Deno.test("a large tensor gets the numbers that single draws give, one after another", () => {
  const n = 2 ** 17 + 1001;
  for (const dtype of ["float32", "float64"] as const) {
    for (const name of ["normal", "uniform", "exponential"] as const) {
      const round = (v: number) => dtype === "float32" ? Math.fround(v) : v, one = () => T[name](1, 2);
      manualSeed(6);
      const wanted = Array.from({ length: n + 2 }, one);
      manualSeed(6);
      const first = one(), x = empty([n], { dtype })[name](1, 2), last = one(); // a normal number is pending
      assertEquals(first, wanted[0]);
      assertEquals(x.cpu().data.findIndex((v, i) => v !== round(wanted[i + 1]!)), -1, `${dtype} ${name}`);
      assertEquals(last, wanted[n + 1]);
    }
  }
});
