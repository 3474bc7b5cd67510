import { assert, assertEquals, assertThrows } from "@std/assert";
import { full, tensor, zeros } from "@taimatsu/tensor";
import { assertClose, fromRecord, type RecordedTensor } from "@taimatsu/tensor/testing";
import { assertImageFunction, assertRounded, picture } from "../testing.ts";
import { gaussianBlur } from "./gaussian_blur.ts";

interface Blur {
  src: RecordedTensor;
  sigma: [number, number];
  radius?: number;
  result: RecordedTensor;
}
const { blurs }: { blurs: Blur[] } = JSON.parse(
  await Deno.readTextFile(new URL("../testdata/filters/scipy.json", import.meta.url)),
);

Deno.test("gaussianBlur() gives what SciPy gives", () => {
  assert(blurs.length > 0);
  for (const { src, sigma, result, ...options } of blurs) {
    const x = fromRecord(src), wanted = fromRecord(result);
    assertClose(gaussianBlur(x, sigma, options), wanted, { relative: 1e-10 });
    assertClose(gaussianBlur(x.float(), sigma, options).double(), wanted, { relative: 1e-5 });
  }
});

Deno.test("gaussianBlur() meets the demands on functions of images", () => {
  const x = picture([2, 3, 13, 37]);
  for (const sigma of [0.7, 3, [0, 2], [2, 0]] as const) assertImageFunction((x, o) => gaussianBlur(x, sigma, o), x);
});

Deno.test("gaussianBlur() keeps what has one value, and all that is not blurred", () => {
  assertClose(gaussianBlur(full([5, 6], 0.7, { dtype: "float64" }), 4), full([5, 6], 0.7), { relative: 1e-6 });
  const x = picture([3, 4, 5]);
  for (const options of [{}, { radius: 3 }]) assertEquals(gaussianBlur(x, 0, options).toArray(), x.toArray());
  assertEquals(gaussianBlur(x, 2, { radius: 0 }).toArray(), x.toArray());
  assertClose(gaussianBlur(picture([1, 1]), 5), picture([1, 1]), { relative: 1e-12 });
  assertClose(gaussianBlur(tensor([[0, 1]]), 5e4), [[0.5, 0.5]], { absolute: 1e-4 });
  assertEquals(gaussianBlur(full([4, 4], 255).byte(), 2).min(), 255);
});

Deno.test("gaussianBlur() blurs each direction by its own sigma", () => {
  const x = picture([9, 11]), both = gaussianBlur(x, [1, 2]);
  assertClose(both, gaussianBlur(gaussianBlur(x, [0, 2]), [1, 0]), { relative: 1e-12 });
  assertClose(both, gaussianBlur(x.t(), [2, 1]).t(), { relative: 1e-12 });
});

Deno.test("gaussianBlur() of bytes rounds", () => {
  const x = picture([3, 20, 33], "uint8");
  for (const sigma of [0.5, 3]) assertRounded(gaussianBlur(x, sigma), gaussianBlur(x.double().div(255), sigma));
});

Deno.test("gaussianBlur() refuses what it cannot do", () => {
  const x = picture([4, 5]);
  // deno-lint-ignore no-explicit-any
  const any = gaussianBlur as any;
  const wrong: [unknown[], string][] = [
    [[tensor([1]), 1], "src must be [height, width] or"],
    [[x.int(), 1], "src must be uint8, float32 or float64 but is int32"],
    [[x, -1], "sigma must be at least 0 but is -1"],
    [[x, NaN], "sigma must be finite but is NaN"],
    [[x], "sigma must be a number but is undefined"],
    [[x, [1]], "sigma must be a number but is undefined"],
    [[x, 1, { radius: 1.5 }], "radius must be"],
    [[x, 1, { radius: -1 }], "radius must be"],
    [[x, 1e9], "radius must be from 0 to 1048576 but is 3000000000"],
    [[x, 1, { out: zeros([1]) }], "out must be float64 but is float32"],
  ];
  for (const [args, message] of wrong) assertThrows(() => any(...args), Error, `Cannot run gaussianBlur: ${message}`);
});
