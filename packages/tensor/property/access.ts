// Elements by JavaScript: functions over all of them, what indices take, new sizes.
import type { Tensor } from "../mod.ts";
import { type Draw, finiteValue, Operand } from "./draw.ts";
import { convert, countOf, flat, FLOATS, make, need, type Plain, sameShape } from "./plain.ts";
import type { Case } from "./run.ts";

type Entry = number | null | readonly number[] | Operand;

function entry(draw: Draw, size: number): Entry {
  const position = () => draw.chance(25) ? draw.int(-size - 1, size + 1) : draw.int(-size, Math.max(size - 1, -size));
  switch (draw.int(0, 6)) {
    case 0:
      return null;
    case 1:
    case 2:
      return position();
    case 3:
      return draw.index([draw.int(0, 3)], size);
    case 4:
      return new Operand("bool", [size], Array.from({ length: size }, () => draw.int(0, 1)), "contiguous");
    default: {
      const end = draw.int(-size, size), start = draw.int(-size, size);
      return draw.chance(2) ? [start, end] : [start, end, draw.int(+!draw.chance(15), 3)];
    }
  }
}

/** Entries for the leading dimensions, one of them a tensor at most. */
function entries(draw: Draw, x: Plain): Entry[] {
  const list: Entry[] = [];
  for (const size of x.shape.slice(0, draw.int(0, x.shape.length))) {
    const next = entry(draw, size);
    list.push(next instanceof Operand && list.some((e) => e instanceof Operand) ? null : next);
  }
  return draw.chance(30) ? [...list, ...x.shape.map(() => null), null] : list;
}

/** What an entry takes of a dimension; a number takes the dimension away. */
function taken(e: Entry, size: number): { list: number[]; kept: boolean } {
  const from = (i: number) => i < 0 ? i + size : i;
  if (e === null) return { list: Array.from({ length: size }, (_, i) => i), kept: true };
  if (typeof e === "number") {
    need(e >= -size && e < size, "an index");
    return { list: [from(e)], kept: false };
  }
  if (e instanceof Operand) {
    if (e.dtype === "bool") {
      need(e.shape.length === 1 && e.shape[0] === size, "a mask");
      return { list: e.values.flatMap((v, i) => v ? [i] : []), kept: true };
    }
    need(e.dtype === "int64" && e.shape.length === 1, "positions");
    need(e.values.every((i) => i >= -size && i < size), "a position");
    return { list: e.values.map(from), kept: true };
  }
  const [first, last, step = 1] = e as [number, number, number?];
  need(Math.abs(first) <= size && Math.abs(last) <= size && step >= 1, "a range");
  const list: number[] = [];
  for (let i = from(first); i < from(last); i += step) list.push(i);
  return { list, kept: true };
}

/** The positions that entries take, and the shape of what is taken. */
function selection(x: Plain, list: readonly Entry[]): { shape: number[]; positions: number[] } {
  need(list.length <= x.shape.length, "more entries than dimensions");
  const each = x.shape.map((size, d) => taken(list[d] ?? null, size));
  const shape = each.filter((e) => e.kept).map((e) => e.list.length);
  let found: number[][] = [[]];
  for (const e of each) found = found.flatMap((index) => e.list.map((i) => [...index, i]));
  return {
    shape: x.shape.length > 0 && shape.length === 0 ? [1] : shape,
    positions: found.map((i) => flat(x.shape, i)),
  };
}

function applied(name: string, count: number): Case {
  const fns = [(x: number) => x + 1, (x: number, a = 0, b = 0) => x > 0 ? a - b : undefined];
  return {
    name: `.${name}`,
    draw: (draw) => {
      const value = (random: () => number) => Math.floor(random() * 9), x = draw.tensor({ value });
      return [x, ...Array.from({ length: count }, () => draw.like(x, { value })), draw.oneOf(fns)];
    },
    expect: (x: Plain, ...rest: unknown[]) => {
      const fn = rest.pop() as (...v: number[]) => number | undefined, others = rest as Plain[];
      need(others.every((y) => y.dtype === x.dtype && sameShape(y.shape, x.shape)), "operands");
      return {
        dtype: x.dtype,
        shape: x.shape,
        values: x.values.map((v, i) => convert(x.dtype, fn(v, ...others.map((y) => y.values[i]!)) ?? v)),
      };
    },
    method: "inPlace",
  };
}

/** Functions over elements, indices, sizes. */
export const ACCESS: readonly Case[] = [
  applied("apply", 0),
  applied("map", 1),
  applied("map2", 2),
  {
    name: ".at",
    draw: (draw) => {
      const x = draw.tensor({ dims: [1, 4] });
      return [x, ...entries(draw, x)];
    },
    expect: (x: Plain, ...list: Entry[]) => {
      const { shape, positions } = selection(x, list);
      return { dtype: x.dtype, shape, values: positions.map((i) => x.values[i]!) };
    },
    method: "new",
  },
  {
    name: ".setAt",
    draw: (draw) => {
      const x = draw.tensor({ dims: [1, 4], dtypes: FLOATS, value: finiteValue });
      // One element of an expanded tensor is many: what is written to it shows in all.
      const y = x.layout === "expanded" ? new Operand(x.dtype, x.shape, x.values, "strided") : x;
      return [y, entries(draw, y), draw.int(-3, 3)];
    },
    expect: (x: Plain, list: Entry[], value: number) => {
      const values = x.values.slice();
      for (const i of selection(x, list).positions) values[i] = convert(x.dtype, value);
      return { dtype: x.dtype, shape: x.shape, values };
    },
    method: "inPlace",
  },
  {
    name: ".resize",
    draw: (draw) => [draw.tensor(), ...draw.shape([1, 3])],
    expect: (_: Plain, ...sizes: number[]) => (need(sizes.every((s) => s >= 0), "sizes"), undefined),
    method: "inPlace",
    // A tensor that has the sizes stays as it is.
    accepts: (r: Tensor, [x, ...sizes]) =>
      sameShape(r.size(), sizes) && r.nElement() === countOf(sizes) &&
      (r.isContiguous() || sameShape(x.shape, sizes)),
  },
  {
    name: ".resizeAs",
    draw: (draw) => [draw.tensor(), draw.tensor()],
    expect: () => undefined,
    method: "inPlace",
    accepts: (r: Tensor, [, y]) => sameShape(r.size(), y.shape),
  },
  {
    name: ".toArray",
    draw: (draw) => [draw.tensor({ dims: [1, 3], least: 1 })],
    expect: (x: Plain) => make(x.dtype, [countOf(x.shape)], ([i]) => x.values[i!]!),
    method: "new",
    accepts: (list, [x]) =>
      list.flat(Infinity).every((v: number, i: number) => Object.is(v + 0, x.values[i] + 0)) &&
      list.flat(Infinity).length === x.values.length,
  },
];
