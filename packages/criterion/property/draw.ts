// Random arguments, valid and not.
import fc, { type GeneratorValue } from "fast-check";
import { type Dtype, DTYPES, Generator, rand, Tensor, tensor, zeros } from "@taimatsu/tensor";

/** Numbers that are easily forgotten. */
const SPECIAL = [NaN, Infinity, -Infinity, 1e4, -1e4, 1e30, 0, -0, 1.5, -1, 99, 2 ** 53];

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

  /** A size: mostly small, now and then 0. */
  size(most = 4): number {
    return this.chance(10) ? 0 : this.int(1, most);
  }

  shape(least = 0, most = 4): number[] {
    return Array.from({ length: this.int(least, most) }, () => this.size());
  }

  dtype(): Dtype {
    return this.oneOf(["float32", "float64"] as const);
  }

  /** A tensor of numbers from `low` to `high`. */
  tensor(shape: readonly number[], dtype: Dtype = this.dtype(), low = -3, high = 3): Tensor {
    const n = shape.reduce((count, size) => count * size, shape.length > 0 ? 1 : 0);
    if (shape.length === 0) return tensor([], { dtype });
    const values = rand([n], { dtype: "float64", generator: new Generator(this.int(0, 2 ** 31 - 1)) });
    return (n === 0 ? zeros(shape, { dtype }) : values.mul(high - low).add(low).view(shape)).to(dtype);
  }

  /** A tensor of integers from 0 below `classes`, in a dtype that holds them. */
  labels(shape: readonly number[], classes: number): Tensor {
    const dtype = this.chance(3)
      ? this.oneOf(["uint8", "int8", "int16", "int32", "float32", "float64"] as const)
      : "int64";
    return this.tensor(shape, "float64", 0, classes).floor().to(dtype);
  }

  /** A tensor of 1 and −1. */
  signs(shape: readonly number[], dtype: Dtype): Tensor {
    return this.tensor(shape, "float64", 0, 2).floor().mul(2).add(-1).to(dtype);
  }

  /** Something that is no argument of anything here. */
  junk(): unknown {
    return this.oneOf<() => unknown>([
      () => undefined,
      () => null,
      () => NaN,
      () => 0.5,
      () => this.int(-2, 5),
      () => "x",
      () => [],
      () => ({}),
      () => () => 1,
      () => 2n,
      () => true,
      () => this.tensor(this.shape()),
      () => [this.tensor(this.shape()), this.tensor(this.shape())],
      () => [1, 2],
      () => this.labels(this.shape(0, 3), 3),
    ])();
  }

  /** Changes an argument somehow. */
  spoil(value: unknown): unknown {
    if (this.chance(6)) return this.junk();
    if (value instanceof Tensor) return this.spoilTensor(value);
    if (Array.isArray(value)) return this.spoilList(value);
    if (typeof value === "number") return this.chance(2) ? this.oneOf(SPECIAL) : value + this.int(-3, 3);
    return this.junk();
  }

  /** Changes an entry of a list, or how many there are. */
  spoilList(value: readonly unknown[]): unknown {
    const list = [...value], k = this.int(0, Math.max(0, list.length - 1));
    if (list.length === 0 || this.chance(6)) return [...list, this.junk()];
    if (this.chance(6)) list.splice(k, 1);
    else list[k] = this.spoil(list[k]);
    return list;
  }

  /** Changes the dtype, the size, the layout or some elements of a tensor. */
  spoilTensor(x: Tensor): Tensor {
    switch (this.int(0, 5)) {
      case 0:
        return x.to(this.oneOf(DTYPES));
      case 1:
        return this.tensor(this.shape(), x.dtype === "float32" || x.dtype === "float64" ? x.dtype : "float32");
      case 2:
        return this.scattered(x);
      case 3:
        return x.dim() > 0 && x.nElement() > 0 ? x.narrow(0, 0, 1).expand(x.size()) : x;
      case 4:
        return x.dim() > 1 ? x.transpose(0, 1) : x;
      default: {
        const y = x.clone(), n = y.nElement();
        if (n === 0 || x.dtype === "bool") return y;
        const value = this.oneOf(SPECIAL),
          held = x.dtype.startsWith("float") || x.dtype === "bfloat16" ? value : this.int(-3, 9);
        y.view(n).narrow(0, this.int(0, n - 1), 1).fill(held);
        return y;
      }
    }
  }

  /** The same elements, not contiguous. */
  scattered(x: Tensor): Tensor {
    return x.dim() === 0 ? x : zeros([...x.size(), 2], { dtype: x.dtype }).select(x.dim(), 1).copy(x);
  }
}
