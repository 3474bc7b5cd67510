// Images for tests.
import { type Dtype, Generator, type Tensor, zeros } from "@taimatsu/tensor";

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
