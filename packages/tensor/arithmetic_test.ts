import { assert, assertEquals, assertThrows } from "@std/assert";
import * as T from "./mod.ts";
import { empty, type Tensor, tensor, zeros } from "./mod.ts";
import { assertClose } from "./testing.ts";

const x = (): Tensor => tensor([[1, 2], [3, 4]]), y = (): Tensor => tensor([[10, 20], [30, 40]]);

Deno.test("the functions take tensors and numbers, on both sides", () => {
  assertEquals(T.add(x(), y()).toArray(), [[11, 22], [33, 44]]);
  assertEquals(T.add(x(), 1).toArray(), [[2, 3], [4, 5]]);
  assertEquals(T.add(1, x()).toArray(), [[2, 3], [4, 5]]);
  assertEquals(T.add(x(), y(), { alpha: 2 }).toArray(), [[21, 42], [63, 84]]);
  assertEquals(T.add(x(), 3, { alpha: 2 }).toArray(), [[7, 8], [9, 10]]);
  assertEquals(T.add(1, x(), { alpha: 2 }).toArray(), [[3, 5], [7, 9]]);
  for (const sub of [T.sub, T.csub]) {
    assertEquals(sub(x(), y()).toArray(), [[-9, -18], [-27, -36]]);
    assertEquals(sub(x(), 1).toArray(), [[0, 1], [2, 3]]);
    assertEquals(sub(10, x()).toArray(), [[9, 8], [7, 6]]);
    assertEquals(sub(10, x(), { alpha: 2 }).toArray(), [[8, 6], [4, 2]]);
    assertEquals(sub(y(), x(), { alpha: 2 }).toArray(), [[8, 16], [24, 32]]);
  }
  assertEquals(T.mul(x(), x()).toArray(), [[1, 4], [9, 16]]);
  assertEquals(T.mul(2, x()).toArray(), T.mul(x(), 2).toArray());
  assertEquals(T.div(y(), x()).toArray(), [[10, 10], [10, 10]]);
  assertEquals(T.div(12, x()).toArray(), [[12, 6], [4, 3]]);
  assertEquals(T.div(x(), 2).toArray(), [[0.5, 1], [1.5, 2]]);
  assertEquals(T.pow(x(), 2).toArray(), [[1, 4], [9, 16]]);
  assertEquals(T.pow(2, x()).toArray(), [[2, 4], [8, 16]]);
  assertEquals(T.pow(x(), x()).toArray(), [[1, 4], [27, 256]]);
  assertEquals(T.fmod(x(), 3).toArray(), [[1, 2], [0, 1]]);
  assertEquals(T.remainder(x(), tensor([[2, 2], [2, 2]])).toArray(), [[1, 0], [1, 0]]);
  assertEquals(T.cmax(x(), 2).toArray(), [[2, 2], [3, 4]]);
  assertEquals(T.cmin(x(), y()).toArray(), x().toArray());
  assertEquals(T.clamp(x(), 2, 3).toArray(), [[2, 2], [3, 3]]);
  assertEquals(T.lerp(x(), y(), 0.5).toArray(), [[5.5, 11], [16.5, 22]]);
  assertEquals(T.addcmul(x(), y(), y(), { value: 0.5 }).toArray(), [[51, 202], [453, 804]]);
  assertEquals(T.addcdiv(x(), y(), x()).toArray(), [[11, 12], [13, 14]]);
});

