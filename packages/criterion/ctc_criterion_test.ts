import { assert, assertEquals, assertThrows } from "@std/assert";
import { type Dtype, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { CTCCriterion, type CTCLabels, type CTCOptions, type CTCTarget } from "./mod.ts";
import { assertGradInput, numbers, testCriterion } from "./testing.ts";

const lists = [[1, 2, 2], [3], []];

testCriterion("CTCCriterion", {
  make: () => new CTCCriterion(),
  input: () => numbers([6, 3, 4]),
  target: (): CTCLabels | CTCTarget => lists,
  losses: [3],
  divisor: null,
});

testCriterion("CTCCriterion, batch first, blank last, lengths", {
  make: () => new CTCCriterion(3, { batchFirst: true }),
  input: () => numbers([3, 6, 4]),
  target: (): CTCLabels | CTCTarget => ({ labels: [[1, 2, 2], [0, 0], [1, 0, 1, 0]], lengths: [6, 3, 5] }),
  losses: [3],
  divisor: null,
});

/** −log of the sum over all ways through the steps that show the labels. */
function slowly(probabilities: number[][], labels: readonly number[], blank: number): number {
  const classes = probabilities[0]!.length, steps = probabilities.length;
  let sum = 0;
  for (let way = 0; way < classes ** steps; way++) {
    const shown = Array.from({ length: steps }, (_, t) => Math.floor(way / classes ** t) % classes);
    const seen = shown.filter((c, t) => c !== blank && (t === 0 || c !== shown[t - 1]));
    if (`${seen}` === `${labels}`) sum += shown.reduce((p, c, t) => p * probabilities[t]![c]!, 1);
  }
  return -Math.log(sum);
}

Deno.test("CTCCriterion sums over all alignments", () => {
  const x = numbers([5, 3]), rows = x.toArray() as number[][];
  const p = rows.map((row) => {
    const sum = row.reduce((s, v) => s + Math.exp(v), 0);
    return row.map((v) => Math.exp(v) / sum);
  });
  for (
    const [blank, labels] of [[0, []], [0, [1]], [0, [1, 1]], [0, [2, 1, 2]], [1, [0, 2, 2]], [2, [
      0,
      1,
      0,
      1,
      0,
    ]]] as const
  ) {
    const criterion = new CTCCriterion(blank, { reduction: "sum" });
    assertClose(criterion.forward(x, labels), slowly(p, labels, blank), { relative: 1e-12 });
    assertGradInput(criterion, x, labels);
  }
});

Deno.test("CTCCriterion takes targets in all forms", () => {
  const criterion = new CTCCriterion(), x = numbers([6, 3, 4]), loss = criterion.forward(x, lists);
  for (const dtype of ["int8", "int32", "int64", "float32", "float64"] satisfies Dtype[]) {
    const labels = tensor([[1, 2, 2], [3, -1, 0], [-1, 1, 1]], { dtype });
    assertEquals(criterion.forward(x, labels), loss);
    assertEquals(criterion.forward(x, { labels, lengths: [6, 6, 6] }), loss);
    assertEquals(criterion.forward(x, { labels, lengths: tensor([6, 6, 6], { dtype }) }), loss);
  }
  const one = numbers([6, 4]), single = criterion.forward(one, [1, 2]);
  assertEquals(criterion.forward(one, tensor([1, 2])), single);
  assertEquals(criterion.forward(one, tensor([1, 2, -1, 7])), single);
  assertEquals(criterion.forward(one.view(6, 1, 4), [[1, 2]]), single);
  assertEquals(
    criterion.forward(one.narrow(0, 0, 4), [1, 2]),
    criterion.forward(one, { labels: [1, 2], lengths: [4] }),
  );
});

Deno.test("CTCCriterion: the mean is one over samples of the losses divided by their labels", () => {
  const x = numbers([6, 3, 4]),
    losses = new CTCCriterion(0, { reduction: "none" }).lossTensor(x, lists).toArray() as number[];
  assertClose(new CTCCriterion().forward(x, lists), (losses[0]! / 3 + losses[1]! + losses[2]!) / 3, {
    relative: 1e-13,
  });
});

Deno.test("CTCCriterion takes log-probabilities as it takes scores", () => {
  const x = numbers([6, 4]), criterion = new CTCCriterion();
  const log = x.clone().csub(x.logsumexp(1).expand(6, 4));
  assertClose(criterion.forward(log, [1, 2]), criterion.forward(x, [1, 2]), { relative: 1e-12 });
});

Deno.test("CTCCriterion: a sequence that does not fit has an infinite loss, or none, and the gradient 0", () => {
  const x = numbers([3, 2, 4]), target = [[1, 1, 1], [2]];
  for (const zeroInfinity of [false, true]) {
    const criterion = new CTCCriterion(0, { zeroInfinity, reduction: "none" });
    assertEquals(criterion.lossTensor(x, target).get(0), zeroInfinity ? 0 : Infinity);
    const gradInput = criterion.backward(x, target);
    assertEquals(gradInput.select(1, 0).norm(), 0);
    assert(gradInput.select(1, 1).norm() > 0);
  }
  assertEquals(new CTCCriterion().forward(x, target), Infinity);
});

Deno.test("CTCCriterion: steps behind the length of a sample have the gradient 0", () => {
  const criterion = new CTCCriterion(), x = numbers([5, 2, 3]);
  const gradInput = criterion.call(x, { labels: [[1], [2]], lengths: [3, 0] })[1];
  assertEquals(gradInput.narrow(0, 3, 2).norm(), 0);
  assertEquals(gradInput.select(1, 1).norm(), 0);
});

Deno.test("CTCCriterion is finite for scores of any magnitude, and for long inputs", () => {
  for (const dtype of ["float32", "float64"] as const) {
    const criterion = new CTCCriterion(), x = numbers([20, 5], 3, dtype).mul(1e4);
    assert(Number.isFinite(criterion.forward(x, [1, 2, 3])));
    assert(Number.isFinite(criterion.backward(x, [1, 2, 3]).norm()));
    const long = numbers([3000, 5], 4, dtype);
    assert(Number.isFinite(criterion.forward(long, [1, 2, 3])));
    assert(Number.isFinite(criterion.backward(long, [1, 2, 3]).norm()));
  }
});

Deno.test("CTCCriterion takes no samples, no steps and no labels", () => {
  for (const reduction of ["mean", "none"] as const) {
    const criterion = new CTCCriterion(0, { reduction });
    assertEquals(criterion.forward(zeros([4, 0, 3]), []), 0);
    assertEquals(criterion.forward(zeros([0, 2, 3]), [[], []]), 0);
    assertEquals(criterion.forward(zeros([0, 3]), []), 0);
    assertEquals(criterion.forward(zeros([0, 3]), [1]), Infinity);
    assertEquals(criterion.backward(zeros([0, 2, 3]), [[], []]).size(), [0, 2, 3]);
    assertClose(criterion.forward(zeros([2, 3]), []), 2 * Math.log(3));
  }
});

Deno.test("CTCCriterion says what is wrong", () => {
  const criterion = new CTCCriterion(), x = zeros([4, 2, 3]), one = zeros([4, 3]);
  const forward = (input: typeof x, target: unknown) => () => criterion.forward(input, target as CTCTarget);
  const wrong: [() => unknown, typeof TypeError | typeof RangeError, string][] = [
    [forward(x, [[1], [3]]), RangeError, ".forward: target[1][0] must be from 0 to 2 but is 3"],
    [forward(x, [[1], [1, 0.5]]), RangeError, ".forward: target[1][1] must be an integer but is 0.5"],
    [forward(one, [1, 0]), RangeError, ".forward: target[1] must not be the blank 0"],
    [forward(one, ["x"]), TypeError, '.forward: target[0] must be a number but is "x"'],
    [
      forward(x, [[1]]),
      TypeError,
      ".forward: target must be a list of 2 lists of labels or a tensor but is a list of 1",
    ],
    [
      forward(x, [1, 2]),
      TypeError,
      ".forward: target must be a list of 2 lists of labels or a tensor but is a list of 2",
    ],
    [forward(one, 1), TypeError, ".forward: target must be a list of labels or a tensor but is 1"],
    [forward(one, undefined), TypeError, ".forward: target must be a list of labels or a tensor but is undefined"],
    [forward(x, zeros([3, 2])), TypeError, ".forward: target must be [2, labels] but is [3, 2]"],
    [forward(one, zeros([1, 2])), TypeError, ".forward: target must be [labels] but is [1, 2]"],
    [forward(x, { labels: [[1], [1]], lengths: [4] }), TypeError, ".forward: lengths must be [2] numbers but are [4]"],
    [
      forward(x, { labels: [[1], [1]], lengths: [4, 5] }),
      RangeError,
      ".forward: lengths[1] must be from 0 to 4 but is 5",
    ],
    [
      forward(x, { labels: [[1], [1]], lengths: zeros([1, 2]) }),
      TypeError,
      ".forward: lengths must be [2] numbers but are [1, 2]",
    ],
    [
      forward(zeros([4]), []),
      TypeError,
      ".forward: input must be [steps, classes] or [steps, batch, classes] but is [4]",
    ],
    [
      () => new CTCCriterion(3).forward(one, []),
      RangeError,
      ".forward: input must have more than 3 classes, of which it is the blank",
    ],
    [() => new CTCCriterion(-1), RangeError, ": blank must be from 0 to"],
    [
      () => new CTCCriterion(0, { batchFirst: 1 } as unknown as CTCOptions),
      TypeError,
      ": batchFirst must be true or false but is 1",
    ],
  ];
  for (const [run, type, text] of wrong) assertThrows(run, type, `Cannot run CTCCriterion${text}`);
});
