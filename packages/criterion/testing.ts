// What holds for every criterion: called by the tests beside the criterions.
import { assert, assertEquals, assertMatch, assertStrictEquals, assertThrows } from "@std/assert";
import {
  type Dtype,
  Generator,
  getNumThreads,
  rand,
  randn,
  setNumThreads,
  Tensor,
  tidy,
  zeros,
} from "@taimatsu/tensor";
import {
  anotherDevice,
  assertClose,
  assertGradient,
  countBuffers,
  fromRecord,
  isRecordedTensor,
  type RecordedTensor,
} from "@taimatsu/tensor/testing";
import { type Activity, mapActivity, tensorsOf } from "./activity.ts";
import type { AnyCriterion, Criterion } from "./mod.ts";
import * as criterions from "./mod.ts";

/** What {@linkcode testCriterion} needs to know of a criterion. */
export interface CriterionCase<Input extends Activity, Target> {
  /** Makes the criterion, whose weights are float64 if it has some; always the same. */
  make: () => Criterion<Input, Target>;
  /** Makes a float64 input, the same each time. */
  input: () => Input;
  /** Makes the target, the same each time: its float64 tensors follow the dtype of the input. */
  target: () => Target;
  /** Larger arguments that are worth several threads; without them threads are not compared. */
  large?: { input: () => Input; target: () => Target };
  /** Whether the gradient with respect to tensor k of the input is that of the loss; all are unless said. */
  trueGradient?: (k: number) => boolean;
  /** Size of the losses with the reduction `"none"`; without it the criterion has no reductions. */
  losses?: readonly number[];
  /** What n is in mean = sum / n; the number of losses unless said, `null` if the mean is another. */
  divisor?: number | null;
  /** Largest error of float32 results against float64, relative and absolute; 1e-5 unless said, at most 1e-4. */
  tolerance?: number;
  /** Whether the target is a tensor that must have the input's dtype; false unless said. */
  sameDtype?: boolean;
}

/** Returns the same normal numbers each time; `dtype` is float64 unless given. */
export function numbers(size: readonly number[], seed = 3, dtype: Dtype = "float64"): Tensor {
  return randn(size, { dtype, generator: new Generator(seed) });
}

/** Returns the same numbers from `low` to `high` each time, float64. */
export function uniform(size: readonly number[], low = 0, high = 1, seed = 3): Tensor {
  return rand(size, { dtype: "float64", generator: new Generator(seed) }).mul(high - low).add(low);
}

/** Returns the same labels from 0 each time, int64. */
export function labels(size: readonly number[], classes: number, seed = 3): Tensor {
  return uniform(size, 0, classes, seed).floor().to("int64");
}

/** Returns the same list of 1 and −1 each time, float64. */
export function signs(size: readonly number[], seed = 3): Tensor {
  return uniform(size, 0, 2, seed).floor().mul(2).add(-1);
}

/** Changes the tensors of any value. */
function mapTensors<T>(value: T, fn: (x: Tensor) => Tensor): T {
  if (value instanceof Tensor) return fn(value) as T & Tensor;
  if (Array.isArray(value)) return value.map((entry) => mapTensors(entry, fn)) as T & unknown[];
  return value;
}

function inDtype<T>(value: T, dtype: Dtype): T {
  return mapTensors(value, (x) => x.dtype === "float32" || x.dtype === "float64" ? x.to(dtype) : x);
}

/** The same elements, not contiguous. */
function scattered<T>(value: T): T {
  return mapTensors(value, (x) => {
    const wide = zeros([...x.size(), 2], { dtype: x.dtype });
    return wide.select(x.dim(), 1).copy(x);
  });
}

/** What a step computed. */
interface Step {
  loss: number;
  gradients: Tensor[];
}

function step<I extends Activity, T>(criterion: Criterion<I, T>, input: I, target: T): Step {
  const loss = criterion.forward(input, target);
  return { loss, gradients: tensorsOf(criterion.backward(input, target)).map((g) => g.clone()) };
}

function assertSame(actual: Step, expected: Step): void {
  assertEquals(actual.loss, expected.loss);
  assertEquals(actual.gradients.length, expected.gradients.length);
  actual.gradients.forEach((g, k) => assert(g.equal(expected.gradients[k]!), `gradients ${k} differ`));
}

/** The gradients are those of finite differences; `input` is float64. */
export function assertGradInput<I extends Activity, T>(
  criterion: Criterion<I, T>,
  input: I,
  target: T,
  trueGradient: (k: number) => boolean = () => true,
): void {
  const { gradients } = step(criterion, input, target);
  tensorsOf(input).forEach((x, k) => {
    assertEquals(gradients[k]!.size(), x.size());
    if (trueGradient(k)) assertGradient(gradients[k]!, x, () => criterion.forward(input, target));
  });
}

