import { assert, assertEquals, assertThrows } from "@std/assert";
import { abs, arange, cumsum, type Dtype, DTYPES, empty, fromBuffer, full, type Tensor, tensor, zeros } from "./mod.ts";
import { layoutsOf } from "./testing.ts";

const INTEGERS: Partial<Record<Dtype, [bigint, bigint]>> = {
  uint8: [0n, 255n],
  int8: [-128n, 127n],
  int16: [-32768n, 32767n],
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
};
const FLOATS = ["float32", "float64", "float16", "bfloat16"] as const;

const bits = new DataView(new ArrayBuffer(8));

/** Rounds a float64 to the nearest bfloat16, ties to even, and returns its bits. */
function bfloat16Bits(value: number): number {
  if (Number.isNaN(value)) return 0x7fc0;
  // The float32 towards zero, with a sticky last bit if something was lost: rounding it again cannot go wrong.
  bits.setFloat32(0, value);
  let near = bits.getUint32(0);
  const rounded = bits.getFloat32(0);
  if (Math.abs(rounded) > Math.abs(value)) near -= 1;
  bits.setUint32(0, near);
  if (bits.getFloat32(0) !== value) near |= 1;
  return ((near + 0x7fff + ((near >>> 16) & 1)) >>> 16) & 0xffff;
}

function fromBfloat16(pattern: number): number {
  bits.setUint32(0, pattern << 16);
  return bits.getFloat32(0);
}

/** What an element becomes in a dtype: integers wrap around, numbers out of range become the nearest. */
function converted(value: number | bigint, dtype: Dtype): number | bigint {
  const range = INTEGERS[dtype];
  if (typeof value === "bigint") {
    if (range === undefined) return converted(Number(value), dtype);
    const width = range[1] - range[0] + 1n;
    return (((value - range[0]) % width) + width) % width + range[0];
  }
  if (range !== undefined) {
    if (Number.isNaN(value)) return 0n;
    const [low, high] = range;
    if (value <= Number(low)) return low;
    return value >= Number(high) ? high : BigInt(Math.trunc(value));
  }
  if (dtype === "bool") return +(value !== 0);
  if (dtype === "float32") return Math.fround(value);
  if (dtype === "float16") return Math.f16round(value);
  return dtype === "bfloat16" ? fromBfloat16(bfloat16Bits(value)) : value;
}

/** The elements, exactly. */
function exact(x: Tensor): (number | bigint)[] {
  const all = Array.from({ length: x.count }, (_, i) => i);
  const flat = x.reshape(-1);
  if (x.dtype === "int64") return all.map((i) => flat.getBigInt(i));
  return all.map((i) => INTEGERS[x.dtype] === undefined ? flat.get(i) : BigInt(flat.get(i)));
}

// deno-fmt-ignore
const VALUES = [0, -0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 127, 128, -128, -129, 255, 256, 300, 32767, 32768, 65504, 65519, 65520,
  1e5, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), -(2 ** 31) - 1, 2 ** 53, 1e30, -1e30, 1e300, 1e-8, 2 ** -24, 2 ** -25, 3.4e38, Infinity,
  -Infinity, NaN, 0.1, 1 / 3, Math.PI];

Deno.test("copy() converts between all dtypes, from every layout into every layout", () => {
  for (const from of DTYPES) {
    const source = tensor(VALUES.map((v) => Number(converted(v, from === "int64" ? "int32" : from))), { dtype: from });
    const given = exact(source), x = source.view(5, 8);
    for (const to of DTYPES) {
      const expected = given.map((v) => converted(v, to)), what = `${from} to ${to}`;
      assertEquals(exact(x.to(to)), expected, what);
      const receivers = layoutsOf(zeros([5, 8], { dtype: to }));
      for (const [layout, view] of Object.entries(layoutsOf(x))) {
        const r = receivers[layout as keyof typeof receivers];
        assertEquals(exact(zeros([5, 8], { dtype: to }).copy(view)), expected, `${what}, from ${layout}`);
        assertEquals(exact(r.copy(x)), expected, `${what}, into ${layout}`);
        assertEquals(exact(r.zero().copy(view)), expected, `${what}, ${layout} to ${layout}`);
      }
    }
  }
});

Deno.test("int64 is copied and converted exactly", () => {
  const values = [2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n + 1n, -1n, 0n, 2n ** 31n];
  const x = tensor(values, { dtype: "int64" });
  assertEquals(exact(x.clone()), values);
  assertEquals(exact(x.int()), [-1n, 0n, 1n, -1n, 0n, -(2n ** 31n)]);
  assertEquals(exact(x.double()), values.map(Number));
  assertEquals(exact(layoutsOf(x.view(2, 3)).transposed), values);
});

