// What tests of images share: the demands that every function of an image meets.
import { assert, assertEquals } from "@std/assert";
import { Generator, stack, type Tensor, zeros } from "@taimatsu/tensor";
import { assertClose, layoutsOf, withThreads } from "@taimatsu/tensor/testing";

/** Returns an image of random values from 0 to 1, the same for the same seed. */
export function picture(shape: readonly number[], seed = 1): Tensor {
  return zeros([...shape], { dtype: "float64" }).uniform(0, 1, { generator: new Generator(seed) });
}

/** Returns an image in bytes. */
export function bytesOf(x: Tensor): Tensor {
  return x.clone().mul(255).add(0.5).byte();
}

/** Throws unless bytes are the rounded and clamped values of an image from 0 to 1; halves may go either way. */
export function assertRounded(bytes: Tensor, values: Tensor, slack = 1e-3): void {
  assertEquals(bytes.dtype, "uint8");
  const wanted = values.clone().double().mul(255).clamp(0, 255).contiguous().data;
  bytes.contiguous().data.forEach((value, k) => {
    assert(Math.abs(Number(value) - Number(wanted[k])) <= 0.5 + slack, `${value} is not ${wanted[k]} rounded`);
  });
}

/** How {@linkcode assertImageFunction} calls a function. */
export type ImageFunction = (x: Tensor, options?: { out?: Tensor }) => Tensor;

/**
 * Checks a function from images to images: float32 agrees with float64, any layout gives the same bits, so do one thread and two, a
 * batch is its images one by one, `out` receives the result (also where it is the argument), and the argument stays.
 *
 * @param x A batch of images in float64, [batch, channels, h, w].
 */
export function assertImageFunction(
  f: ImageFunction,
  x: Tensor,
  { tolerance = 1e-5 }: { tolerance?: number } = {},
): void {
  const before = x.clone(), y = f(x);
  assert(x.equal(before), "the argument was changed");
  assertClose(f(x.float()).double(), y, { relative: tolerance, absolute: tolerance });
  for (const [name, laid] of Object.entries(layoutsOf(x))) assert(f(laid).equal(y), name);
  assert(withThreads(1, () => f(x)).equal(withThreads(2, () => f(x))), "threads change the result");
  assert(
    stack(Array.from({ length: x.size()[0]! }, (_, b) => f(x.select(0, b))), 0).equal(y),
    "a batch is not its images",
  );
  const out = zeros([1], { dtype: "float64" });
  assertEquals(f(x, { out }), out);
  assert(out.equal(y));
  const transposed = zeros([...y.size()].reverse(), { dtype: "float64" }).permute(...y.size().map((_, d) => 3 - d));
  f(x, { out: transposed });
  assert(transposed.equal(y), "out of another layout");
  const same = x.clone();
  f(same, { out: same });
  assert(same.equal(y), "out is the argument");
}