Deno.test("the methods work in place with Torch7's arguments", () => {
  assertEquals(x().add(1).toArray(), [[2, 3], [4, 5]]);
  assertEquals(x().add(y()).toArray(), [[11, 22], [33, 44]]);
  assertEquals(x().add(2, y()).toArray(), [[21, 42], [63, 84]]);
  assertEquals(x().add(y(), 2).toArray(), [[21, 42], [63, 84]]);
  assertEquals(x().csub(2, y()).toArray(), [[-19, -38], [-57, -76]]);
  assertEquals(x().sub(1).toArray(), [[0, 1], [2, 3]]);
  assertEquals(x().sub(2, y()).toArray(), x().csub(y(), 2).toArray());
  assertEquals(x().mul(2).toArray(), [[2, 4], [6, 8]]);
  assertEquals(x().mul(x()).toArray(), x().cmul(x()).toArray());
  assertEquals(x().div(2).toArray(), [[0.5, 1], [1.5, 2]]);
  assertEquals(y().div(x()).toArray(), y().cdiv(x()).toArray());
  assertEquals(x().pow(2).toArray(), [[1, 4], [9, 16]]);
  assertEquals(x().pow(x()).toArray(), x().cpow(x()).toArray());
  assertEquals(x().rpow(2).toArray(), [[2, 4], [8, 16]]);
  assertEquals(x().fmod(3).toArray(), x().cfmod(tensor([[3, 3], [3, 3]])).toArray());
  assertEquals(x().remainder(3).toArray(), x().cremainder(tensor([[3, 3], [3, 3]])).toArray());
  assertEquals(x().cmax(2).cmin(3).toArray(), x().clamp(2, 3).toArray());
  assertEquals(x().lerp(y(), 0.5).toArray(), [[5.5, 11], [16.5, 22]]);
  assertEquals(x().addcmul(0.5, y(), y()).toArray(), [[51, 202], [453, 804]]);
  assertEquals(x().addcmul(y(), y()).toArray(), [[101, 402], [903, 1604]]);
  assertEquals(x().addcdiv(2, y(), x()).toArray(), [[21, 22], [23, 24]]);
  assertClose(x().atan2(y()), [[Math.atan2(1, 10), Math.atan2(2, 20)], [Math.atan2(3, 30), Math.atan2(4, 40)]]);
  const z = x();
  assert(z.add(1).mul(2) === z);
});

Deno.test("bits are shifted and combined", () => {
  const a = (): Tensor => tensor([6, 12, -8], { dtype: "int32" }),
    b = (): Tensor => tensor([1, 2, 3], { dtype: "int32" });
  assertEquals(T.lshift(a(), 1).toArray(), [12, 24, -16]);
  assertEquals(T.rshift(a(), b()).toArray(), T.crshift(a(), b()).toArray());
  assertEquals(T.rshift(a(), 1).toArray(), [3, 6, -4]);
  assertEquals([a().lshift(1), a().clshift(b())].map((t) => t.toArray()), [[12, 24, -16], [12, 48, -64]]);
  assertEquals([a().rshift(1), a().crshift(b())].map((t) => t.toArray()), [[3, 6, -4], [3, 3, -1]]);
  assertEquals([a().bitand(4), a().cbitand(b())].map((t) => t.toArray()), [[4, 4, 0], [0, 0, 0]]);
  assertEquals([a().bitor(1), a().cbitor(b())].map((t) => t.toArray()), [[7, 13, -7], [7, 14, -5]]);
  assertEquals([a().bitxor(4), a().cbitxor(b())].map((t) => t.toArray()), [[2, 8, -4], [7, 14, -5]]);
});

Deno.test("sizes are broadcast from the last dimension on", () => {
  const row = tensor([10, 20]), column = tensor([[100], [200]]);
  assertEquals(T.add(x(), row).toArray(), [[11, 22], [13, 24]]);
  assertEquals(T.add(row, x()).toArray(), [[11, 22], [13, 24]]);
  assertEquals(T.add(column, row).toArray(), [[110, 120], [210, 220]]);
  assertEquals(T.add(tensor([1]), x()).toArray(), [[2, 3], [4, 5]]);
  assertEquals(T.mul(zeros([3, 1, 2]), zeros([4, 1])).size(), [3, 4, 2]);
  assertEquals(T.addcmul(x(), row, column).toArray(), [[1001, 2002], [2003, 4004]]);
  assertEquals(T.addcmul(row, x(), column).size(), [2, 2]);
  assertEquals(x().add(row).toArray(), [[11, 22], [13, 24]]);
  assertEquals(T.add(zeros([0, 3]), tensor([1, 2, 3])).size(), [0, 3]);
  const out = empty([7]);
  assertEquals(T.add(column, row, { out }).size(), [2, 2]);
});