Deno.test("every float16 becomes the float32 and float64 that it is, and back", () => {
  const patterns = Uint16Array.from({ length: 65536 }, (_, i) => i);
  const x = fromBuffer(patterns.buffer.slice(0), "float16"), numbers = new Float16Array(patterns.buffer.slice(0));
  for (const wide of [x.float(), x.double()]) {
    const found = wide.cpu().data;
    numbers.forEach((value, i) => assert(Object.is(found[i], value), `${i}: ${found[i]} instead of ${value}`));
    const back = new Uint16Array((wide.half().cpu().data as Float16Array<ArrayBuffer>).slice().buffer);
    numbers.forEach((value, i) => assert(Number.isNaN(value) ? isNaN16(back[i]!) : back[i] === i, `${i}: ${back[i]}`));
  }
});

function isNaN16(pattern: number): boolean {
  return (pattern & 0x7c00) === 0x7c00 && (pattern & 0x3ff) !== 0;
}

/** Numbers at and beside every half way between two neighbours of a 16-bit format. */
function halfWays(value: (pattern: number) => number, infinity: number): number[] {
  const list: number[] = [];
  for (let pattern = 0; pattern < infinity; pattern += 7) {
    const low = value(pattern), high = value(pattern + 1);
    const middle = Number.isFinite(high) ? (low + high) / 2 : low + (low - value(pattern - 1)) / 2;
    list.push(
      middle,
      middle * (1 + 2 ** -40),
      middle * (1 - 2 ** -40),
      middle * (1 + 2 ** -22),
      middle * (1 - 2 ** -22),
    );
  }
  return [...list, ...list.map((v) => -v)];
}

Deno.test("float64 and float32 are rounded once to float16, ties to even", () => {
  const half = new Float16Array(1), pattern = new Uint16Array(half.buffer);
  const numbers = halfWays((p) => (pattern[0] = p, half[0]!), 0x7c00);
  for (const dtype of ["float64", "float32"] as const) {
    const x = tensor(numbers, { dtype }), given = x.cpu().data as Float64Array, found = x.half().cpu().data;
    given.forEach((v, i) => assert(Object.is(found[i], Math.f16round(v)), `${v}: ${found[i]} not ${Math.f16round(v)}`));
  }
});

Deno.test("float64 and float32 are rounded once to bfloat16, ties to even", () => {
  const numbers = halfWays(fromBfloat16, 0x7f80);
  for (const dtype of ["float64", "float32"] as const) {
    const x = tensor(numbers, { dtype }), given = x.cpu().data as Float64Array, found = x.bfloat16().cpu().data;
    given.forEach((v, i) => assertEquals(found[i], bfloat16Bits(v), `${v}`));
    const one = zeros([1], { dtype: "bfloat16" });
    given.forEach((v) => assertEquals(one.set(0, v).cpu().data[0], bfloat16Bits(v), `set ${v}`));
  }
  const patterns = Uint16Array.from({ length: 65536 }, (_, i) => i),
    wide = fromBuffer(patterns.buffer, "bfloat16").float();
  patterns.forEach((p) => assert(Object.is(wide.cpu().data[p], fromBfloat16(p)), `${p}`));
  wide.bfloat16().cpu().data.forEach((p, i) => assert(p === i || Number.isNaN(fromBfloat16(i)), `${i}`));
});

Deno.test("copy() takes other sizes of as many elements, in row-major order", () => {
  const x = arange(6).view(2, 3);
  assertEquals(zeros([3, 2]).copy(x).toArray(), [[0, 1], [2, 3], [4, 5]]);
  assertEquals(zeros([3, 2]).copy(x.t().clone().t()).toArray(), [[0, 1], [2, 3], [4, 5]]);
  assertEquals(zeros([6]).copy(x.t()).toArray(), [0, 3, 1, 4, 2, 5]);
  const columns = zeros([2, 3]).t();
  assertEquals(columns.copy(arange(6)).toArray(), [[0, 1], [2, 3], [4, 5]]);
  assertEquals(columns.copy(x).toArray(), [[0, 1], [2, 3], [4, 5]]);
  assertThrows(
    () => zeros([2]).copy(x),
    TypeError,
    "Cannot run copy: the source must have the 2 elements of [2] but has 6 in [2, 3]",
  );
});

