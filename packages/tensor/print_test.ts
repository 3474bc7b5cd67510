import { assert, assertEquals } from "@std/assert";
import { arange, full, tensor, zeros } from "./mod.ts";
import type { Tensor } from "./tensor.ts";

/** The lines above the footer. */
function body(x: Tensor): string[] {
  return x.toString().split("\n").slice(0, -1);
}

Deno.test("toString() writes whole numbers in columns as wide as the largest", () => {
  assertEquals(body(tensor([[1, 2, 3, 4], [5, 6, 7, 8]])), [" 1  2  3  4", " 5  6  7  8"]);
  assertEquals(body(tensor([1, -20, 300])), ["   1", " -20", " 300"]);
  assertEquals(body(zeros([2, 3])), [" 0  0  0", " 0  0  0"]);
});

Deno.test("toString() writes whole numbers of more than nine digits with an exponent", () => {
  assertEquals(body(tensor([1e9, 1], { dtype: "float64" })), [" 1.0000e+09", " 1.0000e+00"]);
  assertEquals(body(tensor([999999999, 1], { dtype: "float64" })), [" 999999999", "         1"]);
  assertEquals(body(tensor([2n ** 60n], { dtype: "int64" })), [" 1.1529e+18"]);
});

Deno.test("toString() writes four decimals", () => {
  assertEquals(body(tensor([[0.5, -0.25], [0.125, 0.0625]])), [" 0.5000 -0.2500", " 0.1250  0.0625"]);
  assertEquals(body(tensor([10.5, -3])), [" 10.5000", " -3.0000"]);
});

Deno.test("toString() puts a common factor in front of numbers that are large or small", () => {
  assertEquals(body(tensor([1234567.5, 2345678.5])), ["1e+06 *", " 1.2346", " 2.3457"]);
  assertEquals(body(tensor([0.0125, -0.05], { dtype: "float64" })), ["0.01 *", " 1.2500", "-5.0000"]);
  assertEquals(body(tensor([123456.5, 100000.5])), ["100000 *", " 1.2346", " 1.0000"]);
  assertEquals(body(tensor([[0.00001, 0.00002]], { dtype: "float64" })), ["1e-05 *", "  1.0000  2.0000"]);
});

Deno.test("toString() writes exponents where magnitudes differ by more than four digits", () => {
  assertEquals(body(tensor([0.001, 1000], { dtype: "float64" })), [" 1.0000e-03", " 1.0000e+03"]);
  assertEquals(body(tensor([1e-120, 1.5], { dtype: "float64" })), [" 1.0000e-120", "  1.5000e+00"]);
});

Deno.test("toString() rounds halves to even, as C does", () => {
  assertEquals(body(tensor([1.03125, 1.09375, -1.03125])), [" 1.0312", " 1.0938", "-1.0312"]);
  assertEquals(body(tensor([1234450000, 1234550000], { dtype: "float64" })), [" 1.2344e+09", " 1.2346e+09"]);
});

Deno.test("toString() keeps the format of the other numbers beside NaN and infinities", () => {
  assertEquals(body(tensor([NaN, 1, -Infinity])), [" nan", "   1", "-inf"]);
  assertEquals(body(tensor([NaN, 1.5, Infinity])), ["    nan", " 1.5000", "    inf"]);
  assertEquals(body(tensor([NaN])), [" nan"]);
});

Deno.test("toString() wraps the columns of a matrix at 80 characters", () => {
  const lines = body(full([2, 12], 0.5));
  assertEquals(lines[0], "Columns 0 to 9");
  assertEquals(lines[1], Array(10).fill(" 0.5000").join(" "));
  assertEquals(lines.slice(3), ["", "Columns 10 to 11", " 0.5000  0.5000", " 0.5000  0.5000"]);
});

Deno.test("toString() writes slices under their indices, the first index running fastest", () => {
  const lines = arange(16).view(2, 2, 2, 2).toString().split("\n");
  assertEquals(lines.slice(0, 8), [
    "(0,0,.,.) = ",
    "   0   1",
    "   2   3",
    "",
    "(1,0,.,.) = ",
    "   8   9",
    "  10  11",
    "",
  ]);
  assertEquals(lines.at(-1), "[torch.FloatTensor of size 2x2x2x2]");
});

