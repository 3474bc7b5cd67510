import { assertEquals, assertThrows } from "@std/assert";
import { zeros } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { gaussian, gaussian1D, laplacian } from "../mod.ts";

const double = { dtype: "float64" } as const;

Deno.test("kernels take their numbers in order or by name", () => {
  assertEquals(gaussian(5, 0.2, 3, false).toArray(), gaussian({ size: 5, sigma: 0.2, amplitude: 3 }).toArray());
  assertEquals(gaussian1D(5, 0.2, 3, true).toArray(), gaussian1D({ size: 5, sigma: 0.2, normalize: true }).toArray());
  assertEquals(
    laplacian(5, 0.2).toArray(),
    laplacian({ width: 5, height: 5, sigmaHorz: 0.2, sigmaVert: 0.2 }).toArray(),
  );
  assertEquals(gaussian().size(), [3, 3]);
  assertEquals(laplacian(3, undefined, 1, false, { width: 4 }).size(), [3, 4]);
});

Deno.test("horizontal and vertical numbers belong to columns and rows", () => {
  for (const f of [gaussian, laplacian]) {
    const wide = f({ width: 5, height: 3, sigmaHorz: 0.3, sigmaVert: 0.2, meanHorz: 0.4, meanVert: 0.6, ...double });
    const high = f({ width: 3, height: 5, sigmaHorz: 0.2, sigmaVert: 0.3, meanHorz: 0.6, meanVert: 0.4, ...double });
    assertEquals(wide.size(), [3, 5]);
    assertClose(wide.t(), high, { absolute: 1e-15 });
  }
  // A pixel's middle lies half a pixel from its side: 0.4 of 5 pixels is the border of the second and the third.
  const line = gaussian1D({ size: 5, mean: 0.4, ...double });
  assertEquals(line.get(1), line.get(2));
  assertClose(line, Array.from({ length: 5 }, (_, k) => Math.exp(-(((k + 0.5 - 2) / 1.25) ** 2) / 2)), {
    absolute: 1e-15,
  });
});

Deno.test("out, dtypes and what kernels refuse", () => {
  const out = zeros([1], double);
  assertEquals(gaussian({ size: 4, out }), out);
  assertEquals(out.size(), [4, 4]);
  assertThrows(() => gaussian(0), RangeError, "width must be from 1 to 4096 but is 0");
  assertThrows(() => gaussian(2.5), RangeError, "width must be an integer but is 2.5");
  assertThrows(() => gaussian(3, 0), RangeError, "sigma must be above 0 but is 0");
  assertThrows(() => laplacian(3, NaN), RangeError, "sigma must be finite but is NaN");
  assertThrows(() => gaussian1D(3, 1, Infinity), RangeError, "amplitude must be finite but is Infinity");
});

Deno.test("a kernel without a sum cannot be normalized", () => {
  assertThrows(() => gaussian(4, 1e-3, 1, true), RangeError, "Cannot run gaussian: sigma must be large enough");
  assertThrows(() => gaussian1D(4, 1e-3, 1, true), RangeError, "Cannot run gaussian1D: sigma must be large enough");
  assertThrows(() => laplacian(4, 1e-3, 1, true), RangeError, "Cannot run laplacian: sigma must be large enough");
  assertEquals(gaussian(4, 1e-3).sum(), 0);
  assertEquals(gaussian(3, 1e-3, 1, true).toArray(), [[0, 0, 0], [0, 1, 0], [0, 0, 0]]);
});