Deno.test("large tensors of other layouts are copied", () => {
  const x = arange(300 * 700).view(300, 700), y = x.t().clone();
  assertEquals([y.get(0, 1), y.get(699, 299), y.get(123, 45)], [700, 209999, 45 * 700 + 123]);
  const z = arange(60 * 70 * 80).view(60, 70, 80).permute(2, 0, 1).clone();
  assertEquals(z.get(5, 6, 7), 6 * 5600 + 7 * 80 + 5);
  assertEquals(x.to("int32").t().double().get(3, 2), 1403);
});

Deno.test("fill() and zero() write every element of a view and no other", () => {
  for (const dtype of DTYPES) {
    for (const view of Object.values(layoutsOf(full([3, 4], 1, { dtype })))) {
      const before = view.storage().length, all = empty([]).to(dtype).setStorage(view.storage());
      const rest = exact(all).map(Number).reduce((s, v) => s + v, 0) - 12;
      view.fill(0);
      assertEquals(exact(all).map(Number).reduce((s, v) => s + v, 0), rest);
      assertEquals(before, view.storage().length);
      assertEquals(new Set(exact(view.fill(1)).map(Number)), new Set([1]));
      assertEquals(new Set(exact(view.zero()).map(Number)), new Set([0]));
    }
  }
});

Deno.test("fill() and set() convert alike", () => {
  for (const dtype of DTYPES) {
    for (const value of VALUES) {
      if (dtype === "int64" && !Number.isSafeInteger(Math.trunc(value))) continue; // set() refuses what is not exact
      const filled = exact(zeros([1], { dtype }).fill(value)), set = exact(zeros([1], { dtype }).set(0, value));
      assertEquals(set, filled, `${value} in ${dtype}`);
      assertEquals(filled, [converted(value, dtype)], `${value} in ${dtype}`);
    }
  }
});

Deno.test("to() is the tensor itself where it can be, else a contiguous copy", () => {
  const x = arange(6).view(2, 3).t();
  assert(x.to("float32") === x && x.float() === x && x.type("float32") === x && x.typeAs(zeros([1])) === x);
  assert(x.double().isContiguous());
  assertEquals(x.type(), "float32");
  assertEquals(x.type("int32").dtype, "int32");
  assertEquals(x.typeAs(zeros([1], { dtype: "int8" })).dtype, "int8");
  assertThrows(
    () => x.to("float8" as Dtype),
    TypeError,
    `Cannot run to: dtype must be one of ${DTYPES.join(", ")} but is "float8"`,
  );
});

Deno.test("the conversions are called as in Torch7", () => {
  const x = tensor([1.5]),
    names = { byte: "uint8", char: "int8", short: "int16", int: "int32", long: "int64" } as const;
  for (const [name, dtype] of Object.entries(names)) assertEquals(x[name as keyof typeof names]().dtype, dtype);
  assertEquals(FLOATS.map((_, i) => [x.float(), x.double(), x.half(), x.bfloat16()][i]!.dtype), [...FLOATS]);
  assertEquals([x.bool().dtype, x.int().real().dtype], ["bool", "float32"]);
});

Deno.test("a transposed matrix larger than the cache is copied whole", () => {
  const n = 3001, m = 3003, x = arange(0, n * m, 1, { dtype: "int32" }).view(n, m), y = x.t().contiguous().cpu().data;
  const apart = zeros([m, n + 1], { dtype: "int32" }).narrow(1, 1, n).copy(x.t());
  let wrong = 0;
  for (let j = 0; j < m; j++) for (let i = 0; i < n; i++) wrong += +(y[j * n + i] !== i * m + j);
  assertEquals(wrong, 0);
  assert(apart.eq(x.t()).all());
});

Deno.test("short rows are copied between any strides", () => {
  for (const length of [2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 33, 100, 511, 600]) {
    for (const dtype of ["uint8", "float32", "float64"] as const) {
      const x = arange(0, 3500, 1, { dtype: "int64" }).remainder(251).view(5, 700).to(dtype).narrow(1, 3, length);
      const r = zeros([5, 800], { dtype }).narrow(1, 1, length).copy(x);
      assertEquals(r.toArray(), x.toArray());
      assertEquals(r.storage().get(0), 0);
      assertEquals(r.storage().get(1 + length), 0);
    }
  }
});

Deno.test("what receives a result must be a tensor", () => {
  for (const out of [null, 3, [1, 2]]) {
    const options = { out: out as unknown as Tensor };
    assertThrows(() => abs(tensor([1, -2]), options), TypeError, "Cannot run abs: out must be a tensor but is ");
    assertThrows(
      () => cumsum(tensor([1, -2]), 0, options),
      TypeError,
      "Cannot run cumsum: out must be a tensor but is ",
    );
  }
});