Deno.test("toString() shows what a view sees", () => {
  const x = arange(6).view(2, 3);
  assertEquals(body(x.t()), [" 0  3", " 1  4", " 2  5"]);
  assertEquals(body(x.select(0, 1)), [" 3", " 4", " 5"]);
  assertEquals(body(tensor([1, 2]).view(1, 2).expand(2, 2)), [" 1  2", " 1  2"]);
});

Deno.test("toString() names type and size at the end", () => {
  const names = {
    uint8: "Byte",
    int8: "Char",
    int16: "Short",
    int32: "Int",
    int64: "Long",
    float32: "Float",
    float64: "Double",
    bool: "Bool",
    float16: "Half",
    bfloat16: "BFloat16",
  } as const;
  for (const [dtype, name] of Object.entries(names)) {
    const x = zeros([3, 4], { dtype: dtype as keyof typeof names });
    assertEquals(x.toString().split("\n").at(-1), `[torch.${name}Tensor of size 3x4]`);
  }
  assertEquals(tensor([]).toString(), "[torch.FloatTensor with no dimension]");
  assertEquals(zeros([0, 3]).toString(), "[torch.FloatTensor of size 0x3]");
});

Deno.test("toString() shortens a large tensor to the edges of its dimensions", () => {
  assertEquals(body(arange(2000)), ["    0", "    1", "    2", "  ...", " 1997", " 1998", " 1999"]);
  const lines = body(arange(2000).view(2, 1000));
  assertEquals(lines, ["    0     1     2 ...   997   998   999", " 1000  1001  1002 ...  1997  1998  1999"]);
  const slices = body(arange(1600).view(8, 10, 20));
  assertEquals(slices.filter((line) => line.startsWith("(")).length, 6);
  assertEquals(slices.filter((line) => line === "...").length, 1);
  assertEquals(body(zeros([100, 100]))[3], "... ... ... ... ... ... ...");
});

Deno.test("toString() shortens as asked", () => {
  assertEquals(arange(5).toString({ threshold: 4, edgeItems: 1 }).split("\n").slice(0, -1), ["  0", "...", "  4"]);
  assertEquals(arange(2000).toString({ threshold: Infinity }).split("\n").length, 2001);
});

Deno.test("console.log shows the text, and the size alone inside of other values", () => {
  const x = tensor([1, 2]);
  assertEquals(Deno.inspect(x), x.toString());
  assertEquals(Deno.inspect([x]), "[ FloatTensor - size: 2 ]");
  assertEquals(Deno.inspect({ x: zeros([2, 3]) }), "{ x: FloatTensor - size: 2x3 }");
  assertEquals(Deno.inspect({ x: tensor([]) }), "{ x: FloatTensor - size: none }");
});

Deno.test("console.log shows a tensor whose memory is gone", () => {
  const x = zeros([2, 3]);
  x.dispose();
  assertEquals(Deno.inspect(x), "[torch.FloatTensor of size 2x3, disposed or transferred away]");
  const y = zeros([2]);
  structuredClone(y.data.buffer, { transfer: [y.data.buffer] });
  assert(Deno.inspect(y).includes("transferred away"));
});

Deno.test("a notebook shows vectors and matrices as tables", () => {
  const shownOf = (x: Tensor) =>
    (x as unknown as Record<symbol, () => Record<string, string>>)[Symbol.for("Jupyter.display")]!();
  const x = tensor([[1, 2], [0.1, NaN]]);
  assertEquals(shownOf(x), {
    "text/plain": x.toString(),
    "text/html": "<table><tr><td>1</td><td>2</td></tr><tr><td>0.1</td><td>NaN</td></tr></table>" +
      "<code>[torch.FloatTensor of size 2x2]</code>",
  });
  assertEquals(
    shownOf(x.t().select(0, 0))["text/html"],
    "<table><tr><td>1</td><td>0.1</td></tr></table><code>[torch.FloatTensor of size 2]</code>",
  );
  assertEquals(Object.keys(shownOf(zeros([2, 2, 2]))), ["text/plain"]);
  assertEquals(Object.keys(shownOf(tensor([]))), ["text/plain"]);
  const large = shownOf(zeros([500, 500]))["text/html"]!;
  assert(large.length < 1000 && large.includes('<td colspan="7">…</td>'), large);
});
