// Making, filling and converting tensors.
import { DTYPES } from "../mod.ts";
import { Operand } from "./draw.ts";
import { at, convert, convertFrom, countOf, FLOATS, INTS, make, need, type Plain } from "./plain.ts";
import type { Case } from "./run.ts";

const ALL = DTYPES;

function checkShape(shape: readonly number[]): void {
  need(shape.length <= 16 && shape.every((s) => Number.isInteger(s) && s >= 0), "shape");
}

/** A function of a shape whose elements are all one number. */
function filled(name: string, value: number): Case {
  return {
    name,
    draw: (draw) => {
      const shape = draw.chance(15) ? [draw.oneOf([-1, 0.5, NaN]), 2] : draw.shape();
      return draw.chance(2) ? [shape] : [shape, { dtype: draw.dtype(ALL) }];
    },
    expect: (shape: number[], options?: { dtype: Plain["dtype"] }) => {
      checkShape(shape);
      return make(options?.dtype ?? "float32", shape, () => value);
    },
    method: "none",
  };
}

function like(name: string, value: number): Case {
  return {
    name,
    draw: (draw) => [draw.tensor({ dtypes: ALL })],
    expect: (x: Plain) => make(x.dtype, x.shape, () => value),
    method: "none",
  };
}

/** Functions that make tensors. */
export const CREATION: readonly Case[] = [
  filled("zeros", 0),
  filled("ones", 1),
  like("zerosLike", 0),
  like("onesLike", 1),
  {
    name: "full",
    draw: (draw) => [draw.shape(), draw.int(-300, 300) / 2, { dtype: draw.dtype(ALL) }],
    expect: (shape: number[], value: number, options: { dtype: Plain["dtype"] }) =>
      make(options.dtype, shape, () => value),
    method: "none",
  },
  ...["range", "arange"].map((name): Case => ({
    name,
    draw: (draw) => [
      draw.int(-8, 8) / 2,
      draw.int(-8, 8) / 2,
      draw.oneOf([1, 0.5, 2, -1, -0.5, 0]),
      { dtype: draw.oneOf([...FLOATS, ...INTS]) },
    ],
    expect: (from: number, to: number, step: number, { dtype }: { dtype: Plain["dtype"] }) => {
      need(step !== 0 && (to - from) / step >= 0, "step");
      const steps = (to - from) / step, n = name === "range" ? Math.floor(steps) + 1 : Math.ceil(steps);
      return n === 0
        ? { dtype, shape: [], values: [] }
        : { dtype, shape: [n], values: Array.from({ length: n }, (_, i) => convert(dtype, from + i * step)) };
    },
    method: "none",
  })),
  ...["linspace", "logspace"].map((name): Case => ({
    name,
    draw: (draw) => [draw.int(-4, 4) / 2, draw.int(-4, 4) / 2, draw.int(0, 7), { dtype: draw.oneOf(FLOATS) }],
    expect: (from: number, to: number, n: number, { dtype }: { dtype: Plain["dtype"] }) => {
      need(FLOATS.includes(dtype), "dtype");
      need(n > 1 || (n === 1 && from === to), "n");
      const values = Array.from({ length: n }, (_, i) => from + (to - from) * i / Math.max(n - 1, 1));
      return { dtype, shape: [n], values: values.map((v) => convert(dtype, name === "linspace" ? v : 10 ** v)) };
    },
    method: "none",
  })),
  {
    name: "eye",
    draw: (draw) => [draw.int(0, 4), draw.int(0, 4), { dtype: draw.dtype(ALL) }],
    expect: (n: number, m: number, { dtype }: { dtype: Plain["dtype"] }) => {
      need(n > 0 && m > 0, "n and m");
      return make(dtype, [n, m], ([i, j]) => +(i === j));
    },
    method: "none",
  },
  {
    name: "tensor",
    draw: (draw) => {
      const rows = draw.int(0, 3), columns = draw.int(1, 3);
      const list = Array.from({ length: rows }, () => Array.from({ length: columns }, () => draw.int(-300, 300)));
      if (rows > 1 && draw.chance(8)) list[1]!.pop();
      return [list, { dtype: draw.dtype(ALL) }];
    },
    expect: (list: number[][], { dtype }: { dtype: Plain["dtype"] }) => {
      if (list.length === 0) return { dtype, shape: [], values: [] };
      need(list.every((row) => row.length === list[0]!.length && row.length > 0), "rows");
      return make(dtype, [list.length, list[0]!.length], ([i, j]) => list[i!]![j!]!);
    },
    method: "none",
  },
];

