import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { checkTensor, type Device, type Dtype, mul, type Storage, type Tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { type Activity, type AnyCriterion, type CriterionModule, ModuleCriterion, MSECriterion } from "./mod.ts";
import { numbers, testCriterion } from "./testing.ts";

/** y = factor · x, as a module of nn would be. */
class Scale {
  output: Tensor | undefined;
  gradInput: Tensor | undefined;
  dtypes: Dtype[] = [];

  constructor(readonly factor: number, readonly count = 0) {}

  #into(kept: Tensor | undefined, x: Tensor): Tensor {
    return mul(x, this.factor, kept?.dtype === x.dtype && kept.storage().length > 0 ? { out: kept } : {});
  }

  forward(x: Tensor): Tensor {
    checkTensor("Scale.forward", "input", x);
    return this.output = this.#into(this.output, x);
  }

  backward(_x: Tensor, gradOutput: Tensor): Tensor {
    return this.gradInput = this.#into(this.gradInput, gradOutput);
  }

  parameters(): [Tensor[], Tensor[]] {
    return [new Array(this.count), []];
  }

  type(dtype: Dtype, _converted?: Map<Storage, Storage>): this {
    this.dtypes.push(dtype);
    return this;
  }

  to(_device: Device): this {
    this.output = this.gradInput = undefined;
    return this;
  }

  clone(): Scale {
    return new Scale(this.factor);
  }
}

testCriterion("ModuleCriterion", {
  make: () => new ModuleCriterion(new MSECriterion(), new Scale(3), new Scale(2)),
  input: (): Activity => numbers([3, 4]),
  target: (): unknown => numbers([3, 4], 4),
});

testCriterion("ModuleCriterion without modules", {
  make: () => new ModuleCriterion(new MSECriterion()),
  input: (): Activity => numbers([3, 4]),
  target: (): unknown => numbers([3, 4], 4),
});

Deno.test("ModuleCriterion compares what the modules give", () => {
  const x = numbers([4]), y = numbers([4], 4), mse = new MSECriterion();
  assertClose(
    new ModuleCriterion(mse, new Scale(3), new Scale(2)).forward(x, y),
    mse.forward(mul(x, 3), mul(y, 2)),
    { relative: 1e-14 },
  );
  assertClose(new ModuleCriterion(mse, null, new Scale(2)).forward(x, y), mse.forward(x, mul(y, 2)), {
    relative: 1e-14,
  });
});

Deno.test("ModuleCriterion: type() and clone() reach the modules, type() the target's with castTarget alone", () => {
  for (const castTarget of [true, false]) {
    const input = new Scale(3),
      target = new Scale(2),
      criterion = new ModuleCriterion(new MSECriterion(), input, target, castTarget);
    criterion.float();
    assertEquals([input.dtypes, target.dtypes], [["float32"], castTarget ? ["float32"] : []]);
    const copy = criterion.clone();
    assert(copy.inputModule !== input);
    assert(copy.targetModule !== target);
    assert(copy.criterion !== criterion.criterion);
    assertEquals((copy.inputModule as Scale).factor, 3);
    assertStrictEquals(criterion.inputModule, input);
  }
});

Deno.test("ModuleCriterion says what is wrong", () => {
  const wrong: [() => unknown, string][] = [
    [() => new ModuleCriterion(3 as unknown as AnyCriterion), "criterion must be a criterion but is 3"],
    [
      () => new ModuleCriterion(new MSECriterion(), {} as unknown as CriterionModule),
      "inputModule must have the methods forward and backward but is Object",
    ],
    [() => new ModuleCriterion(new MSECriterion(), new Scale(1, 2)), "inputModule must have no parameters but has 2"],
    [
      () => new ModuleCriterion(new MSECriterion(), null, null, 1 as unknown as boolean),
      "castTarget must be true or false but is 1",
    ],
  ];
  for (const [run, text] of wrong) assertThrows(run, TypeError, `Cannot run ModuleCriterion: ${text}`);
});

Deno.test("ModuleCriterion.backward() does not run the modules again", () => {
  let runs = 0;
  const noisy = { forward: (x: Tensor) => mul(x, ++runs), backward: (_: Tensor, gradOutput: Tensor) => gradOutput };
  const x = numbers([4]), criterion = new ModuleCriterion(new MSECriterion(), noisy, noisy);
  assertThrows(
    () => criterion.backward(x, x),
    TypeError,
    "Cannot run ModuleCriterion.backward: forward must run before it but has not",
  );
  criterion.call(x, x);
  assertEquals(runs, 2);
});
