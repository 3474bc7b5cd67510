import { assert, assertEquals, assertThrows } from "@std/assert";
import { full, Generator, normal, zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { picture } from "../testing.ts";
import { lighting } from "./lighting.ts";

const x = picture([3, 4, 5]).mul(0.2).add(0.4);

Deno.test("lighting() adds Σ vectors[c][k] αₖ values[k] to channel c", () => {
  const eigenvalues = [0.3, 0.2, 0.1], eigenvectors = [[1, 0, 0], [0, 0.5, 0.5], [-0.1, 0.2, 0.3]];
  const y = lighting(x, { std: 0.2, eigenvalues, eigenvectors, generator: new Generator(4) });
  const generator = new Generator(4), alpha = [0, 1, 2].map(() => normal(0, 0.2, { generator }));
  eigenvectors.forEach((row, c) => {
    const shift = row.reduce((sum, v, k) => sum + v * alpha[k]! * eigenvalues[k]!, 0);
    assertClose(y.select(0, c), x.select(0, c).clone().add(shift), { relative: 1e-12 });
  });
});

Deno.test("lighting() has the covariance of the colours", () => {
  const n = 3000, y = lighting(full([n, 3, 1, 1], 0.5), { generator: new Generator(1) }).view(n, 3).double().add(-0.5);
  const wanted = [[-0.5675, 0.7192, 0.4009], [-0.5808, -0.0045, -0.814], [-0.5836, -0.6948, 0.4203]].map((row) =>
    row.reduce((sum, v, k) => sum + (0.1 * v * [0.2175, 0.0188, 0.0045][k]!) ** 2, 0)
  );
  for (let c = 0; c < 3; c++) {
    const channel = y.select(1, c);
    assert(Math.abs(channel.mean()) < 5 * Math.sqrt(wanted[c]! / n));
    assertClose(channel.var(), wanted[c]!, { relative: 0.15 });
  }
});

Deno.test("lighting() of bytes is 255 times as strong", () => {
  const generator = () => new Generator(2), strong = { std: 0.5 };
  const y = lighting(full([3, 1, 1], 100).byte(), { ...strong, generator: generator() });
  const real = lighting(full([3, 1, 1], 100 / 255).double(), { ...strong, generator: generator() });
  assertEquals(y.dtype, "uint8");
  assertClose(y.double(), real.mul(255).round(), { relative: 0, absolute: 0 });
  assert(lighting(full([3, 1, 1], 0.9), { std: 100, generator: generator() }).max() <= 1);
});

Deno.test("lighting() refuses what it cannot do", () => {
  assertThrows(() => lighting(x, { std: -1 }), RangeError, "std must be from 0");
  assertThrows(() => lighting(x, { eigenvalues: [1] }), TypeError, "eigenvalues must be a list of 3");
  assertThrows(() => lighting(x, { eigenvectors: [[1], [2], [3]] }), TypeError, "eigenvectors one of 3 × 3");
  assertThrows(() => lighting(x, { eigenvalues: [1, NaN, 1] }), RangeError, "eigenvalues must be from 0");
  assertThrows(() => lighting(x, { eigenvalues: null as never }), TypeError, "eigenvalues must be a list of 3");
  assertThrows(
    () => lighting(x, { eigenvectors: [[1, 0, 0], [0, 1, 0], [0, 0, Infinity]] }),
    RangeError,
    "eigenvectors must be from -1000000 to 1000000 but is Infinity",
  );
  assertThrows(() => lighting(zeros([1, 3, 3])), TypeError, "src must be [3, height, width]");
});
