import { assertEquals, assertThrows } from "@std/assert";
import { type Dtype, type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { ConfusionMatrix } from "./mod.ts";

Deno.test("ConfusionMatrix.add() takes classes, scores and one-hot vectors", () => {
  const confusion = new ConfusionMatrix(3);
  confusion.add(1, 0);
  confusion.add(tensor([0.1, 0.2, 0.7]), 1);
  confusion.add(tensor([0.1, 0.2, 0.7]), tensor([0, 0, 1]));
  confusion.add(tensor([2]), tensor([2], { dtype: "int64" }));
  assertEquals(confusion.mat.toArray(), [[0, 1, 0], [0, 0, 1], [0, 0, 2]]);
  assertEquals(confusion.mat.dtype, "int64");
});

Deno.test("ConfusionMatrix.batchAdd() takes every form of predictions and targets, in every dtype", () => {
  const labels = [0, 2, 1, 2], oneHot = [[1, 0, 0], [0, 0, 1], [0, 1, 0], [0, 0, 1]];
  for (const dtype of ["float32", "float64", "int64", "int32", "uint8"] satisfies Dtype[]) {
    const forms = [tensor(labels, { dtype }), tensor(labels, { dtype }).view(4, 1), tensor(oneHot, { dtype })];
    for (const predictions of forms) {
      for (const targets of forms) {
        const confusion = new ConfusionMatrix(3);
        confusion.batchAdd(predictions, targets);
        assertEquals(confusion.mat.toArray(), [[1, 0, 0], [0, 1, 0], [0, 0, 2]]);
      }
    }
  }
});

Deno.test("ConfusionMatrix.batchAdd() takes the first of equal scores", () => {
  const confusion = new ConfusionMatrix(2);
  confusion.batchAdd(tensor([[1, 1], [0, 0]]), tensor([0, 1]));
  assertEquals(confusion.mat.toArray(), [[1, 0], [1, 0]]);
});

Deno.test("ConfusionMatrix leaves out missing targets", () => {
  const confusion = new ConfusionMatrix(2);
  confusion.add(1, -1);
  confusion.batchAdd(tensor([0, 1, 1]), tensor([-1, 1, -100]));
  assertEquals(confusion.mat.toArray(), [[0, 0], [0, 1]]);
});

Deno.test("ConfusionMatrix leaves classes without examples out of the averages", () => {
  const confusion = new ConfusionMatrix(3);
  confusion.batchAdd(tensor([0, 0, 2, 1]), tensor([0, 0, 1, 1]));
  confusion.updateValids();
  assertEquals(confusion.valids.toArray(), [1, 0.5, NaN]);
  assertEquals(confusion.unionvalids.toArray(), [1, 0.5, 0]);
  const { averageValid, averageUnionValid, totalValid } = confusion;
  assertEquals([averageValid, averageUnionValid, totalValid], [0.75, 0.75, 0.75]);
});

Deno.test("ConfusionMatrix.zero() forgets everything", () => {
  const confusion = new ConfusionMatrix(2);
  confusion.add(0, 0);
  confusion.updateValids();
  confusion.zero();
  assertEquals([confusion.mat.sum(), confusion.valids.sum(), confusion.totalValid], [0, 0, 0]);
});

Deno.test("ConfusionMatrix.toString() names the classes and shows what has no examples", () => {
  const confusion = new ConfusionMatrix(["cat", "dog"]);
  confusion.batchAdd(tensor([0, 0, 1]), tensor([0, 0, 0]));
  const text = `ConfusionMatrix:
[[       2       1]   66.667% \t[class: cat]
 [       0       0]]  nan% \t[class: dog]
 + average row correct: 66.666668653488% \n` +
    ` + average rowUcol correct (VOC measure): 66.666668653488% \n` +
    ` + global correct: 66.666666666667%`;
  assertEquals(confusion.toString(), text);
  assertEquals(Deno.inspect(confusion), text);
  assertEquals(`${new ConfusionMatrix(1)}`.includes("global correct: nan%"), true);
});

Deno.test("ConfusionMatrix.toString() keeps the columns apart whatever the counts", () => {
  const confusion = new ConfusionMatrix(2);
  confusion.mat.fill(123456789);
  assertEquals(confusion.toString().split("\n")[1], "[[ 123456789 123456789]   50.000% ");
});

Deno.test("ConfusionMatrix.farFrr() gives the shares that were rejected and accepted wrongly", () => {
  const confusion = new ConfusionMatrix(3);
  confusion.mat.copy(tensor([[6, 3, 1], [0, 0, 0], [1, 1, 2]], { dtype: "int64" }));
  const { classFrrs, classFars, frrs, fars } = confusion.farFrr();
  assertClose(classFrrs, [0.4, -1, 0.5]);
  assertClose(classFars, [0.25, -1, 0.1]);
  assertClose(frrs, [0.4, 0.5]);
  assertClose(fars, [0.25, 0.1]);
});

Deno.test("ConfusionMatrix says what is wrong, and counts nothing then", () => {
  const confusion = new ConfusionMatrix(3), add = confusion.add.bind(confusion);
  const batchAdd = (p: unknown, t: unknown) => () => confusion.batchAdd(p as Tensor, t as Tensor);
  const range: [() => unknown, string][] = [
    [() => add(0, 3), "add: target 3 is outside [0, 3)"],
    [() => add(-1, 0), "add: prediction -1 is outside [0, 3)"],
    [() => add(0, 1.5), "add: target 1.5 is no integer"],
    [() => add(NaN, 1), "add: prediction NaN is no integer"],
    [batchAdd(tensor([0, 1]), tensor([0, 5])), "batchAdd: target 5 at position 1 is outside [0, 3)"],
    [batchAdd(tensor([0, 3]), tensor([0, 0])), "batchAdd: prediction 3 at position 1 is outside [0, 3)"],
  ];
  for (const [run, text] of range) assertThrows(run, RangeError, `Cannot run ConfusionMatrix.${text}`);
  const type: [() => unknown, string][] = [
    [() => add(tensor([1, 2]), 0), "add: prediction must be [3] but is [2]"],
    [() => add("cat" as unknown as number, 0), 'add: prediction must be a tensor but is "cat"'],
    [batchAdd(zeros([2, 4]), tensor([0, 1])), "batchAdd: predictions must be [batch, 3] but is [2, 4]"],
    [batchAdd(zeros([2, 3]), zeros([2, 3, 1])), "batchAdd: targets must be [batch] but is [2, 3, 1]"],
    [batchAdd(zeros([2, 3]), tensor([0, 1, 2])), "batchAdd: targets must be for the 2 predictions but are [3]"],
    [batchAdd(zeros([2, 3]), 1), "batchAdd: targets must be a tensor but is 1"],
  ];
  for (const [run, text] of type) assertThrows(run, TypeError, `Cannot run ConfusionMatrix.${text}`);
  assertEquals(confusion.mat.sum(), 0);
  assertThrows(
    () => new ConfusionMatrix(0),
    RangeError,
    "Cannot run ConfusionMatrix: nclasses must be at least 1 but is 0",
  );
  assertThrows(
    () => new ConfusionMatrix(2, ["cat"]),
    RangeError,
    "Cannot run ConfusionMatrix: the number of names must be",
  );
});
