import { assertEquals, assertNotEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { cpu, type Dtype, type Storage, type Tensor, tensor } from "@taimatsu/tensor";
import {
  type AnyCriterion,
  ClassNLLCriterion,
  Criterion,
  MaskZeroCriterion,
  MSECriterion,
  MultiCriterion,
  ParallelCriterion,
  SequencerCriterion,
} from "./mod.ts";

/** Σ x y, with another criterion, lists and a shared tensor among its fields. */
class Product extends Criterion<Tensor, Tensor> {
  readonly inner = new ClassNLLCriterion(tensor([1, 2]));
  readonly list = [tensor([1]), this.inner.weights];
  self = this;

  override updateOutput(input: Tensor, target: Tensor): number {
    return input.dot(target);
  }

  override updateGradInput(_input: Tensor, target: Tensor): Tensor {
    return target;
  }
}

const x = tensor([1, 2]), y = tensor([3, 4]);

Deno.test("Criterion: forward(), backward() and call() keep what they return", () => {
  const criterion = new Product();
  assertEquals(criterion.output, 0);
  assertEquals(criterion.gradInput.size(), []);
  assertEquals(criterion.forward(x, y), 11);
  assertEquals(criterion.output, 11);
  assertStrictEquals(criterion.backward(x, y), y);
  assertStrictEquals(criterion.gradInput, y);
  assertEquals(criterion.call(x, x), [5, x]);
});

Deno.test("Criterion.lossTensor() serves criterions that only compute a number", () => {
  const loss = new Product().lossTensor(x, y);
  assertEquals([loss.toArray(), loss.dtype], [[11], "float32"]);
});

Deno.test("Criterion.clone() copies everything once and shares no memory", () => {
  const criterion = new Product(), copy = criterion.clone();
  assertEquals(copy instanceof Product, true);
  assertStrictEquals(copy.self, copy);
  assertStrictEquals(copy.list[1], copy.inner.weights);
  assertNotEquals(copy.inner, criterion.inner);
  copy.inner.weights!.fill(7);
  assertEquals(criterion.inner.weights!.toArray(), [1, 2]);
  assertEquals(copy.forward(x, y), 11);
});

Deno.test("Criterion.type() converts floating-point tensors at any depth", () => {
  const criterion = new Product(), given = criterion.inner.weights!;
  assertStrictEquals(criterion.type("float64"), criterion);
  assertEquals([criterion.inner.weights!.dtype, criterion.list[0]!.dtype], ["float64", "float64"]);
  assertStrictEquals(criterion.list[1], criterion.inner.weights);
  assertEquals([given.dtype, given.toArray()], ["float32", [1, 2]]); // what was given is left alone
  assertThrows(
    () => criterion.type("int64"),
    TypeError,
    "Cannot run Product.type: dtype must be one of float32, float64 but is",
  );
  assertThrows(
    () => new MSECriterion().type(undefined as unknown as Dtype),
    TypeError,
    "Cannot run MSECriterion.type: dtype must be one of float32, float64 but is undefined",
  );
});

Deno.test("Criterion.type(): criterions that are converted with one map go on sharing memory", () => {
  const weights = tensor([1, 2]), one = new ClassNLLCriterion(weights), other = new ClassNLLCriterion(weights);
  const converted = new Map<Storage, Storage>();
  one.type("float64", converted);
  other.type("float64", converted);
  one.weights!.fill(7);
  assertEquals([other.weights!.toArray(), weights.toArray()], [[7, 7], [1, 2]]);
});

Deno.test("Criterion.float(), double() and to() convert as type() does", () => {
  const criterion = new ClassNLLCriterion(tensor([1, 2]));
  assertEquals(criterion.double().weights!.dtype, "float64");
  assertEquals(criterion.float().weights!.dtype, "float32");
  assertEquals(criterion.to("float64").weights!.dtype, "float64");
  assertStrictEquals(criterion.to(cpu), criterion);
});

Deno.test("Criterion.clone() and type() ask modules, and share what cannot be copied", () => {
  class Held extends Product {
    readonly table = new Map([["a", 1]]);
    readonly module = {
      forward: () => x,
      clone: () => "a copy",
      type: (dtype: Dtype) => this.asked.push(dtype),
    };
    readonly holder = Object.create(this.module) as object;
    readonly asked: Dtype[] = [];
  }
  const criterion = new Held(), copy = criterion.clone();
  assertStrictEquals(copy.table, criterion.table);
  assertEquals(copy.holder as unknown, "a copy");
  criterion.double();
  assertEquals(criterion.asked, ["float64"]);
});

Deno.test("Criterion.size() is 0 without weights", () => {
  assertEquals([new MSECriterion().size(), new Product().size(), new ClassNLLCriterion(tensor([1, 2])).size()], [
    0,
    0,
    2,
  ]);
});

Deno.test("Criterion.clone() and type() of containers reach the criterions inside", () => {
  const inner = new ClassNLLCriterion(tensor([1, 2])), multi = new MultiCriterion().add(inner);
  const containers: AnyCriterion[] = [
    multi,
    new ParallelCriterion().add(inner),
    new SequencerCriterion(inner),
    new MaskZeroCriterion(inner, 1),
  ];
  for (const container of containers) {
    const copy = container.clone().double(), held = copy as unknown as Record<string, AnyCriterion | AnyCriterion[]>;
    const found = [held.criterions ?? held.criterion!].flat()[0]!;
    assertEquals([found.weights!.dtype, inner.weights!.dtype], ["float64", "float32"]);
  }
});

Deno.test("Criterion.toString() and console.log() show the name", () => {
  assertEquals(`${new MSECriterion()}`, "MSECriterion");
  assertEquals(Deno.inspect(new ClassNLLCriterion()), "ClassNLLCriterion");
});
