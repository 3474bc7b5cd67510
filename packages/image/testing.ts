// Images for tests, and the demands that every function of an image meets.
import { assert, assertEquals } from "@std/assert";
import { type Dtype, Generator, stack, type Tensor, zeros } from "@taimatsu/tensor";
import { assertClose, layoutsOf, withThreads } from "@taimatsu/tensor/testing";

/** Returns an image of random numbers, always the same: bytes, or from 0 to 1. */
export function picture(shape: number[], dtype: Dtype = "float64", seed = 1): Tensor {
  const x = zeros(shape, { dtype: "float64" }).uniform(0, 1, { generator: new Generator(seed) });
  return dtype === "uint8" ? x.mul(255).round().byte() : x.to(dtype);
}

/** Returns the same elements in other places: every other row of a wider image, from right to left in memory. */
export function scattered(x: Tensor): Tensor {
  const shape = x.size(), n = shape.length, rows = shape[n - 2]!;
  const wide = zeros([...shape.slice(0, -2), shape[n - 1]! + 3, rows], { dtype: x.dtype });
  const view = wide.narrow(n - 2, 2, shape[n - 1]!).transpose(n - 2, n - 1);
  return view.copy(x);
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

/** Returns the rows of an image [h, w] as text: `#` for 1, `.` for 0, `?` for anything else. */
export function drawn(x: Tensor): string[] {
  return (x.toArray() as number[][]).map((row) => row.map((v) => v === 1 ? "#" : v === 0 ? "." : "?").join(""));
}
