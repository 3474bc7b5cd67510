// Random arguments: tensors of any dtype, size and layout, and options, valid and not.
import fc, { type GeneratorValue } from "fast-check";
import { defaultDevice, type Device, type Dtype, DTYPES, type Tensor, tensor, zeros } from "../mod.ts";
import { mulberry } from "../mulberry.ts";
import { layoutsOf } from "../testing.ts";
import { convert, countOf, FLOATS, NUMBERS, type Plain } from "./plain.ts";

const LAYOUTS = ["contiguous", "transposed", "strided", "offset", "reversed", "expanded"] as const;
type Layout = typeof LAYOUTS[number];

/** A tensor to be: the reference reads it as it is, the function gets what {@linkcode make} makes. */
export class Operand implements Plain {
  constructor(
    readonly dtype: Dtype,
    readonly shape: readonly number[],
    readonly values: readonly number[],
    readonly layout: Layout,
  ) {}

  make(): Tensor {
    return realize(this, this.layout);
  }

  toString(): string {
    return `${this.dtype} [${this.shape}] ${this.layout} {${this.values}}`;
  }
}

/** Where operands are made. */
export const place: { device: Device } = { device: defaultDevice() };

/** Makes a tensor of plain elements in a layout. */
export function realize(x: Plain, layout: Layout): Tensor {
  const { dtype } = x, { device } = place;
  if (x.shape.length === 0) return tensor([], { dtype, device });
  if (countOf(x.shape) === 0) return zeros(x.shape, { dtype, device });
  const dense = tensor([...x.values], { dtype, device }).view(x.shape);
  if (layout === "expanded") return dense.narrow(0, 0, 1).expand(x.shape);
  return layoutsOf(dense)[layout];
}

/** What a tensor may be. */
export interface TensorOptions {
  dtypes?: readonly Dtype[];
  /** Its shape; drawn by default. */
  shape?: readonly number[];
  /** Numbers of dimensions, from and to; 0 to 4 by default. */
  dims?: readonly [number, number];
  /** The largest size of a dimension; 4 by default. */
  most?: number;
  /** The least size of a dimension; 0 by default. */
  least?: number;
  /** Draws elements; small numbers, and for floats a few that are not finite, by default. */
  value?: (random: () => number, dtype: Dtype) => number;
}

const SPECIAL = [NaN, Infinity, -Infinity, -0, 0];

function anyValue(random: () => number, dtype: Dtype): number {
  const wild = random();
  if (FLOATS.includes(dtype) && wild < 0.04) return SPECIAL[Math.floor(random() * SPECIAL.length)]!;
  const value = dtype === "uint8" ? random() * 9 : random() * 10 - 5;
  return wild < 0.5 ? Math.round(value) : value;
}

/** Finite numbers that are not integers. */
export function finiteValue(random: () => number): number {
  return random() * 4 - 2;
}

/** Draws arguments, which fast-check shrinks when a call fails. */
export class Draw {
  constructor(readonly gen: GeneratorValue) {}

  int(least: number, most: number): number {
    return this.gen(fc.integer, { min: least, max: most });
  }

  /** True in one of n cases. */
  chance(n: number): boolean {
    return this.int(0, n - 1) === n - 1;
  }

  oneOf<T>(list: readonly T[]): T {
    return list[this.int(0, list.length - 1)]!;
  }

  /** A small number: an integer, a half, now and then one that is not finite. */
  number(): number {
    return this.chance(30) ? this.oneOf([NaN, Infinity, -Infinity]) : this.int(-6, 6) / (this.chance(3) ? 2 : 1);
  }

  dtype(dtypes: readonly Dtype[] = NUMBERS): Dtype {
    return this.chance(25) ? this.oneOf(DTYPES) : this.oneOf(dtypes);
  }

  shape(dims: readonly [number, number] = [0, 4], most = 4, least = 0): number[] {
    const length = this.chance(40) ? this.int(0, 5) : this.int(Math.max(dims[0], this.chance(10) ? 0 : 1), dims[1]);
    return Array.from(
      { length },
      () => this.chance(12) ? this.int(Math.min(least, 1), most) : this.int(Math.max(least, 1), most),
    );
  }

  tensor(options: TensorOptions = {}): Operand {
    const { dims, most, least, value = anyValue } = options;
    const dtype = this.dtype(options.dtypes), shape = options.shape ?? this.shape(dims, most, least);
    const layout = this.oneOf(LAYOUTS), random = mulberry(this.int(0, 2 ** 31 - 1)), n = countOf(shape);
    const period = layout === "expanded" && n > 0 ? n / shape[0]! : n, values: number[] = [];
    for (let i = 0; i < n; i++) values.push(i < period ? convert(dtype, value(random, dtype)) : values[i - period]!);
    return new Operand(dtype, shape, values, layout);
  }

  /** A tensor of the dtype and the size of another, or now and then of others. */
  like(x: Plain, options: TensorOptions = {}): Operand {
    const dtypes = this.chance(25) ? options.dtypes : [x.dtype];
    return this.tensor({ shape: this.chance(20) ? this.shape() : x.shape, ...options, ...(dtypes ? { dtypes } : {}) });
  }

  /** As {@linkcode like}, of a size that broadcasts with that of `x`. */
  broadcasting(x: Plain): Operand {
    const lead = this.chance(3) && x.shape.length > 0 ? this.int(0, x.shape.length - 1) : 0;
    return this.like(x, { shape: x.shape.slice(lead).map((s) => this.chance(5) ? 1 : s) });
  }

  /** A dimension, from the front or the end, now and then none of them. */
  dim(x: { shape: readonly number[] }): number {
    const dims = x.shape.length;
    if (dims === 0 || this.chance(20)) return this.oneOf([-dims - 1, dims, 0.5, NaN]);
    return this.int(-dims, dims - 1);
  }

  /** A tensor of positions from 0 to `size`, now and then outside. */
  index(shape: readonly number[], size: number): Operand {
    const bad = size === 0 || this.chance(15);
    const x = this.tensor({
      dtypes: ["int64"],
      shape,
      value: (random) => bad ? Math.floor(random() * (2 * size + 3)) - size - 1 : Math.floor(random() * size),
    });
    return x;
  }

  /** A mask. */
  mask(shape: readonly number[]): Operand {
    return this.tensor({ dtypes: ["uint8", "bool"], shape, value: (random) => +(random() < 0.5) });
  }
}
