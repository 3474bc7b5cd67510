import { assertEquals, assertThrows } from "@std/assert";
import { arange, conv2, conv3, type Dtype, flip, type Tensor, tensor, xcorr2, xcorr3, zeros } from "./mod.ts";
import { layoutsOf } from "./testing.ts";

/** Correlation of one map in plain JavaScript. */
function reference(x: number[][], k: number[][], full: boolean): number[][] {
  const [h, w, kh, kw] = [x.length, x[0]!.length, k.length, k[0]!.length], pad = full ? [kh - 1, kw - 1] : [0, 0];
  const [oh, ow] = full ? [h + kh - 1, w + kw - 1] : [h - kh + 1, w - kw + 1];
  return Array.from({ length: oh }, (_, i) =>
    Array.from({ length: ow }, (_, j) => {
      let sum = 0;
      for (let a = 0; a < kh; a++) {
        for (let b = 0; b < kw; b++) sum += (x[i + a - pad[0]!]?.[j + b - pad[1]!] ?? 0) * k[a]![b]!;
      }
      return sum;
    }));
}

const lists = (x: Tensor): number[][] => x.toArray() as number[][];

Deno.test("xcorr2() and conv2() agree with plain JavaScript for every dtype, layout and mode", () => {
  for (const dtype of ["uint8", "int8", "int16", "int32", "int64", "float32", "float64"] as Dtype[]) {
    const x = arange(20).remainder(4).view(4, 5).to(dtype), k = tensor([[1, 2, 0], [2, 1, 1]], { dtype });
    for (const mode of ["V", "F"] as const) {
      const wanted = reference(lists(x), lists(k), mode === "F");
      for (const [name, y] of Object.entries(layoutsOf(x))) {
        assertEquals(xcorr2(y, layoutsOf(k)[name as "strided"], mode).toArray(), wanted, `${dtype} ${name} ${mode}`);
        assertEquals(conv2(y, flip(k), mode).toArray(), wanted, `${dtype} ${name} ${mode}`);
      }
    }
  }
});

Deno.test("maps go slice by slice, or are summed over", () => {
  const x = arange(24).view(2, 3, 4), k = arange(1, 9).view(2, 2, 2), both = arange(1, 17).view(2, 2, 2, 2);
  for (const mode of ["V", "F"] as const) {
    const slices = [0, 1].map((i) => xcorr2(x.select(0, i), k.select(0, i), mode).toArray());
    assertEquals(xcorr2(x, k, mode).toArray(), slices);
    const sums = [0, 1].map((q) =>
      xcorr2(x.select(0, 0), both.select(0, q).select(0, 0), mode).add(
        xcorr2(x.select(0, 1), both.select(0, q).select(0, 1), mode),
      ).toArray()
    );
    assertEquals(xcorr2(x, both, mode).toArray(), sums);
  }
});

Deno.test("three axes of which one has size 1 are two", () => {
  const x = arange(12).view(1, 3, 4), k = arange(1, 5).view(1, 2, 2);
  assertEquals(xcorr3(x, k).toArray(), [xcorr2(x.select(0, 0), k.select(0, 0)).toArray()]);
  assertEquals(conv3(x.transpose(0, 1), k.transpose(0, 1), "F").transpose(0, 1).toArray(), [
    conv2(x.select(0, 0), k.select(0, 0), "F").toArray(),
  ]);
  assertEquals(x.view(1, 1, 3, 4).xcorr3(k.view(1, 1, 1, 2, 2)).size(), [1, 1, 2, 3]);
});

Deno.test("what does not fit is named", () => {
  const x = zeros([3, 3]);
  assertThrows(() => xcorr2(x, zeros([4, 1])), TypeError, "the kernel [4, 1] must fit into the input [3, 3]");
  assertThrows(() => xcorr2(x, zeros([2, 2, 2])), TypeError, "but are [3, 3] and [2, 2, 2]");
  assertThrows(() => xcorr2(x, zeros([2, 2]), "X" as "V"), TypeError, "Cannot run xcorr2: mode must be");
  assertThrows(() => xcorr2(x, zeros([2, 2], { dtype: "int32" })), TypeError, "Cannot run xcorr2");
});