Deno.test("sizes that are not compatible are refused, and nothing changes", () => {
  const a = x(), b = zeros([3]);
  assertThrows(() => T.add(a, b), TypeError, "Cannot run add: sizes [2, 2] and [3] are not compatible");
  assertThrows(() => a.cmul(b), TypeError, "Cannot run cmul: sizes [2, 2] and [3] are not compatible");
  assertThrows(() => T.addcmul(a, b, a), TypeError, "Cannot run addcmul: sizes [3] and [2, 2] are not compatible");
  assertThrows(
    () => tensor([1, 2]).add(a),
    TypeError,
    "Cannot run add: sizes [2] and [2, 2] give [2, 2], which does not fit into [2]",
  );
  assertThrows(() => T.add(a, empty([])), TypeError, "Cannot run add: sizes [2, 2] and [] are not compatible");
  assertEquals(a.toArray(), x().toArray());
});

Deno.test("dtypes that differ are refused", () => {
  assertThrows(() => T.add(x(), y().double()), TypeError, "Cannot run add: y must be float32 like x but is float64");
  assertThrows(() => x().add(y().int()), TypeError, "Cannot run add: y must be float32 like x but is int32");
  assertThrows(() => T.lerp(x(), y().int(), 1), TypeError, "Cannot run lerp: y must be float32 like x but is int32");
  assertThrows(
    () => T.addcmul(x(), y(), y().double()),
    TypeError,
    "Cannot run addcmul: z must be float32 like x but is float64",
  );
  assertThrows(
    () => T.add(x(), y(), { out: empty([1], { dtype: "float64" }) }),
    TypeError,
    "Cannot run add: out must be float32 but is float64",
  );
  assertThrows(() => T.exp(x().int()), TypeError, "Cannot run exp: not defined for int32");
  assertThrows(() => T.add(x().half(), x().half()), TypeError, "Cannot run add: not defined for float16");
  assertThrows(() => T.add(1, 2), TypeError, "Cannot run add: one operand must be a tensor but both are numbers");
});

Deno.test("integers are not divided by zero", () => {
  const a = tensor([1, 2], { dtype: "int32" }), b = tensor([1, 0], { dtype: "int32" });
  assertThrows(() => T.div(a, b), T.NativeError, "Cannot run cdiv: y must not hold 0 for int32");
  assertThrows(() => T.div(a, 0), T.NativeError, "Cannot run div: the divisor must not be 0 for int32");
  assertThrows(() => T.remainder(a, 0), T.NativeError, "Cannot run remainder: the divisor must not be 0 for int32");
  assertThrows(() => T.div(1, b), T.NativeError, "Cannot run div: x must not hold 0 for int32");
  assertEquals(T.div(tensor([1]), 0).toArray(), [Infinity]);
});

Deno.test("out may be one of the operands", () => {
  const a = x(), b = y();
  assert(T.add(a, b, { out: a }) === a);
  assertEquals(a.toArray(), [[11, 22], [33, 44]]);
  T.csub(b, a, { out: a });
  assertEquals(a.toArray(), [[-1, -2], [-3, -4]]);
  T.addcmul(b, a, a, { out: a });
  assertEquals(a.toArray(), [[11, 24], [39, 56]]);
});

Deno.test("operands that overlap the result are read before it is written", () => {
  const square = x();
  assertEquals(T.add(square, square.t(), { out: square }).toArray(), [[2, 5], [5, 8]]);
  const turned = x();
  assertEquals(turned.copy(turned.t()).toArray(), [[1, 3], [2, 4]]);
  const line = T.arange(10000), expected = T.add(line.narrow(0, 1, 9999), line.narrow(0, 0, 9999)).toArray();
  assertEquals(line.narrow(0, 1, 9999).add(line.narrow(0, 0, 9999)).toArray(), expected);
  const other = T.arange(10000);
  T.neg(other.narrow(0, 0, 9999), { out: other.narrow(0, 1, 9999) });
  assertEquals([other.get(0), other.get(1), other.get(2), other.get(9999)], [0, -0, -1, -9998]);
  const third = T.arange(10000);
  third.narrow(0, 1, 9999).copy(third.narrow(0, 0, 9999));
  assertEquals([third.get(1), third.get(2), third.get(9999)], [0, 1, 9998]);
  const fourth = T.arange(9).view(3, 3);
  assertEquals(fourth.addcmul(fourth.t(), fourth.t()).toArray(), [[0, 10, 38], [4, 20, 54], [10, 32, 72]]);
});