/** Methods that have no function beside them. */
export const METHODS: readonly Case[] = [
  {
    name: ".typeAs",
    draw: (draw) => [draw.tensor({ dtypes: ALL }), draw.tensor({ dtypes: ALL, shape: [1] })],
    expect: (x: Plain, y: Plain) => make(y.dtype, x.shape, (index) => convertFrom(x.dtype, y.dtype, at(x, index))),
    method: "new",
  },
  ...Object.entries(
    {
      byte: "uint8",
      char: "int8",
      short: "int16",
      int: "int32",
      long: "int64",
      half: "float16",
      float: "float32",
      double: "float64",
      bool: "bool",
      bfloat16: "bfloat16",
      real: "float32",
      clone: "",
      contiguous: "",
    } as const,
  ).map(([name, dtype]): Case => ({
    name: `.${name}`,
    draw: (draw) => [draw.tensor({ dtypes: ALL })],
    expect: (x: Plain) => ({
      dtype: dtype || x.dtype,
      shape: x.shape,
      values: x.values.map((v) => convertFrom(x.dtype, dtype || x.dtype, v)),
    }),
    method: "new",
  })),
  {
    name: ".fill",
    repeats: true,
    draw: (draw) => [draw.tensor({ dtypes: ALL }), draw.int(-300, 300) / 2],
    expect: (x: Plain, value: number) => make(x.dtype, x.shape, () => value),
    method: "inPlace",
  },
  {
    name: ".zero",
    repeats: true,
    draw: (draw) => [draw.tensor({ dtypes: ALL })],
    expect: (x: Plain) => make(x.dtype, x.shape, () => 0),
    method: "inPlace",
  },
  {
    name: ".copy",
    draw: (draw) => {
      const x = draw.tensor({ dtypes: ALL });
      return [
        x,
        draw.tensor({
          dtypes: ALL,
          shape: draw.chance(10) ? draw.shape() : draw.chance(3) ? [countOf(x.shape)] : x.shape,
        }),
      ];
    },
    expect: (x: Plain, y: Plain) => {
      need(countOf(x.shape) === countOf(y.shape), "the number of elements");
      return { dtype: x.dtype, shape: x.shape, values: y.values.map((v) => convertFrom(y.dtype, x.dtype, v)) };
    },
    method: "inPlace",
  },
  {
    name: ".rpow",
    draw: (draw) => [draw.tensor({ dtypes: FLOATS }), draw.int(1, 3)],
    expect: (x: Plain, base: number) => {
      need(FLOATS.includes(x.dtype), "dtype");
      return {
        dtype: x.dtype,
        shape: x.shape,
        values: x.values.map((v) => convert(x.dtype, base === 1 ? 1 : base ** v)),
      };
    },
    method: "inPlace",
  },
  ...["viewAs", "expandAs"].map((name): Case => ({
    name: `.${name}`,
    draw: (draw) => {
      const y = draw.tensor({ dims: [1, 3] }), n = countOf(y.shape);
      const shape = name === "viewAs" ? [n] : y.shape.map((s) => draw.chance(2) ? 1 : s);
      return [
        draw.chance(2) ? draw.tensor({ shape: [1], dtypes: ["float32"] }) : plainContiguous(draw.tensor({ shape })),
        y,
      ];
    },
    expect: (x: Plain, y: Plain) => {
      if (name === "viewAs") {
        need(countOf(x.shape) === countOf(y.shape), "the number of elements");
        return { dtype: x.dtype, shape: y.shape, values: x.values };
      }
      const lead = y.shape.length - x.shape.length;
      need(lead >= 0 && x.shape.length > 0 && x.shape.every((s, d) => s === 1 || s === y.shape[d + lead]), "sizes");
      return make(
        x.dtype,
        y.shape,
        (index) => x.values[x.shape.reduce((k, s, d) => k * s + (s === 1 ? 0 : index[d + lead]!), 0)]!,
      );
    },
    method: "new",
  })),
  {
    name: ".t",
    draw: (draw) => [draw.tensor({ dims: [1, 3] })],
    expect: (x: Plain) => {
      need(x.shape.length === 2, "a matrix");
      const [n, m] = x.shape as [number, number];
      return make(x.dtype, [m, n], ([i, j]) => x.values[j! * m + i!]!);
    },
    method: "new",
  },
];

function plainContiguous(x: Operand): Operand {
  return new Operand(x.dtype, x.shape, x.values, "contiguous");
}
