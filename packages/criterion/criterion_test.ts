import { assertEquals, assertNotEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { type Dtype, type Tensor, tensor } from "@taimatsu/tensor";
import { ClassNLLCriterion, Criterion, MSECriterion } from "./mod.ts";

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
  const criterion = new Product();
  assertStrictEquals(criterion.type("float64"), criterion);
  assertEquals([criterion.inner.weights!.dtype, criterion.list[0]!.dtype], ["float64", "float64"]);
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

Deno.test("Criterion.toString() and console.log() show the name", () => {
  assertEquals(`${new MSECriterion()}`, "MSECriterion");
  assertEquals(Deno.inspect(new ClassNLLCriterion()), "ClassNLLCriterion");
});
