// Every criterion in a Torch7 file and back.
import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { deserialize, load, serialize, type Tensor, tensor, UnknownObject } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import fc from "fast-check";
import { tensorsOf } from "../activity.ts";
import * as C from "../mod.ts";
import { Draw } from "../property/draw.ts";
import { type Kind, KINDS, type Valid } from "../property/kinds.ts";

const SEED = 7, RUNS = 30;

/** A module that doubles, takes rewards, and lies in files. */
class Twice {
  rewards: number[] = [];

  static fromTorch({ className }: UnknownObject): Twice | undefined {
    return className === "test.Twice" ? new Twice() : undefined;
  }

  toTorch(): UnknownObject {
    return new UnknownObject("test.Twice", { factor: 2 });
  }

  forward(x: Tensor): Tensor {
    return x.clone().mul(2);
  }

  backward(_input: Tensor, g: Tensor): Tensor {
    return g.clone().mul(2);
  }

  reinforce(reward: Tensor): void {
    this.rewards = reward.clone().view(reward.nElement()).toArray() as number[];
  }
}

/** A criterion of a user. */
class Scaled extends C.MSECriterion {
  factor = 3;
  nothing: number | null = null;

  override updateOutput(input: Tensor, target: Tensor): number {
    return this.factor * super.updateOutput(input, target);
  }
}

const CLASSES = [C, { Twice, Scaled }];

function read(bytes: Uint8Array): C.AnyCriterion {
  return deserialize<C.AnyCriterion>(bytes, { classes: CLASSES });
}

function isModule(value: unknown): boolean {
  return typeof value === "object" && value !== null &&
    ("reinforce" in value || ("backward" in value && !("output" in value)));
}

function make({ name }: Kind, { args, setup }: Valid): C.AnyCriterion {
  const Type = (C as unknown as Record<string, new (...args: unknown[]) => C.AnyCriterion>)[name]!;
  const criterion = new Type(...args.map((arg) => isModule(arg) ? new Twice() : arg));
  setup?.(criterion);
  return criterion;
}

function textOf(x: Tensor): string {
  return `${x.dtype} [${x.size()}] ${x.nElement() === 0 ? "" : x.contiguous().view(x.nElement()).toArray()}`;
}

/** What a step gives, as text in which every bit counts. */
function step(criterion: C.AnyCriterion, { input, target }: Valid): string[] {
  const loss = criterion.forward(input as C.Activity, target);
  const losses = textOf(criterion.lossTensor(input as C.Activity, target));
  return [`${loss}`, losses, ...tensorsOf(criterion.backward(input as C.Activity, target)).map(textOf)];
}

function check(kind: Kind, draw: Draw): void {
  const valid = kind.draw(draw);
  const [first] = valid.args, lost = kind.name === "WeightedMSECriterion" && (first as Tensor).nElement() === 0;
  if (lost) return; // files hold no sizes of tensors without elements
  const criterion = make(kind, valid), bytes = serialize(criterion), copy = read(bytes);
  assertStrictEquals(copy.constructor, criterion.constructor);
  assertEquals(String(copy), String(criterion));
  assertEquals(serialize(copy), bytes);
  const wanted = step(criterion, valid);
  assertEquals(step(copy, valid), wanted);
  const used = serialize(copy), again = read(used);
  assertEquals(again.output, copy.output);
  assertEquals(serialize(again), used);
  assertEquals(step(again, valid), wanted);
}

for (const kind of KINDS) {
  Deno.test(`${kind.name} is the same when it was in a Torch7 file, used or not`, () => {
    fc.assert(fc.property(fc.gen(), (gen) => check(kind, new Draw(gen))), {
      numRuns: RUNS,
      seed: SEED,
      includeErrorInReport: true,
    });
  });
}

for (const format of ["binary", "ascii"] as const) {
  Deno.test(`a CrossEntropyCriterion of Torch7 is read and written with the same bytes: ${format}`, () => {
    const path = new URL(`../testdata/criterion${format === "ascii" ? ".ascii" : ""}.t7`, import.meta.url);
    const criterion = load<C.CrossEntropyCriterion>(path, { classes: [C] }), bytes = Deno.readFileSync(path);
    assert(criterion instanceof C.CrossEntropyCriterion);
    assertEquals([criterion.sizeAverage, criterion.ignoreIndex, criterion.weights], [true, -100, undefined]);
    assertEquals(serialize(criterion, { format }), bytes);
    const x = tensor([[1, 2, 3]], { dtype: "float64" }), y = tensor([2], { dtype: "int64" });
    assertClose(criterion.forward(x, y), Math.log(1 + Math.exp(-1) + Math.exp(-2)));
    criterion.backward(x, y);
    assertEquals(read(serialize(criterion)).forward(x, y), criterion.output);
    assertThrows(() => assertEquals(serialize(criterion, { format }), bytes));
  });
}

Deno.test("a criterion of a user lies in files with all its fields, under its own name", () => {
  const criterion = new Scaled(false, { weights: tensor([1, 2]) }), x = tensor([1, 2]), y = tensor([3, 5]);
  criterion.factor = 5;
  criterion.backward(x, y);
  const bytes = serialize(criterion), copy = read(bytes) as Scaled;
  assert(copy instanceof Scaled);
  assertEquals((deserialize(bytes) as UnknownObject).className, "Scaled");
  assertEquals([copy.factor, copy.nothing, copy.reduction], [5, null, "sum"]);
  assertEquals(serialize(copy), bytes);
  assertEquals(copy.forward(x, y), criterion.forward(x, y));
  assertEquals(textOf(copy.backward(x, y)), textOf(criterion.backward(x, y)));
});

Deno.test("Criterion.toTorch() says what a file cannot hold", () => {
  const criterion = Object.assign(new Scaled(), { scale: (x: number) => x });
  assertThrows(
    () => criterion.toTorch(),
    TypeError,
    "Cannot run Scaled.toTorch: a file cannot hold the field scale, a function",
  );
  const plain = { forward: (x: Tensor) => x, backward: (_: Tensor, g: Tensor) => g };
  assertThrows(
    () => new C.ModuleCriterion(new C.MSECriterion() as unknown as C.AnyCriterion, plain).toTorch(),
    TypeError,
    "Cannot run ModuleCriterion.toTorch: inputModule must have the method toTorch but is",
  );
  assertThrows(
    () => new C.VRClassReward({ reinforce: () => {} }).toTorch(),
    TypeError,
    "Cannot run VRClassReward.toTorch: module must have the method toTorch but is",
  );
});