/** Tests what holds for every criterion. */
export function testCriterion<I extends Activity, T>(name: string, criterionCase: CriterionCase<I, T>): void {
  const { make, input, target, large, trueGradient, losses, tolerance = 1e-5, sameDtype = false } = criterionCase;
  assert(tolerance <= 1e-4);
  const single = (): Criterion<I, T> => make().type("float32");
  const input32 = (): I => inDtype(input(), "float32"), target32 = (): T => inDtype(target(), "float32");

  Deno.test(`${name}: the gradient is that of finite differences`, () => {
    assertGradInput(make(), input(), target(), trueGradient);
  });

  Deno.test(`${name}: float32 gives what float64 gives`, () => {
    const wide = step(make(), input(), target()), narrow = step(single(), input32(), target32());
    assertClose(narrow.loss, wide.loss, { relative: tolerance, absolute: tolerance });
    narrow.gradients.forEach((g, k) => {
      assertEquals(g.dtype, "float32");
      assertClose(g, wide.gradients[k]!.to("float32"), { relative: tolerance, absolute: tolerance });
    });
  });

  Deno.test(`${name}: the layout does not matter`, () => {
    const expected = step(make(), input(), target()), x = scattered(input());
    assertEquals(tensorsOf(x).every((t) => t.isContiguous()), false);
    assertSame(step(make(), x, scattered(target())), expected);
  });

  Deno.test(`${name}: computes on a device that is not the default one`, () => {
    const away = anotherDevice(), there = <V>(value: V): V => mapTensors(value, (x) => x.to(away));
    const expected = step(make(), input(), target()), found = step(make().to(away), there(input()), there(target()));
    assertClose(found.loss, expected.loss, { relative: 1e-12 });
    found.gradients.forEach((g, k) => {
      assert(g.nElement() === 0 || g.device === away);
      assertClose(g, expected.gradients[k]!, { relative: 1e-12 });
    });
  });

  Deno.test(`${name}: keeps its objects and allocates nothing after the second step`, () => {
    const criterion = single(), x = input32(), y = target32();
    step(criterion, x, y);
    criterion.forward(x, y);
    const gradInput = criterion.backward(x, y), loss = criterion.lossTensor(x, y);
    const buffers = countBuffers(() => {
      for (let i = 0; i < 300; i++) {
        criterion.forward(x, y);
        assert(criterion.backward(x, y) === gradInput, "gradInput is another object");
        assert(criterion.lossTensor(x, y) === loss, "the loss is another object");
      }
    });
    assertEquals(buffers, 0);
    assertStrictEquals(criterion.gradInput, gradInput);
  });

  if (large !== undefined) {
    Deno.test(`${name}: one and two threads give the same bits`, () => {
      const threads = getNumThreads(), x = large.input(), y = large.target();
      try {
        setNumThreads(1);
        const one = step(make(), x, y);
        setNumThreads(2);
        assertSame(step(make(), x, y), one);
      } finally {
        setNumThreads(threads);
      }
    });
  }

  Deno.test(`${name}: lossTensor() gives the loss of forward() in the input's dtype and leaves output alone`, () => {
    const criterion = make(), loss = criterion.lossTensor(input(), target());
    assertEquals([criterion.output, loss.dtype, loss.size()], [0, "float64", [1]]);
    assertEquals(loss.item(), criterion.forward(input(), target()));
    assertEquals(criterion.output, loss.item());
  });

  if (losses !== undefined) testReductions(name, criterionCase, losses);

  Deno.test(`${name}: a clone computes the same with memory of its own`, () => {
    const criterion = make(), expected = step(criterion, input(), target()), copy = criterion.clone();
    const other = mapActivity(input(), (x) => x.clone().mul(0.5)) as I;
    step(copy, other, target());
    assertSame({ ...expected, gradients: tensorsOf(criterion.gradInput).map((g) => g.clone()) }, expected);
    assertSame(step(copy, input(), target()), expected);
    assert(copy.constructor === criterion.constructor && copy.toString() === criterion.toString());
  });

  Deno.test(`${name}: survives that a tidy() disposes what it keeps`, () => {
    const criterion = make(), x = input(), y = target(), expected = step(make(), x, y);
    tidy(() => {
      step(criterion, x, y);
    });
    assertSame(step(criterion, x, y), expected);
    criterion.lossTensor(x, y);
  });

  Deno.test(`${name}: type() there and back changes nothing`, () => {
    const criterion = make(), expected = step(make(), input(), target());
    step(criterion, input(), target());
    assertStrictEquals(criterion.float(), criterion);
    step(criterion, input32(), target32());
    const again = step(criterion.double(), input(), target());
    assertClose(again.loss, expected.loss, { relative: 1e-6 });
    again.gradients.forEach((g, k) => assertClose(g, expected.gradients[k]!, { relative: 1e-6 }));
  });

  Deno.test(`${name}: takes no other dtype and nothing but what it should`, () => {
    const criterion = make(), list = Array.isArray(input());
    for (const wrong of list ? [undefined, null, 3, "x", [1, 2]] : [undefined, null, 3, "x", [1, 2], [input()]]) {
      const error = assertThrows(() => criterion.forward(wrong as unknown as I, target()), TypeError);
      assertMatch(error.message, /^Cannot run \w+\.forward: ((the first tensor of )?input(\[\d\])*|target) must /);
    }
    const whole = mapActivity(input(), (x) => x.to("int32")) as I;
    const error = assertThrows(() => criterion.forward(whole, target()), TypeError);
    assertMatch(error.message, /input(\[\d\])? must be float32 or float64 but is int32/);
    if (sameDtype) {
      assertMatch(
        assertThrows(() => criterion.forward(input(), target32()), TypeError).message,
        /target must be float64 like input but is float32/,
      );
      assertMatch(
        assertThrows(() => criterion.backward(input(), target32()), TypeError).message,
        /\.backward: target must be float64 like input but is float32/,
      );
    }
    assertSame(step(criterion, input(), target()), step(make(), input(), target()));
  });
}

