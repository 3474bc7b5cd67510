// What every criterion must hold, for the tests of this package.
import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { type Dtype, getNumThreads, setNumThreads, Tensor } from "@taimatsu/tensor";
import { assertClose, assertGradient } from "@taimatsu/tensor/testing";
import type { Criterion } from "./mod.ts";

type Trained<Target> = Criterion<Tensor, Target>;

function inDtype<T>(value: T, dtype: Dtype): T {
  return value instanceof Tensor && value.dtype.startsWith("float") ? value.to(dtype) as T & Tensor : value;
}

/** The gradient is that of finite differences; `input` is float64. */
export function assertGradInput<T>(criterion: Trained<T>, input: Tensor, target: T): void {
  const f = () => criterion.forward(input, target);
  f();
  assertGradient(criterion.backward(input, target).clone(), input, f);
}

/** float32 gives what float64 gives; `input` is float64. */
export function assertSinglePrecision<T>(criterion: Trained<T>, input: Tensor, target: T): void {
  const single = criterion.clone().type("float32"), x = input.to("float32"), y = inDtype(target, "float32");
  assertClose(single.forward(x, y), criterion.forward(input, target), { relative: 1e-5 });
  const gradInput = single.backward(x, y);
  assertEquals(gradInput.dtype, "float32");
  assertClose(gradInput, criterion.backward(input, target).to("float32"), { relative: 1e-5 });
}

/** An input and a target that are not contiguous give what contiguous ones give. */
export function assertAnyLayout<T>(criterion: Trained<T>, input: Tensor, target: T): void {
  const strided = (x: Tensor): Tensor => {
    const wide = x.clone().resize([...x.size(), 2]).zero(), view = wide.select(x.dim(), 1);
    return view.copy(x);
  };
  const x = strided(input), y = target instanceof Tensor ? strided(target) as T & Tensor : target;
  assertEquals(x.isContiguous(), false);
  assertEquals(criterion.forward(x, y), criterion.forward(input, target));
  const gradInput = criterion.backward(x, y).clone();
  assertEquals(gradInput.toArray(), criterion.backward(input, target).toArray());
}

/** One thread gives what two give, bit for bit. The arguments should be large enough to be split. */
export function assertSameWithThreads<T>(criterion: Trained<T>, input: Tensor, target: T): void {
  const before = getNumThreads();
  try {
    const [one, two] = [1, 2].map((threads) => {
      setNumThreads(threads);
      return [criterion.forward(input, target), criterion.backward(input, target).clone()] as const;
    });
    assertEquals(one![0], two![0]);
    assert(one![1].equal(two![1]), "the gradients differ");
  } finally {
    setNumThreads(before);
  }
}

/** After the first step no tensor is made: results stay where they are, and no memory is asked for. */
export function assertKeepsMemory<T>(criterion: Trained<T>, input: Tensor, target: T): void {
  criterion.forward(input, target);
  const gradInput = criterion.backward(input, target), { block } = gradInput.store;
  const loss = criterion.lossTensor(input, target), before = Deno.memoryUsage().external;
  for (let step = 0; step < 20; step++) {
    criterion.forward(input, target);
    assertStrictEquals(criterion.backward(input, target), gradInput);
    assertStrictEquals(criterion.lossTensor(input, target), loss);
  }
  assertStrictEquals(gradInput.store.block, block);
  const grown = Deno.memoryUsage().external - before;
  assert(grown < 4096, `${grown} bytes were asked for`); // less than a buffer that is no small storage
}
