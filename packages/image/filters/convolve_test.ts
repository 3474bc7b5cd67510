import { assert, assertEquals, assertThrows } from "@std/assert";
import { ones, type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { assertClose, fromRecord, type RecordedTensor } from "@taimatsu/tensor/testing";
import { convolve, type ConvolveMode, dilate, erode, gaussian } from "../mod.ts";
import { assertImageFunction, assertRounded, bytesOf, picture } from "../testing.ts";

type Recorded = Record<string, RecordedTensor> & { mode: ConvolveMode; sigma: [number, number]; radius?: number };
const RECORDS: Record<"blurs" | "convolutions" | "morphology", Recorded[]> = JSON.parse(
  Deno.readTextFileSync(new URL("../testdata/filters/scipy.json", import.meta.url)),
);
const MODES: ConvolveMode[] = ["valid", "full", "same"];
const at = (records: Recorded, name: string): Tensor => fromRecord(records[name]!);

Deno.test("convolve agrees with SciPy, separable or not", () => {
  for (const record of RECORDS.convolutions) {
    assertClose(convolve(at(record, "src"), at(record, "kernel"), record.mode), at(record, "result"), {
      absolute: 1e-9,
    });
  }
});

Deno.test("same is the middle of full", () => {
  const x = picture([2, 6, 7]);
  for (const [kh, kw] of [[3, 3], [2, 4], [5, 1], [9, 8]] as const) {
    const kernel = picture([kh, kw], "float64", 2), full = convolve(x, kernel, "full");
    const middle = full.narrow(1, Math.ceil(kh / 2) - 1, 6).narrow(2, Math.ceil(kw / 2) - 1, 7);
    assertClose(convolve(x, kernel, "same"), middle, { absolute: 1e-12 });
  }
});

Deno.test("convolve: dtypes, layouts, threads, batches and out", () => {
  for (
    const kernel of [
      picture([3, 4], "float64", 2),
      gaussian(7, 0.25, 1, true, { dtype: "float64" }),
      picture([3, 3, 5], "float64", 3),
    ]
  ) {
    for (const mode of MODES) {
      assertImageFunction((x, options) => convolve(x, kernel, mode, options), picture([2, 3, 70, 33]));
    }
  }
});

Deno.test("a kernel for each channel", () => {
  const x = picture([2, 3, 6, 5]), kernel = picture([3, 3, 2], "float64", 2);
  for (let c = 0; c < 3; c++) {
    for (const mode of MODES) {
      assert(convolve(x, kernel, mode).select(1, c).equal(convolve(x.select(1, c), kernel.select(0, c), mode)));
    }
  }
});

Deno.test("convolve rounds and clamps bytes, with kernels of any dtype", () => {
  const x = bytesOf(picture([3, 20, 41]));
  for (const kernel of [gaussian(5, 0.25, 1, true), tensor([[1, -2, 0.5]]), ones([2, 2], { dtype: "int32" })]) {
    for (const mode of MODES) assertRounded(convolve(x, kernel, mode), convolve(x.double().div(255), kernel, mode));
  }
});

Deno.test("NaN spreads as far as the kernel reaches", () => {
  for (const kernel of [picture([3, 3]), ones([3, 3])]) {
    const x = zeros([9, 9]);
    x.set(4, 4, NaN);
    const y = convolve(x, kernel, "same");
    for (let i = 0; i < 9; i++) {
      for (let j = 0; j < 9; j++) assertEquals(Number.isNaN(y.get(i, j)), Math.abs(i - 4) < 2 && Math.abs(j - 4) < 2);
    }
  }
});

Deno.test("convolve says what it takes", () => {
  const x = zeros([3, 4, 4]);
  assertThrows(() => convolve(x, zeros([5, 2])), TypeError, "the kernel [5, 2] must fit into the image [4, 4]");
  assertThrows(() => convolve(x, zeros([2, 2, 2])), TypeError, "kernel must be [height, width] or [3, height, width]");
  assertThrows(() => convolve(x, zeros([0, 2])), TypeError, "but is [0, 2]");
  assertThrows(() => convolve(x, zeros([2, 2]), "V" as "valid"), TypeError, "mode must be one of valid, full, same");
  assertThrows(() => convolve(x, 3 as unknown as Tensor), TypeError, "kernel must be a tensor but is 3");
});

Deno.test("erode and dilate agree with SciPy", () => {
  for (const record of RECORDS.morphology) {
    const x = at(record, "src"), kernel = at(record, "kernel");
    for (const dtype of ["float32", "float64", "uint8"] as const) {
      assertClose(erode(x.to(dtype), { kernel }), at(record, "eroded"));
      assertClose(dilate(x.to(dtype), { kernel }), at(record, "dilated"));
      assertEquals(erode(x.to(dtype)).dtype, dtype);
    }
  }
});

Deno.test("erode and dilate: layouts, threads, batches and out; large kernels on bytes", () => {
  const x = picture([2, 3, 9, 8]).round();
  assertImageFunction(erode, x);
  assertImageFunction(dilate, x);
  const kernel = ones([21, 21]), whole = ones([30, 30], { dtype: "uint8" });
  assertEquals(erode(whole, { kernel }).sum(), 900);
  assertEquals(erode(whole, { kernel, pad: 0 }).sum(), 100);
  assertEquals(dilate(zeros([3, 3]), { pad: 1 }).sum(), 8);
  assertThrows(() => erode(x, { kernel: ones([2, 3]) }), TypeError, "kernel must have odd sizes but is [2, 3]");
  assertThrows(() => dilate(x, { pad: NaN }), RangeError, "pad must be finite but is NaN");
});
