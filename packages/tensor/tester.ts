// Tests as Torch7 writes them.
import { assertEquals } from "@std/assert";
import { assertClose, type Comparable } from "./assert_close.ts";
import { describe } from "./check.ts";
import { Storage } from "./storage.ts";
import { Tensor } from "./tensor.ts";

/** A test: it calls the checks of its {@linkcode Tester}. */
export type Test = () => unknown;

/** How a test of {@linkcode Tester.run} ended. */
export interface TestOutcome {
  /** Its name. */
  readonly name: string;
  /** Checks that it made. */
  readonly checks: number;
  /** What the checks that failed say, and what the test threw. */
  readonly failures: readonly string[];
  /** Whether it was left out. */
  readonly disabled: boolean;
}

/**
 * A table of tests that refuses a name that it has already (`torch.TestSuite`).
 *
 * @example Usage
 * ```ts
 * import { TestSuite } from "@taimatsu/tensor/testing";
 * import { assertThrows } from "@std/assert";
 *
 * const suite = new TestSuite().add("sum", () => {});
 * assertThrows(() => suite.add("sum", () => {}), TypeError, "sum");
 * ```
 */
export class TestSuite {
  /** The tests by their names, in the order in which they were added. */
  readonly tests: ReadonlyMap<string, Test> = new Map();

  /**
   * Adds a test.
   *
   * @throws {TypeError} If there is one of this name.
   */
  add(name: string, test: Test): this {
    if (this.tests.has(name)) {
      throw new TypeError(`Cannot add a test: there is one named ${JSON.stringify(name)} already`);
    }
    (this.tests as Map<string, Test>).set(name, test);
    return this;
  }
}

/**
 * Runs tests and counts their checks (`torch.Tester`). A check that fails does not end the test: it notes what is wrong and
 * returns false. `_setUp` and `_tearDown` run before and after each test. In a `Deno.test`, `assertClose` and `@std/assert` say the
 * same with less.
 *
 * @example Usage
 * ```ts
 * import { tensor } from "@taimatsu/tensor";
 * import { Tester } from "@taimatsu/tensor/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const tester = new Tester();
 * tester.add({
 *   sum: () => tester.eq(tensor([1, 2]).sum(), 3),
 *   scale: () => tester.assertTensorEq(tensor([1, 2]).mul(2), tensor([2, 4]), 1e-6),
 * });
 * const outcomes = await tester.run({ print: () => {} });
 * assertEquals(outcomes.map(({ failures }) => failures.length), [0, 0]);
 * ```
 */
export class Tester {
  readonly #tests = new TestSuite();
  readonly #disabled = new Set<string>();
  #before: Test = () => {};
  #after: Test = () => {};
  #earlyAbort = false;
  #rethrow = false;
  #summaryOnly = false;
  #checks = 0;
  #failures: string[] = [];

  /** Adds a test, or all of a table or suite; `_setUp` and `_tearDown` among them are run around each test. */
  add(tests: TestSuite | Record<string, Test>): this;
  /** Adds a test. */
  add(test: Test, name: string): this;
  add(tests: Test | TestSuite | Record<string, Test>, name?: string): this {
    if (typeof tests === "function") return this.#addOne(name ?? tests.name, tests);
    if (typeof tests !== "object" || tests === null) {
      throw new TypeError(`Cannot add tests: they must be a function or a table but are ${describe(tests)}`);
    }
    for (const [key, test] of tests instanceof TestSuite ? tests.tests : Object.entries(tests)) this.#addOne(key, test);
    return this;
  }

