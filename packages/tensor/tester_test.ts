import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { tensor } from "./mod.ts";
import { Tester, TestSuite } from "./testing.ts";

/** What a test of one check reports. */
async function outcome(check: (tester: Tester) => unknown): Promise<[unknown, string[]]> {
  const tester = new Tester();
  let value: unknown;
  tester.add(() => void (value = check(tester)), "one");
  const outcomes = await tester.run({ print: () => {} });
  assertEquals(outcomes.map(({ checks }) => checks), [1]);
  return [value, [...outcomes[0]!.failures]];
}

Deno.test("checks return whether they hold and note what is wrong", async () => {
  const x = tensor([1, 2]), y = tensor([1, 2.5]);
  const boom = () => {
    throw new RangeError("boom");
  };
  const good: ((t: Tester) => boolean)[] = [
    (t) => t.assert(true),
    (t) => t.assertlt(1, 2),
    (t) => t.assertgt(2, 1),
    (t) => t.assertle(2, 2),
    (t) => t.assertge(2, 2),
    (t) => t.asserteq("a", "a"),
    (t) => t.assertne("a", "b"),
    (t) => t.assertalmosteq(1, 1.1, 0.2),
    (t) => t.eq({ a: [1, x], b: "c" }, { b: "c", a: [1, tensor([1, 2])] }),
    (t) => t.eq(NaN, NaN),
    (t) => t.eq(x.storage(), tensor([1, 2]).storage()),
    (t) => t.ne(x, y),
    (t) => t.assertTensorEq(x, y, 0.5),
    (t) => t.assertTensorNe(x, y),
    (t) => t.assertTensorNe(x, x.double()),
    (t) => t.assertTableEq([1, [2]], [1, [2]]),
    (t) => t.assertTableNe({ a: 1 }, { b: 1 }),
    (t) => t.assertError(boom),
    (t) => t.assertNoError(() => 1),
    (t) => t.assertErrorMsg(boom, "boom"),
    (t) => t.assertErrorPattern(boom, /^bo/),
    (t) => t.assertErrorObj(boom, (error) => error instanceof RangeError),
  ];
  for (const check of good) assertEquals(await outcome(check), [true, []], String(check));
  const bad: [(t: Tester) => boolean, string][] = [
    [(t) => t.assert(false, "why"), "why: the condition is false"],
    [(t) => t.assertlt(2, 2), "2 must be less than 2"],
    [(t) => t.assertgt(2, 2), "2 must be greater than 2"],
    [(t) => t.assertle(3, 2), "3 must be at most 2"],
    [(t) => t.assertge(1, 2), "1 must be at least 2"],
    [(t) => t.asserteq("a", "b"), '"a" must be "b"'],
    [(t) => t.assertne(1, 1), "1 must be another value"],
    [(t) => t.assertalmosteq(1, 1.1), "1 must be within 1e-16 of 1.1"],
    [(t) => t.eq({ a: [1, 2] }, { a: [1, 3] }), "entry a: entry 1: 2 must be 3"],
    [(t) => t.eq({ a: 1 }, { a: 1, b: 2 }), "there must be 2 entries but there are 1"],
    [(t) => t.eq({ a: 1 }, { b: 1 }), "there must be no entry a"],
    [(t) => t.eq([], {}), "a [] must be a Object"],
    [(t) => t.eq(1, "1"), '1 must be "1"'],
    [(t) => t.ne(x, tensor([1, 2])), "the values must differ"],
    [(t) => t.assertTensorEq(x, y), "Values differ, most at element 1 of 2: actual 2, expected 2.5"],
    [(t) => t.assertTensorEq(x, x.double()), "the dtype float32 must be float64"],
    [(t) => t.assertTensorEq(x, tensor([[1, 2]])), "Sizes differ: actual [2], expected [1, 2]"],
    [(t) => t.assertTableEq([1], [2]), "entry 0: 1 must be 2"],
    [(t) => t.assertTableNe([1], [1]), "the values must differ"],
    [(t) => t.assertError(() => 1), "it must throw but did not"],
    [(t) => t.assertNoError(boom), "it threw RangeError: boom"],
    [(t) => t.assertErrorMsg(boom, "bang"), "it threw another error: boom"],
    [(t) => t.assertErrorPattern(boom, /^x/), "it threw another error: boom"],
    [(t) => t.assertErrorObj(boom, () => false), "it threw another error: boom"],
  ];
  for (const [check, message] of bad) assertEquals(await outcome(check), [false, [message]], String(check));
});

Deno.test("run() reports, runs hooks, and leaves disabled tests out", async () => {
  const calls: string[] = [], lines: string[] = [], print = (line: string) => void lines.push(line);
  const tester = new Tester().add({
    _setUp: () => void calls.push("up"),
    _tearDown: () => void calls.push("down"),
    first: () => void calls.push("first"),
    wrong: () => {
      tester.eq(1, 2);
      tester.eq(1, 1);
      throw new TypeError("late");
    },
    never: () => void calls.push("never"),
  });
  tester.disable("never");
  const outcomes = await tester.run({ print });
  assertEquals(calls, ["up", "first", "down", "up"]);
  assertEquals(outcomes.map(({ name, checks, disabled }) => [name, checks, disabled]), [
    ["first", 0, false],
    ["wrong", 2, false],
    ["never", 0, true],
  ]);
  assertEquals(lines, ["wrong: 1 must be 2", "wrong: TypeError: late", "3 tests, 2 checks, 2 failures, 1 disabled"]);
  lines.length = 0;
  tester.setSummaryOnly(true);
  assertEquals((await tester.run({ names: /^f/, print })).length, 1);
  assertEquals(lines, ["1 tests, 0 checks, 0 failures, 0 disabled"]);
  assertEquals((await tester.run({ names: ["wrong", "first"], print })).map(({ name }) => name), ["wrong", "first"]);
  tester.setEarlyAbort(true);
  assertEquals((await tester.run({ names: ["wrong", "first"], print })).length, 1);
  tester.setRethrowErrors(true);
  await assertRejects(() => tester.run({ print }), TypeError, "late");
  await assertRejects(() => tester.run({ names: "none", print }), TypeError, 'There is no test named "none"');
});

Deno.test("names are taken once", () => {
  const suite = new TestSuite().add("a", () => {});
  assertThrows(() => suite.add("a", () => {}), TypeError, 'there is one named "a" already');
  const tester = new Tester().add(suite);
  assertThrows(() => tester.add(() => {}, "a"), TypeError, 'there is one named "a" already');
  assertThrows(() => tester.add({ b: 3 as unknown as () => void }), TypeError, "it must be a function but is 3");
  assertThrows(() => tester.add(3 as unknown as TestSuite), TypeError, "they must be a function or a table but are 3");
  assertThrows(() => tester.disable("c"), TypeError, 'There is no test named "c"');
});

const registered = new Tester();
let ran = 0;
registered.add({
  "register() hands tests to Deno.test": () => void (registered.eq(2, 2) && ran++),
  "a test that is disabled": () => void registered.assert(false),
}).disable("a test that is disabled").register();

Deno.test("what was registered ran", () => assert(ran === 1));
