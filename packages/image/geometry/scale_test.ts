import { assertEquals, assertThrows } from "@std/assert";
import { type Tensor, tensor, tidy, zeros } from "@taimatsu/tensor";
import { assertClose, fromRecord, type RecordedTensor } from "@taimatsu/tensor/testing";
import { picture } from "../testing.ts";
import { scale, type ScaleMode } from "./scale.ts";

const line = (values: number[]): Tensor => tensor([values], { dtype: "float64" });
const row = (x: Tensor): number[] => (x.toArray() as number[][])[0]!;

Deno.test("scale() simple takes the pixel at floor(i n / m)", () => {
  assertEquals(row(scale(line([1, 2, 3]), 7, 1, { mode: "simple" })), [1, 1, 1, 2, 2, 3, 3]);
  assertEquals(row(scale(line([1, 2, 3, 4, 5, 6, 7]), 3, 1, { mode: "simple" })), [1, 3, 5]);
  // 0.1 · 30 and the like must not fall below an integer.
  for (const n of [15, 49]) {
    const ramp = line(Array.from({ length: n }, (_, i) => i)), bytes = ramp.byte();
    for (let m = 1; m < 100; m++) {
      const wanted = Array.from({ length: m }, (_, i) => Number(BigInt(i) * BigInt(n) / BigInt(m)));
      assertEquals(row(scale(ramp, m, 1, { mode: "simple" })), wanted);
      assertEquals(row(scale(bytes, m, 1, { mode: "simple" })), wanted);
    }
  }
});

Deno.test("scale() bilinear joins the corners where it enlarges", () => {
  assertClose(scale(line([0, 4]), 5, 1), [[0, 1, 2, 3, 4]]);
  assertClose(scale(line([0, 3, 9]), 5, 1), [[0, 1.5, 3, 6, 9]]);
  assertClose(scale(line([0, 6]), 2, 3), [[0, 6], [0, 6], [0, 6]]);
});

Deno.test("scale() bilinear takes means of areas where it shrinks", () => {
  assertClose(scale(line([1, 3, 5, 11]), 2, 1), [[2, 8]]);
  assertClose(scale(line([3, 6, 9]), 2, 1), [[(3 + 6 / 2) / 1.5, (6 / 2 + 9) / 1.5]]);
  assertClose(scale(tensor([[1, 2], [3, 6]], { dtype: "float64" }), 1, 1), [[3]]);
});

Deno.test("scale() bicubic draws Catmull-Rom splines that go on in a straight line", () => {
  // Between 0 and 8, at 1/2: (−p₀ + 9 p₁ + 9 p₂ − p₃) / 16, where p₃ = 2 · 9 − 8.
  const y = row(scale(line([1, 0, 8, 9]), 7, 1, { mode: "bicubic" }));
  assertClose(y, [1, (-2 + 9 * 1 + 0 - 8) / 16, 0, (-1 + 0 + 72 - 9) / 16, 8, (0 + 72 + 81 - 10) / 16, 9]);
  assertClose(scale(line([2, 4, 6, 8]), 10, 1, { mode: "bicubic" }), [
    Array.from({ length: 10 }, (_, i) => 2 + 6 * i / 9),
  ]);
  assertEquals(row(scale(line([5, 1, 2, 3, 7]), 3, 1, { mode: "bicubic" })), [5, 2, 7]);
  assertEquals(row(scale(line([5, 1, 7]), 1, 1, { mode: "bicubic" })), [7]);
});

Deno.test("scale() of one pixel gives the pixel everywhere", () => {
  for (const mode of ["simple", "bilinear", "bicubic", "lanczos"] as ScaleMode[]) {
    assertEquals(scale(line([0.3]), 4, 3, { mode }).toArray(), new Array(3).fill(new Array(4).fill(0.3)), mode);
    const column = scale(tensor([[1], [2]], { dtype: "float64" }), 3, 2, { mode });
    assertEquals(column.toArray(), [[1, 1, 1], [2, 2, 2]], mode);
    const { dtype } = scale(zeros([1, 1], { dtype: "uint8" }), 1, 1, { mode });
    assertEquals(dtype, "uint8");
  }
});

Deno.test("scale() reads the forms of a size", () => {
  const x = zeros([3, 30, 40]);
  const forms: [number | string, number[]][] = [
    [20, [15, 20]],
    ["20", [15, 20]],
    ["^20", [20, 26]],
    ["*2", [60, 80]],
    ["*0.5", [15, 20]],
    ["*1/3", [10, 13]],
    ["*1/100", [1, 1]],
    ["7x5", [5, 7]],
    [1, [1, 1]],
  ];
  for (const [size, wanted] of forms) assertEquals(scale(x, size).size(), [3, ...wanted], String(size));
  assertEquals(scale(x, { out: zeros([5, 6]) }).size(), [3, 5, 6]);
});

const records: { mode: ScaleMode; size: [number, number]; input: RecordedTensor; output: RecordedTensor }[] = JSON
  .parse(Deno.readTextFileSync(new URL("../testdata/pytorch/scale.json", import.meta.url)));
for (const { mode, size: [h, w], input, output } of records) {
  Deno.test(`scale() ${mode} with antialias agrees: ${input.size} to ${h} x ${w}`, () => {
    const y = scale(fromRecord(input), w, h, { mode, antialias: true });
    // Pillow computes in 32 bits.
    const error = mode === "lanczos" ? 1e-6 : 1e-13;
    assertClose(y, fromRecord(output), { relative: error, absolute: error });
  });
}

Deno.test("scale() refuses what it cannot do", () => {
  const x = picture([3, 4, 5]);
  // deno-lint-ignore no-explicit-any
  const any = scale as any;
  const wrong: [unknown[], string][] = [
    [[x, 0, 3], "w must be at least 1 but is 0"],
    [[x, 3, NaN], "h must be at least 1 but is NaN"],
    [[x, 2.5, 3], "w must be an integer but is 2.5"],
    [[x, 2 ** 30, 2 ** 30], "the result must have less than 2^31 pixels"],
    [[x, -3], "size must be at least 1 but is -3"],
    [[x, "big"], 'size must be a number or one of "MAX"'],
    [[x, "0x5"], "but is"],
    [[x, "^0"], "but is"],
    [[x, "*1/0"], "but is"],
    [[x, "*"], "but is"],
    [[x], "size must be a number"],
    [[x, {}], "out must be a tensor but is undefined"],
    [[x, { out: tensor([1]) }], "out must have at least 2 dimensions to give the size but is [1]"],
    [[x, 3, 3, { mode: "cubic" }], "mode must be one of simple, bilinear, bicubic, lanczos"],
    [[x, 3, 3, { mode: "simple", antialias: true }], 'antialias must be false in the mode "simple" but is true'],
    [[x, 3, 3, { mode: "lanczos", antialias: false }], 'antialias must be true in the mode "lanczos" but is false'],
    [[x, 3, 3, { out: zeros([1]) }], "out must be float64 but is float32"],
    [[zeros([3]), 3, 3], "src must be"],
    [[x.long(), 3, 3], "src must be uint8, float32 or float64"],
  ];
  for (const [args, message] of wrong) assertThrows(() => any(...args), Error, message);
});

Deno.test("scale() works again after tidy()", () => {
  const x = picture([3, 20, 30]), once = tidy(() => scale(x, 7, 5));
  assertEquals(scale(x, 7, 5).toArray(), once.toArray());
});