type Reduced<I, T> = criterions.ReducedCriterion<I, T>;

function testReductions<I extends Activity, T>(
  name: string,
  { make, input, target, trueGradient, divisor }: CriterionCase<I, T>,
  size: readonly number[],
): void {
  const made = (reduction: criterions.Reduction): Reduced<I, T> => {
    const criterion = make() as Reduced<I, T>;
    criterion.reduction = reduction;
    return criterion;
  };

  Deno.test(`${name}: the reduction "none" gives the losses, whose sum and mean are those of the others`, () => {
    const none = made("none"), losses = none.lossTensor(input(), target()), sum = made("sum"), mean = made("mean");
    assertEquals([losses.dtype, losses.size()], ["float64", [...size]]);
    const total = losses.sum();
    assertClose(none.forward(input(), target()), total, { relative: 1e-12 });
    assertClose(sum.forward(input(), target()), total, { relative: 1e-12 });
    const n = divisor === undefined ? losses.nElement() : divisor;
    if (n !== null) assertClose(mean.forward(input(), target()), total / n, { relative: 1e-12 });
    assertEquals([none.sizeAverage, sum.sizeAverage, mean.sizeAverage], [false, false, true]);
    sum.sizeAverage = true;
    assertEquals(sum.reduction, "mean");
  });

  Deno.test(`${name}: the reductions "sum" and "none" have the gradients of finite differences`, () => {
    assertGradInput(made("sum"), input(), target(), trueGradient);
    assertGradInput(made("none"), input(), target(), trueGradient);
    assertSame(
      { ...step(made("none"), input(), target()), loss: 0 },
      { ...step(made("sum"), input(), target()), loss: 0 },
    );
  });
}

/** A tensor, or nested lists of tensors and numbers, as records hold them. */
export type Recorded = RecordedTensor | number | readonly Recorded[] | { readonly [name: string]: Recorded };

/** A criterion, what it got and what it gave. */
export interface CriterionRecord {
  criterion: string;
  args: unknown[];
  children?: [name: string, weight: number][];
  set?: Record<string, unknown>;
  /** Says that int64 labels count from 1. */
  labels?: true;
  note?: string;
  input: Recorded;
  target: Recorded;
  loss: number;
  /** What the reduction `"none"` gives. */
  losses?: RecordedTensor;
  gradInput: Recorded;
}

// deno-fmt-ignore
const KNOWN = ["criterion", "args", "children", "set", "labels", "note", "input", "target", "loss", "losses", "gradInput"];
const all = criterions as unknown as Record<string, unknown>;

/** Turns recorded tensors into tensors, at any depth. */
export function unrecord(value: unknown): unknown {
  if (isRecordedTensor(value)) return fromRecord(value);
  if (Array.isArray(value)) return value.map(unrecord);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, unrecord(entry)]));
}

/** Makes the criterion of a record. */
function build({ criterion: name, args, children = [], set = {} }: CriterionRecord): AnyCriterion {
  const make = (name: string, args: unknown[] = []): AnyCriterion => {
    assert(name in all, `there is no ${name}`);
    return new (all[name] as new (...args: unknown[]) => AnyCriterion)(...args);
  };
  const criterion = make(name, args.map(unrecord)), fields = criterion as unknown as Record<string, unknown>;
  for (const [child, weight] of children) (criterion as criterions.CriterionContainer).add(make(child), weight);
  for (const [field, value] of Object.entries(set)) {
    assert(field in fields, `there is no field ${field}`);
    fields[field] = unrecord(value);
  }
  return criterion;
}

/** Compares a criterion with its record, in two passes. */
export function checkRecord(
  record: CriterionRecord,
  relative: number,
  target: (record: CriterionRecord) => unknown = ({ target }) => unrecord(target),
): void {
  for (const key of Object.keys(record)) assert(KNOWN.includes(key), `the field ${key} is not understood`);
  const criterion = build(record), x = unrecord(record.input) as Activity, y = target(record);
  const wanted = tensorsOf(unrecord(record.gradInput) as Activity);
  for (let pass = 0; pass < 2; pass++) {
    assertClose(criterion.forward(x, y), Number(record.loss), { relative });
    if (record.losses) assertClose(criterion.lossTensor(x, y), fromRecord(record.losses), { relative });
    const gradients = tensorsOf(criterion.backward(x, y));
    assertEquals(gradients.length, wanted.length);
    gradients.forEach((g, k) => assertClose(g, wanted[k]!, { relative }));
  }
}
