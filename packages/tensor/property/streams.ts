// Random numbers, draw for draw: the Mersenne Twister and the distributions over again, from their papers.
import { Generator, type Tensor } from "../mod.ts";
import type { Draw } from "./draw.ts";
import { FLOATS, INTS, isFloat, make, need, type Plain } from "./plain.ts";
import { type Case, valuesOf } from "./run.ts";

type Bits = () => number;

/** MT19937: 32 bits at a time (Matsumoto and Nishimura, 1998). */
function twister(seed: number): Bits {
  const state = [seed >>> 0];
  for (let i = 1; i < 624; i++) state.push((Math.imul(1812433253, state[i - 1]! ^ (state[i - 1]! >>> 30)) + i) >>> 0);
  let next = 624;
  return () => {
    if (next === 624) {
      for (let i = 0; i < 624; i++) {
        const y = (state[i]! & 0x80000000) | (state[(i + 1) % 624]! & 0x7fffffff);
        state[i] = (state[(i + 397) % 624]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0)) >>> 0;
      }
      next = 0;
    }
    let y = state[next++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  };
}

const unit = (bits: Bits): number => bits() / 2 ** 32;

/** Standard normal numbers (Box and Muller, 1958): two from two, the second is kept. */
function normals(bits: Bits): () => number {
  let second: number | undefined;
  return () => {
    if (second !== undefined) {
      const kept = second;
      second = undefined;
      return kept;
    }
    const u = unit(bits), v = unit(bits), radius = Math.sqrt(-2 * Math.log(1 - v));
    second = radius * Math.sin(2 * Math.PI * u);
    return radius * Math.cos(2 * Math.PI * u);
  };
}

/** Normal numbers of a mean and a standard deviation. */
function scaledNormals(bits: Bits, mean: number, std: number): () => number {
  const next = normals(bits);
  return () => next() * std + mean;
}

/** How many values `random` takes without bounds. */
const SPAN: Partial<Record<Plain["dtype"], number>> = {
  uint8: 2 ** 8,
  int8: 2 ** 7,
  int16: 2 ** 15,
  int32: 2 ** 31,
  bool: 2,
  float32: 2 ** 24 + 1,
};

interface Distribution {
  name: string;
  parameters(draw: Draw): (number | undefined)[];
  valid(a: number | undefined, b: number | undefined): boolean;
  /** The numbers of a stream, one after another. */
  numbers(bits: Bits, a: number, b: number, dtype: Plain["dtype"]): () => number;
  floating: boolean;
}

const DISTRIBUTIONS: readonly Distribution[] = [
  {
    name: "uniform",
    parameters: (d) => [d.int(-4, 4), d.int(-4, 4)],
    valid: () => true,
    numbers: (bits, a, b) => () => unit(bits) * (b - a) + a,
    floating: true,
  },
  {
    name: "normal",
    parameters: (d) => [d.int(-4, 4), d.int(-1, 3)],
    valid: (_, std) => std! > 0,
    numbers: scaledNormals,
    floating: true,
  },
  {
    name: "exponential",
    parameters: (d) => [d.int(-1, 3)],
    valid: (rate) => rate! > 0,
    numbers: (bits, rate) => () => -Math.log(1 - unit(bits)) / rate,
    floating: true,
  },
  {
    name: "cauchy",
    parameters: (d) => [d.int(-4, 4), d.int(-1, 3)],
    valid: (_, scale) => scale! > 0,
    numbers: (bits, median, scale) => () => median + scale * Math.tan(Math.PI * (unit(bits) - 0.5)),
    floating: true,
  },
  {
    name: "logNormal",
    parameters: (d) => [d.int(-2, 2), d.int(-1, 2)],
    valid: (_, std) => std! > 0,
    numbers: (bits, mean, std) => {
      const next = scaledNormals(bits, mean, std);
      return () => Math.exp(next());
    },
    floating: true,
  },
  {
    name: "geometric",
    parameters: (d) => [d.int(0, 4) / 4],
    valid: (p) => p! > 0 && p! < 1,
    numbers: (bits, p) => () => Math.floor(Math.log(1 - unit(bits)) / Math.log(p)) + 1,
    floating: false,
  },
  {
    name: "bernoulli",
    parameters: (d) => [d.int(-1, 5) / 4],
    valid: (p) => p! >= 0 && p! <= 1,
    numbers: (bits, p) => () => +(unit(bits) <= p),
    floating: false,
  },
  {
    name: "random",
    parameters: (d) => d.oneOf([[undefined, undefined], [d.int(-1, 300), undefined], [d.int(-3, 300), d.int(-3, 300)]]),
    valid: (a, b) => a === undefined || (b === undefined ? a >= 0 : a <= b),
    numbers: (bits, a, b, dtype) => {
      if (a === undefined) return () => bits() % (SPAN[dtype] ?? 2 ** 32);
      const [from, to] = b === undefined ? [0, a] : [a, b];
      return () => from + bits() % (to - from + 1);
    },
    floating: false,
  },
];

interface Source {
  generator: Generator;
}

const source = (draw: Draw): Source => ({ generator: new Generator(draw.int(0, 2 ** 31)) });