  #addOne(name: string, test: Test): this {
    if (typeof test !== "function") {
      throw new TypeError(
        `Cannot add the test ${JSON.stringify(name)}: it must be a function but is ${describe(test)}`,
      );
    }
    if (name === "_setUp") this.#before = test;
    else if (name === "_tearDown") this.#after = test;
    else this.#tests.add(name, test);
    return this;
  }

  /** Leaves tests out, by name. */
  disable(names: string | readonly string[]): this {
    for (const name of [names].flat()) this.#disabled.add(this.#known(name as string));
    return this;
  }

  /** Whether the first failure ends the run. */
  setEarlyAbort(on: boolean): this {
    this.#earlyAbort = on;
    return this;
  }

  /** Whether what a test throws ends the run and is thrown on. */
  setRethrowErrors(on: boolean): this {
    this.#rethrow = on;
    return this;
  }

  /** Whether only the last line of the report is written. */
  setSummaryOnly(on: boolean): this {
    this.#summaryOnly = on;
    return this;
  }

  /**
   * Runs the tests one after the other and writes a report.
   *
   * @param options Which tests, by name or pattern, and where the report goes.
   * @returns How each ended.
   * @throws {TypeError} If there is no test of a name.
   */
  async run(
    { names, print = console.log }: { names?: string | RegExp | readonly string[]; print?: (line: string) => void } =
      {},
  ): Promise<TestOutcome[]> {
    const outcomes: TestOutcome[] = [];
    for (const name of this.#chosen(names)) {
      const outcome = await this.#runOne(name);
      outcomes.push(outcome);
      if (!this.#summaryOnly) { for (const failure of outcome.failures) print(`${name}: ${failure}`); }
      if (this.#earlyAbort && outcome.failures.length > 0) break;
    }
    const count = (of: (outcome: TestOutcome) => number) => outcomes.reduce((n, outcome) => n + of(outcome), 0);
    print(
      `${outcomes.length} tests, ${count(({ checks }) => checks)} checks, ${
        count(({ failures }) => failures.length)
      } failures, ` +
        `${count(({ disabled }) => +disabled)} disabled`,
    );
    return outcomes;
  }

  /** Hands each test to `Deno.test`, which then reports its failures. */
  register(): void {
    for (const name of this.#tests.tests.keys()) {
      Deno.test({
        name,
        ignore: this.#disabled.has(name),
        fn: async () => {
          assertEquals((await this.#runOne(name)).failures, []);
        },
      });
    }
  }

  #known(name: string): string {
    if (!this.#tests.tests.has(name)) throw new TypeError(`There is no test named ${JSON.stringify(name)}`);
    return name;
  }

  #chosen(names: string | RegExp | readonly string[] | undefined): string[] {
    if (names === undefined) return [...this.#tests.tests.keys()];
    if (names instanceof RegExp) return [...this.#tests.tests.keys()].filter((name) => names.test(name));
    return ([names].flat() as string[]).map((name) => this.#known(name));
  }

  async #runOne(name: string): Promise<TestOutcome> {
    if (this.#disabled.has(name)) return { name, checks: 0, failures: [], disabled: true };
    [this.#checks, this.#failures] = [0, []];
    try {
      await this.#before();
      await this.#tests.tests.get(name)!();
      await this.#after();
    } catch (error) {
      if (this.#rethrow) throw error;
      this.#failures.push(error instanceof Error ? `${error.name}: ${error.message}` : `threw ${describe(error)}`);
    }
    return { name, checks: this.#checks, failures: this.#failures, disabled: false };
  }

  /** Notes a check and returns its outcome. */
  #check(good: boolean, problem: string, message: string | undefined): boolean {
    this.#checks++;
    if (!good) this.#failures.push(message === undefined ? problem : `${message}: ${problem}`);
    return good;
  }

  /** Checks that a condition holds. */
  assert(condition: boolean, message?: string): boolean {
    return this.#check(condition === true, `the condition is ${describe(condition)}`, message);
  }

  /** Checks a < b. */
  assertlt(a: number, b: number, message?: string): boolean {
    return this.#check(a < b, `${a} must be less than ${b}`, message);
  }

  /** Checks a > b. */
  assertgt(a: number, b: number, message?: string): boolean {
    return this.#check(a > b, `${a} must be greater than ${b}`, message);
  }

  /** Checks a ≤ b. */
  assertle(a: number, b: number, message?: string): boolean {
    return this.#check(a <= b, `${a} must be at most ${b}`, message);
  }

  /** Checks a ≥ b. */
  assertge(a: number, b: number, message?: string): boolean {
    return this.#check(a >= b, `${a} must be at least ${b}`, message);
  }

  /** Checks that two values are the same. */
  asserteq(a: unknown, b: unknown, message?: string): boolean {
    return this.#check(a === b, `${describe(a)} must be ${describe(b)}`, message);
  }

  /** Checks that two values are not the same. */
  assertne(a: unknown, b: unknown, message?: string): boolean {
    return this.#check(a !== b, `${describe(a)} must be another value`, message);
  }

  /** Checks |a − b| ≤ tolerance. */
  assertalmosteq(a: number, b: number, tolerance = 1e-16, message?: string): boolean {
    return this.#check(Math.abs(a - b) <= tolerance, `${a} must be within ${tolerance} of ${b}`, message);
  }

  /** Checks that numbers, tensors, storages, lists and tables are equal, with the tolerance for every number. */
  eq(a: unknown, b: unknown, tolerance = 0, message?: string): boolean {
    const problem = difference(a, b, tolerance);
    return this.#check(problem === undefined, problem ?? "", message);
  }

  /** Checks that what {@linkcode Tester.eq} compares differs. */
  ne(a: unknown, b: unknown, tolerance = 0, message?: string): boolean {
    return this.#check(difference(a, b, tolerance) !== undefined, "the values must differ", message);
  }

  /** Checks that tensors have one dtype and size, and that no elements differ by more than the tolerance. */
  assertTensorEq(a: Tensor, b: Tensor, tolerance = 1e-16, message?: string): boolean {
    return this.eq(a, b, tolerance, message);
  }

  /** Checks that tensors differ. */
  assertTensorNe(a: Tensor, b: Tensor, tolerance = 1e-16, message?: string): boolean {
    return this.ne(a, b, tolerance, message);
  }

  /** Checks that lists or tables are equal, entry by entry. */
  assertTableEq(a: object, b: object, tolerance = 0, message?: string): boolean {
    return this.eq(a, b, tolerance, message);
  }

  /** Checks that lists or tables differ. */
  assertTableNe(a: object, b: object, tolerance = 0, message?: string): boolean {
    return this.ne(a, b, tolerance, message);
  }

  /** Checks that a function throws. */
  assertError(fn: () => unknown, message?: string): boolean {
    return this.assertErrorObj(fn, () => true, message);
  }

  /** Checks that a function does not throw. */
  assertNoError(fn: () => unknown, message?: string): boolean {
    const thrown = thrownBy(fn);
    return this.#check(thrown === undefined, `it threw ${describe(thrown?.value)}: ${textOf(thrown?.value)}`, message);
  }

  /** Checks that a function throws with exactly this message. */
  assertErrorMsg(fn: () => unknown, wanted: string, message?: string): boolean {
    return this.assertErrorObj(fn, (error) => textOf(error) === wanted, message);
  }

  /** Checks that a function throws with a message that matches. */
  assertErrorPattern(fn: () => unknown, pattern: RegExp, message?: string): boolean {
    return this.assertErrorObj(fn, (error) => pattern.test(textOf(error)), message);
  }

  /** Checks that a function throws what another function accepts. */
  assertErrorObj(fn: () => unknown, accepts: (error: unknown) => boolean, message?: string): boolean {
    const thrown = thrownBy(fn);
    if (thrown === undefined) return this.#check(false, "it must throw but did not", message);
    return this.#check(accepts(thrown.value), `it threw another error: ${textOf(thrown.value)}`, message);
  }
}

function thrownBy(fn: () => unknown): { value: unknown } | undefined {
  try {
    fn();
  } catch (value) {
    return { value };
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Says how two values differ, if they do. */
function difference(a: unknown, b: unknown, tolerance: number): string | undefined {
  if (typeof a === "number" && typeof b === "number") {
    const same = a === b || (Number.isNaN(a) && Number.isNaN(b)) || Math.abs(a - b) <= tolerance;
    return same ? undefined : `${a} must be ${b}`;
  }
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) {
    return Object.is(a, b) ? undefined : `${describe(a)} must be ${describe(b)}`;
  }
  if (a.constructor !== b.constructor) return `a ${describe(a)} must be a ${describe(b)}`;
  if (a instanceof Tensor || a instanceof Storage) {
    const other = b as Tensor | Storage;
    if (a.dtype !== other.dtype) return `the dtype ${a.dtype} must be ${other.dtype}`;
    return numbersDiffer(
      a instanceof Tensor ? a : a.toArray(),
      other instanceof Tensor ? other : other.toArray(),
      tolerance,
    );
  }
  return entriesDiffer(a, b, tolerance);
}

function numbersDiffer(a: Comparable, b: Comparable, tolerance: number): string | undefined {
  try {
    assertClose(a, b, { absolute: tolerance, relative: 0 });
  } catch (error) {
    return (error as Error).message;
  }
}

function entriesDiffer(a: object, b: object, tolerance: number): string | undefined {
  const mine = Object.entries(a), theirs = new Map(Object.entries(b));
  if (mine.length !== theirs.size) return `there must be ${theirs.size} entries but there are ${mine.length}`;
  for (const [key, value] of mine) {
    if (!theirs.has(key)) return `there must be no entry ${key}`;
    const problem = difference(value, theirs.get(key), tolerance);
    if (problem !== undefined) return `entry ${key}: ${problem}`;
  }
}
