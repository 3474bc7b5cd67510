import { assert, assertEquals, assertThrows } from "@std/assert";
import { cat, type Dtype, ones, type Tensor, tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { clipGradNorm, clipGradValue } from "../mod.ts";

interface Recorded {
  dtype: Dtype;
  size: number[];
  data: number[];
}
interface Cases {
  norm: { gradients: Recorded[]; maxNorm: number; normType: number | "Infinity"; norm: number; clipped: Recorded[] }[];
  value: { gradients: Recorded[]; clipValue: number; clipped: Recorded[] }[];
}

const { norm: norms, value: values } = JSON.parse(
  Deno.readTextFileSync(new URL("../testdata/pytorch/clipping.json", import.meta.url)),
) as Cases;
const read = (list: Recorded[]): Tensor[] => list.map(({ data, dtype, size }) => tensor(data, { dtype }).view(size));
const flat = (list: Tensor[]): Tensor => cat(list.map((x) => x.view(-1)), 0);
const exact = { relative: 1e-12, absolute: 0 };

Deno.test("clipGradNorm gives what PyTorch gives, for a list, a flat tensor and a module", () => {
  for (const { gradients, maxNorm, normType, norm, clipped } of norms) {
    const options = { normType: Number(normType) }, list = read(gradients), whole = flat(list), wanted = read(clipped);
    const module = { parameters: (): [Tensor[], Tensor[]] => [[], mine] }, mine = read(gradients);
    assertClose(clipGradNorm(list, maxNorm, options), norm, exact);
    assertClose(clipGradNorm(whole, maxNorm, options), norm, exact);
    assertClose(clipGradNorm(module, maxNorm, options), norm, exact);
    list.forEach((x, k) => assertClose(x, wanted[k]!, exact));
    mine.forEach((x, k) => assertClose(x, wanted[k]!, exact));
    assertClose(whole, flat(wanted), exact);
  }
});

Deno.test("clipGradValue gives what PyTorch gives, for a list and a flat tensor", () => {
  for (const { gradients, clipValue, clipped } of values) {
    const list = read(gradients), whole = flat(list), wanted = read(clipped);
    clipGradValue(list, clipValue);
    clipGradValue(whole, clipValue);
    list.forEach((x, k) => assertEquals(x.toArray(), wanted[k]!.toArray()));
    assertEquals(whole.toArray(), flat(wanted).toArray());
  }
});

Deno.test("clipping works on views, and counts a gradient that is listed twice once", () => {
  const x = tensor([[3, 1], [4, 1]]), column = x.select(1, 0);
  assertEquals(clipGradNorm([column, x.select(1, 0)], 2.5), 5);
  assertClose(x, [[1.5, 1], [2, 1]], { relative: 1e-6 });
  clipGradValue([column], 1);
  assertClose(x, [[1, 1], [1, 1]]);
});

Deno.test("clipGradNorm knows empty lists and gradients that are 0", () => {
  const zero = (): Tensor => tensor([0]);
  assertEquals([clipGradNorm([], 1), clipGradNorm(tensor([]), 1), clipGradNorm([zero(), zero()], 1)], [0, 0, 0]);
});

Deno.test("a norm that is not finite is scaled by, as in PyTorch, or an error", () => {
  for (const [bad, scaled] of [[NaN, [NaN, NaN]], [Infinity, [0, NaN]], [-Infinity, [0, NaN]]] as const) {
    const list = [tensor([1]), tensor([bad])], run = () => clipGradNorm(list, 1, { errorIfNonFinite: true });
    assertThrows(run, RangeError, "Cannot run clipGradNorm: the norm of the gradients must be finite but is");
    assertEquals(list.map((x) => x.item()), [1, bad]);
    assertEquals(clipGradNorm(list, 1), Math.abs(bad));
    assertEquals(list.map((x) => x.item()), [...scaled]);
  }
  assertEquals(clipGradNorm([tensor([Infinity]), tensor([NaN])], 1), NaN);
});

Deno.test("clipping asks for no memory", () => {
  const x = ones([100, 100]), list = [x, x.select(0, 0)], external = Deno.memoryUsage().external;
  for (let k = 0; k < 20; k++) {
    clipGradNorm(list, 1);
    clipGradValue(list, 1);
  }
  assert(Deno.memoryUsage().external - external < 4096);
});

Deno.test("clipping says what is wrong", () => {
  const x = tensor([1, 2]);
  assertThrows(() => clipGradNorm(x, -1), RangeError, "Cannot run clipGradNorm: maxNorm must be at least 0 but is -1");
  assertThrows(() => clipGradNorm(x, NaN), RangeError, "maxNorm must be at least 0 but is NaN");
  assertThrows(() => clipGradNorm(x, 1, { normType: 0 }), RangeError, "normType must be above 0 but is 0");
  assertThrows(() => clipGradNorm(x, 1, { normType: -1 }), RangeError, "normType must be at least 0 but is -1");
  assertThrows(() => clipGradValue(x, NaN), RangeError, "Cannot run clipGradValue: clipValue must be at least 0");
  assertThrows(
    () => clipGradNorm(3 as unknown as Tensor, 1),
    TypeError,
    "gradients must be a tensor, a list of tensors or have parameters() but is 3",
  );
  assertThrows(() => clipGradNorm([x, x.clone().int()], 1), TypeError, "gradients[1] must be float32 or float64");
  assertThrows(() => clipGradValue([tensor([1]).expand(3)], 1), TypeError, "gradients[0] must not be expanded");
  assertEquals(x.toArray(), [1, 2]);
});