/** Sizes on both sides of what is drawn at once. */
const anyTensor = (draw: Draw, dtypes: readonly Plain["dtype"][]) =>
  draw.tensor({ dtypes, ...(draw.chance(20) ? { shape: [draw.int(2000, 5000)] } : {}) });

/** The method, which fills in row-major order. */
function filler({ name, parameters, valid, numbers, floating }: Distribution): Case {
  const dtypes = floating ? FLOATS : [...FLOATS, ...INTS, "bool" as const];
  return {
    name: `.${name}`,
    draw: (draw) => [anyTensor(draw, dtypes), ...parameters(draw), source(draw)],
    expect: (x: Plain, ...rest: (number | Source)[]) => {
      const { generator } = rest.pop() as Source, [a, b] = rest as number[];
      need(dtypes.includes(x.dtype), "dtype");
      need(valid(a, b), "parameters");
      const next = numbers(twister(generator.initialSeed()), a!, b!, x.dtype);
      return make(x.dtype, x.shape, next);
    },
    method: "inPlace",
    tolerance: 1e-6,
  };
}

/** The function, which returns one number. */
function number({ name, parameters, valid, numbers }: Distribution): Case {
  return {
    name,
    draw: (draw) => [...parameters(draw), source(draw)],
    expect: (...rest: (number | Source)[]) => {
      const { generator } = rest.pop() as Source, [a, b] = rest as number[];
      need(valid(a, b), "parameters");
      return numbers(twister(generator.initialSeed()), a!, b!, "float64")();
    },
    method: "none",
    tolerance: 1e-12,
  };
}

/** A new tensor of the default dtype. */
function created(name: string, numbers: (bits: Bits) => () => number): Case {
  return {
    name,
    draw: (draw) => [draw.shape([1, 3]), { ...source(draw), dtype: draw.oneOf(FLOATS) }],
    expect: (shape: number[], { generator, dtype }: Source & { dtype: Plain["dtype"] }) =>
      make(dtype, shape, numbers(twister(generator.initialSeed()))),
    method: "none",
    tolerance: 1e-6,
  };
}

/** Random numbers. */
export const STREAMS: readonly Case[] = [
  ...DISTRIBUTIONS.map(filler),
  ...DISTRIBUTIONS.map(number),
  created("rand", (bits) => () => unit(bits)),
  created("randn", normals),
  {
    name: "randperm",
    draw: (draw) => [draw.chance(20) ? draw.int(500, 3000) : draw.int(0, 9), source(draw)],
    expect: (n: number, { generator }: Source) => {
      need(n >= 1, "n");
      const bits = twister(generator.initialSeed()), order = Array.from({ length: n }, (_, i) => i);
      for (let i = 0; i < n - 1; i++) {
        const k = i + bits() % (n - i);
        [order[i], order[k]] = [order[k]!, order[i]!];
      }
      return { dtype: "int64", shape: [n], values: order };
    },
    method: "none",
  },
  {
    name: "multinomial",
    draw: (draw) => {
      const p = draw.tensor({ dims: [1, 2], dtypes: FLOATS, value: (random) => random() < 0.2 ? 0 : random() });
      return [p, draw.int(+!draw.chance(15), 4), draw.chance(2)];
    },
    expect: (p: Plain, n: number, replacement: boolean) => {
      need(isFloat(p) && (p.shape.length === 1 || p.shape.length === 2) && n >= 1, "weights");
      const size = p.shape.at(-1)!;
      need(size > 0 && (replacement || n <= size), "weights");
      for (let i = 0; i < p.values.length; i += size) {
        const row = p.values.slice(i, i + size), some = row.filter((v) => v > 0).length;
        need(some > 0 && row.every((v) => v >= 0 && Number.isFinite(v)) && (replacement || n <= some), "a row");
      }
      return undefined;
    },
    method: "new",
    accepts: (x, [p, n, replacement]) => {
      const size = p.shape.at(-1), list = valuesOf(x);
      return list.every((i, k) => {
        const row = Math.floor(k / n), others = list.slice(row * n, k);
        return p.values[row * size + i] > 0 && (replacement || !others.includes(i));
      });
    },
  },
  {
    name: "multinomialAliasSetup",
    draw: (
      draw,
    ) => [draw.tensor({ dims: [1, 1], most: 9, dtypes: FLOATS, value: (random) => random() < 0.2 ? 0 : random() })],
    expect: (p: Plain) => {
      need(isFloat(p) && p.shape.length === 1 && p.values.some((v) => v > 0), "weights");
      return undefined;
    },
    method: "none",
    // A category is met in its own column, or where another's column sends on.
    accepts: (table: { alias: Tensor; probability: Tensor }, [p]) => {
      const n = p.values.length, total = p.values.reduce((s: number, v: number) => s + v, 0);
      const alias = valuesOf(table.alias), own = valuesOf(table.probability), found = new Array<number>(n).fill(0);
      own.forEach((q, i) => {
        found[i]! += q / n;
        found[alias[i]!]! += (1 - q) / n;
      });
      return found.every((v, i) => Math.abs(v - p.values[i] / total) <= 1e-6);
    },
  },
];
