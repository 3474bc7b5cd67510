import { addbmmInto, addmmInto, addmvInto, addrInto, baddbmmInto } from "./blas.ts";
import * as compare from "./compare.ts";
import { clone, convert, copyInto, fillInto, moved, placed } from "./copy.ts";
import { tensor } from "./create.ts";
import { cpu, type Device } from "./device.ts";
import { elementSizeOf } from "./codes.ts";
import { defaultDtype, type Dtype, DTYPES, type TypedArray } from "./dtype.ts";
import { binaryInto, ternaryInto, unaryInto } from "./elementwise.ts";
import { checkDim, checkSize, describe, sameSize } from "./check.ts";
import { at, getBigInt, getElement, item, setAt, setElement, toArray } from "./index.ts";
import { fresh, overStorage, relayout, resizeTo, sizesFrom } from "./make.ts";
import { OPS } from "./pointwise_ops.ts";
import { display, format, inspect } from "./print.ts";
import { fillRandom } from "./fill_random.ts";
import type { RandomOptions } from "./generator.ts";
import * as norms from "./norms.ts";
import * as reduce from "./reduce.ts";
import * as applied from "./apply.ts";
import { argmax, argmin } from "./arg_extreme.ts";
import * as convolutions from "./convolve.ts";
import * as diagonals from "./diagonal.ts";
import * as gathers from "./gather.ts";
import * as geometry from "./geometry.ts";
import * as histograms from "./histogram.ts";
import { logsumexp } from "./logsumexp.ts";
import * as masks from "./masks.ts";
import { multinomial } from "./multinomial.ts";
import * as reorder from "./reorder.ts";
import * as scans from "./scan.ts";
import * as scatters from "./scatter.ts";
import * as orders from "./sort.ts";
import * as parts from "./split.ts";
import { Storage } from "./storage.ts";
import * as views from "./view.ts";
import type {
  CopyOptions,
  Index,
  NestedArray,
  NestedNumbers,
  OrderOptions,
  PlaceOptions,
  Positions,
  ReduceOptions,
  Sizes,
  VarianceOptions,
} from "./types.ts";

/** What {@linkcode Tensor.toString} shows of a tensor. */
export interface PrintOptions {
  /** A tensor with more elements is shortened to the edges of its dimensions; 1000 by default. */
  threshold?: number;
  /** Entries that are shown at each end of a dimension that is shortened; 3 by default. */
  edgeItems?: number;
}

/**
 * A strided tensor: elements of one dtype in a storage, seen through an offset, sizes and strides. Views share the storage.
 *
 * Methods keep Torch7's rule: element-wise ones work in place and return the tensor, reductions and views return a new one.
 * The functions of the same names leave their arguments alone. Indices and dimensions count from 0, negative ones from the end.
 *
 * @example Usage
 * ```ts
 * import { add, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([[1, 2], [3, 4]]);
 * assertEquals(add(x, 1).toArray(), [[2, 3], [4, 5]]); // a new tensor
 * x.mul(10); // in place
 * x.select(0, 1).fill(0); // a view shares the memory
 * assertEquals(x.toArray(), [[10, 20], [0, 0]]);
 * assertEquals(x.sum(0).toArray(), [[10, 20]]);
 * ```
 */
export class Tensor {
  /** The memory; views share it. */
  readonly store: Storage;
  /** Sizes of the dimensions; none for the empty tensor. */
  readonly shape: readonly number[];
  /** Steps between neighbours along each dimension, in elements. */
  readonly strides: readonly number[];
  /** Position of the first element in the storage. */
  readonly offset: number;
  /** Number of elements. */
  readonly count: number;
  /** Whether the elements follow each other in row-major order. */
  readonly dense: boolean;

  /** Describes a tensor over a storage; users call `empty`, `zeros`, `tensor`, …. */
  constructor(
    store: Storage,
    shape: readonly number[],
    strides: readonly number[],
    offset: number,
    count: number,
    dense: boolean,
  ) {
    this.store = store;
    this.shape = shape;
    this.strides = strides;
    this.offset = offset;
    this.count = count;
    this.dense = dense;
  }

  // ---- structure

  /** The element type. */
  get dtype(): Dtype {
    return DTYPES[this.store.code]!;
  }

  /**
   * Where the elements live.
   *
   * @example Usage
   * ```ts
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(tensor([1]).device.name, "cpu");
   * ```
   */
  get device(): Device {
    return this.store.device;
  }

  /**
   * Returns the number of dimensions.
   *
   * @example Usage
   * ```ts
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(tensor([[1, 2, 3]]).dim(), 2);
   * ```
   */
  dim(): number {
    return this.shape.length;
  }

  /**
   * Returns the number of dimensions.
   *
   * @example Usage
   * ```ts
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(tensor([[1, 2, 3]]).nDimension(), 2);
   * ```
   */
  nDimension(): number {
    return this.shape.length;
  }

  /**
   * Returns the sizes.
   *
   * @example Usage
   * ```ts
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * const x = tensor([[1, 2, 3]]);
   * assertEquals(x.size(), [1, 3]);
   * assertEquals(x.size(-1), 3);
   * ```
   */
  size(): number[];
  /** Returns the size of a dimension. */
  size(dim: number): number;
  size(dim?: number): number | number[] {
    return dim === undefined ? [...this.shape] : this.shape[checkDim("size", "dim", dim, this.shape.length)]!;
  }

  /**
   * Returns the strides.
   *
   * @example Usage
   * ```ts
   * import { zeros } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * const x = zeros([2, 3]);
   * assertEquals(x.stride(), [3, 1]);
   * assertEquals(x.t().stride(0), 1);
   * ```
   */
  stride(): number[];
  /** Returns the stride of a dimension. */
  stride(dim: number): number;
  stride(dim?: number): number | number[] {
    return dim === undefined ? [...this.strides] : this.strides[checkDim("stride", "dim", dim, this.shape.length)]!;
  }

  /**
   * Returns the memory, which views share.
   *
   * @example Usage
   * ```ts
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * const x = tensor([1, 2, 3]);
   * assertEquals(x.narrow(0, 1, 2).storage() === x.storage(), true);
   * ```
   */
  storage(): Storage {
    return this.store;
  }

  /**
   * Returns the position of the first element in the storage.
   *
   * @example Usage
   * ```ts
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(tensor([1, 2, 3]).narrow(0, 1, 2).storageOffset(), 1);
   * ```
   */
  storageOffset(): number {
    return this.offset;
  }

  /**
   * Returns the number of elements.
   *
   * @example Usage
   * ```ts
   * import { zeros } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(zeros([2, 3]).nElement(), 6);
   * ```
   */
  nElement(): number {
    return this.count;
  }

  /**
   * Returns the number of elements.
   *
   * @example Usage
   * ```ts
   * import { zeros } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(zeros([2, 3]).numel(), 6);
   * ```
   */
  numel(): number {
    return this.count;
  }

  /**
   * Returns the bytes of an element.
   *
   * @example Usage
   * ```ts
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(tensor([1], { dtype: "float64" }).elementSize(), 8);
   * ```
   */
  elementSize(): number {
    return elementSizeOf(this.store.code);
  }

  /**
   * Returns whether the elements follow each other in row-major order.
   *
   * @example Usage
   * ```ts
   * import { zeros } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * const x = zeros([2, 3]);
   * assertEquals(x.isContiguous(), true);
   * assertEquals(x.t().isContiguous(), false);
   * ```
   */
  isContiguous(): boolean {
    return this.dense;
  }

  /**
   * Returns whether the sizes are those of another tensor.
   *
   * @example Usage
   * ```ts
   * import { zeros } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(zeros([2, 3]).isSameSizeAs(zeros([3, 2])), false);
   * ```
   */
  isSameSizeAs(other: Tensor): boolean {
    return sameSize(this.shape, other.shape);
  }

  /**
   * Returns whether the sizes are as given.
   *
   * @example Usage
   * ```ts
   * import { zeros } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(zeros([2, 3]).isSize([2, 3]), true);
   * ```
   */
  isSize(shape: readonly number[]): boolean {
    return sameSize(this.shape, shape);
  }

  /**
   * Returns whether both are the same view of the same storage.
   *
   * @example Usage
   * ```ts
   * import { zeros } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * const x = zeros([2, 3]);
   * assertEquals(x.isSetTo(x.t().t()), true);
   * assertEquals(x.isSetTo(x.clone()), false);
   * ```
   */
  isSetTo(other: Tensor): boolean {
    return this.store === other.store && this.offset === other.offset && sameSize(this.shape, other.shape) &&
      sameSize(this.strides, other.strides);
  }

  // ---- memory

  /**
   * The elements of a contiguous tensor as a typed array over the same memory.
   *
   * @throws {TypeError} If the tensor is not contiguous.
   *
   * @example Usage
   * ```ts
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * const x = tensor([1, 2, 3]);
   * x.data[1] = 20;
   * assertEquals(x.get(1), 20);
   * ```
   */
  get data(): TypedArray {
    if (!this.dense) throw new TypeError("Cannot read data: the tensor must be contiguous");
    return this.store.data.subarray(this.offset, this.offset + this.count) as TypedArray;
  }

  /**
   * Moves the storage into shared memory, which Workers can use without a copy, and returns the tensor.
   *
   * @example Usage
   * ```ts
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * const x = tensor([1, 2, 3]).share();
   * assertEquals(x.storage().isShared(), true);
   * ```
   */
  share(): this {
    this.store.share();
    return this;
  }

  /** Gives the memory back for reuse, for this tensor and all its views. */
  [Symbol.dispose](): void {
    this.store[Symbol.dispose]();
  }

  /** As `using` at the end of its block. */
  dispose(): void {
    this.store[Symbol.dispose]();
  }

  /**
   * Gives the tensor other sizes, in place; contents are kept only while the layout stays.
   *
   * @example Usage
   * ```ts
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * const x = tensor([1, 2, 3, 4]).resize(2, 2);
   * assertEquals(x.toArray(), [[1, 2], [3, 4]]);
   * ```
   */
  resize(...sizes: Sizes): this {
    resizeTo(this, sizesFrom("resize", sizes));
    return this;
  }

  /**
   * Gives the tensor the sizes of another, in place.
   *
   * @example Usage
   * ```ts
   * import { tensor, zeros } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(tensor([1]).resizeAs(zeros([2, 3])).size(), [2, 3]);
   * ```
   */
  resizeAs(other: Tensor): this {
    resizeTo(this, other.shape);
    return this;
  }

  /**
   * Makes the tensor the same view as another, or empty; no element is copied.
   *
   * @example Usage
   * ```ts
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * const x = tensor([[1, 2], [3, 4]]);
   * x.set(1, 0, 30); // an element
   * assertEquals(x.toArray(), [[1, 2], [30, 4]]);
   * x.set(tensor([5])); // another view
   * assertEquals(x.toArray(), [5]);
   * ```
   */
  set(other?: Tensor): this;
  /** Writes the element at the indices. */
  set(...indexAndValue: [...number[], number | bigint]): this;
  set(a?: Tensor | number | bigint, b?: number | bigint, c?: number | bigint, ...more: (number | bigint)[]): this {
    if (typeof a === "number") setElement(this, a, b, c, more);
    else setTensor(this, a);
    return this;
  }

  /**
   * Makes the tensor a view of a storage, in place; no element is copied.
   *
   * @param storage Memory of the same dtype.
   * @param offset Position of the first element.
   * @param shape Sizes; all elements from `offset` on by default.
   * @param strides Steps along the dimensions; contiguous by default.
   *
   * @example Usage
   * ```ts
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * const x = tensor([1, 2, 3, 4]);
   * const y = tensor([]).setStorage(x.storage(), 1, [2], [2]);
   * assertEquals(y.toArray(), [2, 4]);
   * ```
   */
  setStorage(storage: Storage, offset?: number, shape?: readonly number[], strides?: readonly number[]): this {
    setTensor(this, overStorage(storage, offset, shape, strides));
    return this;
  }

  /**
   * Returns a contiguous copy.
   *
   * @example Usage
   * ```ts
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * const x = tensor([1, 2]), y = x.clone();
   * y.fill(0);
   * assertEquals(x.toArray(), [1, 2]);
   * ```
   */
  clone(): Tensor {
    return clone(this);
  }

  /**
   * Returns the tensor itself if it is contiguous, else a contiguous copy.
   *
   * @example Usage
   * ```ts
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(tensor([[1, 2], [3, 4]]).t().contiguous().stride(), [2, 1]);
   * ```
   */
  contiguous(): Tensor {
    return this.dense ? this : clone(this);
  }

  /**
   * Returns the tensor itself if it has the dtype and lies on the device, else a copy that does.
   *
   * @param target A dtype, a device, or both.
   *
   * @example Usage
   * ```ts
   * import { cpu, tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * const x = tensor([1.7, -1.7]);
   * assertEquals(x.to("int32").toArray(), [1, -1]);
   * assertEquals(x.to({ dtype: "int32", device: cpu }).dtype, "int32");
   * ```
   */
  to(target: Dtype | Device | PlaceOptions): Tensor {
    return placed(this, target);
  }

  /**
   * Returns the tensor on the CPU: itself, or a copy.
   *
   * @example Usage
   * ```ts
   * import { cpu, tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(tensor([1]).cpu().device, cpu);
   * ```
   */
  cpu(): Tensor {
    return moved(this, cpu);
  }

  /**
   * Returns the name of the dtype.
   *
   * @example Usage
   * ```ts
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * const x = tensor([1.5]);
   * assertEquals(x.type(), "float32");
   * assertEquals(x.type("int64").type(), "int64");
   * ```
   */
  type(): Dtype;
  /** Returns the tensor itself if it has the dtype, else a converted copy. */
  type(dtype: Dtype): Tensor;
  type(dtype?: Dtype): Dtype | Tensor {
    return dtype === undefined ? this.dtype : convert(this, dtype);
  }

  /**
   * Returns the tensor in the dtype of another.
   *
   * @example Usage
   * ```ts
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(tensor([1]).typeAs(tensor([2], { dtype: "int8" })).dtype, "int8");
   * ```
   */
  typeAs(other: Tensor): Tensor {
    return convert(this, other.dtype);
  }

  /** Returns the tensor in uint8: itself, or a converted copy. */
  byte(): Tensor {
    return convert(this, "uint8");
  }

  /** Returns the tensor in int8: itself, or a converted copy. */
  char(): Tensor {
    return convert(this, "int8");
  }

  /** Returns the tensor in int16: itself, or a converted copy. */
  short(): Tensor {
    return convert(this, "int16");
  }

  /** Returns the tensor in int32: itself, or a converted copy. */
  int(): Tensor {
    return convert(this, "int32");
  }

  /** Returns the tensor in int64: itself, or a converted copy. */
  long(): Tensor {
    return convert(this, "int64");
  }

  /** Returns the tensor in float16: itself, or a converted copy. */
  half(): Tensor {
    return convert(this, "float16");
  }

  /** Returns the tensor in float32: itself, or a converted copy. */
  float(): Tensor {
    return convert(this, "float32");
  }

  /** Returns the tensor in float64: itself, or a converted copy. */
  double(): Tensor {
    return convert(this, "float64");
  }

  /** Returns the tensor in bool: itself, or a converted copy. */
  bool(): Tensor {
    return convert(this, "bool");
  }

  /** Returns the tensor in bfloat16: itself, or a converted copy. */
  bfloat16(): Tensor {
    return convert(this, "bfloat16");
  }

  /** Returns the tensor in the default dtype: itself, or a converted copy. */
  real(): Tensor {
    return convert(this, defaultDtype());
  }

  /**
   * Returns a tensor of the same dtype with unknown contents.
   *
   * @example Usage
   * ```ts
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * const x = tensor([1], { dtype: "int16" }).newEmpty(2, 3);
   * assertEquals(x.dtype, "int16");
   * assertEquals(x.size(), [2, 3]);
   * ```
   */
  newEmpty(...sizes: Sizes): Tensor {
    return fresh(this.store.code, sizesFrom("newEmpty", sizes), this.store.device);
  }

  /**
   * Returns a tensor of the same dtype that holds numbers.
   *
   * @example Usage
   * ```ts
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(tensor([1], { dtype: "uint8" }).newTensor([2, 3]).dtype, "uint8");
   * ```
   */
  newTensor(data: NestedNumbers): Tensor {
    return tensor(data, { dtype: this.dtype, device: this.device });
  }

  /**
   * Copies the elements of another tensor of any dtype and size, but of equal count, in row-major order.
   *
   * @example Usage
   * ```ts
   * import { tensor, zeros } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(zeros([2, 2]).copy(tensor([1, 2, 3, 4])).toArray(), [[1, 2], [3, 4]]);
   * ```
   */
  copy(source: Tensor, options?: CopyOptions): this {
    copyInto(this, source, options?.async);
    return this;
  }

  /**
   * Sets every element to a number.
   *
   * @example Usage
   * ```ts
   * import { zeros } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(zeros([3]).fill(7).toArray(), [7, 7, 7]);
   * ```
   */
  fill(value: number): this {
    fillInto(this, value);
    return this;
  }

  /**
   * Sets every element to 0.
   *
   * @example Usage
   * ```ts
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(tensor([1, 2]).zero().toArray(), [0, 0]);
   * ```
   */
  zero(): this {
    fillInto(this, 0);
    return this;
  }

  /** Gives the tensor the sizes, in place, and fills it with 0. */
  zeros(...sizes: Sizes): this {
    return this.resize(...sizes).zero();
  }

  /** Gives the tensor the sizes, in place, and fills it with 1. */
  ones(...sizes: Sizes): this {
    return this.resize(...sizes).fill(1);
  }

  /**
   * Replaces each element x by `fn(x)`, in row-major order; it stays where nothing is returned.
   *
   * @example Usage
   * ```ts
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(tensor([1, 2, 3]).apply((x) => x * x).toArray(), [1, 4, 9]);
   * ```
   */
  apply(fn: (x: number) => number | void): this {
    applied.apply(this, fn);
    return this;
  }

  /**
   * Replaces each element x by `fn(x, a)`, where a is the element of another tensor of the same size and dtype.
   *
   * @example Usage
   * ```ts
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(tensor([1, 2]).map(tensor([3, 4]), (x, a) => x * a).toArray(), [3, 8]);
   * ```
   */
  map(a: Tensor, fn: (x: number, a: number) => number | void): this {
    applied.map(this, a, fn);
    return this;
  }

  /**
   * Replaces each element x by `fn(x, a, b)`, where a and b are elements of tensors of the same size and dtype.
   *
   * @example Usage
   * ```ts
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * const a = tensor([3, 4]), b = tensor([5, 6]);
   * assertEquals(tensor([1, 2]).map2(a, b, (x, a, b) => x * a + b).toArray(), [8, 14]);
   * ```
   */
  map2(a: Tensor, b: Tensor, fn: (x: number, a: number, b: number) => number | void): this {
    applied.map2(this, a, b, fn);
    return this;
  }

  // ---- elements

  /**
   * Returns the element at the indices, one for each dimension.
   *
   * @example Usage
   * ```ts
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(tensor([[1, 2], [3, 4]]).get(1, -2), 3);
   * ```
   */
  get(...index: number[]): number;
  get(i: number, j?: number, ...more: number[]): number {
    return getElement(this, i, j, more);
  }

  /**
   * Returns the element of an int64 tensor exactly.
   *
   * @example Usage
   * ```ts
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * const x = tensor([0], { dtype: "int64" }).set(0, 2n ** 62n + 1n);
   * assertEquals(x.getBigInt(0), 2n ** 62n + 1n);
   * ```
   */
  getBigInt(...index: number[]): bigint {
    return getBigInt(this, index);
  }

  /**
   * Returns the only element.
   *
   * @example Usage
   * ```ts
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(tensor([[42]]).item(), 42);
   * ```
   */
  item(): number {
    return item(this);
  }

  /**
   * Returns what indices, ranges, `null`, positions and masks take of the leading dimensions: a view, or a copy where there are
   * tensors among them. Their dimensions stand where the first of them stands, or in front if there is something between them.
   *
   * @example Usage
   * ```ts
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * const x = tensor([[1, 2, 3], [4, 5, 6]]);
   * assertEquals(x.at(1).toArray(), [4, 5, 6]);
   * assertEquals(x.at(null, [0, 3, 2]).toArray(), [[1, 3], [4, 6]]); // from 0 to 3 by 2
   * assertEquals(x.at(x.gt(4)).toArray(), [5, 6]); // a mask
   * ```
   */
  at(...index: Index[]): Tensor {
    return at(this, index);
  }

  /**
   * Fills or copies into what indices, ranges, `null`, positions and masks take.
   *
   * @example Usage
   * ```ts
   * import { tensor, zeros } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * const x = zeros([2, 3]).setAt([0, [1, 3]], 7);
   * x.setAt([1], tensor([1, 2, 3]));
   * assertEquals(x.toArray(), [[0, 7, 7], [1, 2, 3]]);
   * ```
   */
  setAt(index: readonly Index[], value: number | Tensor): this {
    setAt(this, index, value);
    return this;
  }

  /**
   * Returns the elements as nested lists.
   *
   * @example Usage
   * ```ts
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(tensor([[1, 2], [3, 4]]).t().toArray(), [[1, 3], [2, 4]]);
   * ```
   */
  toArray(): NestedArray[] {
    return toArray(this);
  }

  /** Goes through the slices of the first dimension; those of a 1-D tensor are views of one element. */
  *[Symbol.iterator](): IterableIterator<Tensor> {
    for (let i = 0; i < (this.shape[0] ?? 0); i++) yield views.select(this, 0, i);
  }

  // ---- elements by their positions

  /** Returns the slices at the given positions of a dimension. */
  index(dim: number, index: Positions): Tensor {
    return gathers.index(this, dim, index);
  }

  /** Returns the slices at the given positions of a dimension. */
  indexSelect(dim: number, index: Positions): Tensor {
    return gathers.index(this, dim, index);
  }

  /** Returns for each entry of `index` the element at that position along a dimension. */
  gather(dim: number, index: Tensor): Tensor {
    return gathers.gather(this, dim, index);
  }

  /** Returns the elements at the given positions of the row-major order. */
  take(index: Positions): Tensor {
    return gathers.take(this, index);
  }

  /** Writes slices to the given positions of a dimension. */
  indexCopy(dim: number, index: Positions, source: Tensor): this {
    scatters.indexCopy(this, dim, index, source, { out: this });
    return this;
  }

  /** Adds slices at the given positions of a dimension, which may repeat. */
  indexAdd(dim: number, index: Positions, source: Tensor): this {
    scatters.indexAdd(this, dim, index, source, { out: this });
    return this;
  }

  /** Fills the slices at the given positions of a dimension. */
  indexFill(dim: number, index: Positions, value: number): this {
    scatters.indexFill(this, dim, index, value, { out: this });
    return this;
  }

  /** Writes elements, or a number, to their positions along a dimension. */
  scatter(dim: number, index: Tensor, source: Tensor | number): this {
    scatters.scatter(this, dim, index, source, { out: this });
    return this;
  }

  /** Adds elements, or a number, at their positions along a dimension. */
  scatterAdd(dim: number, index: Tensor, source: Tensor | number): this {
    scatters.scatterAdd(this, dim, index, source, { out: this });
    return this;
  }

  /** Writes elements, or a number, to the given positions of the row-major order. */
  put(index: Positions, source: Tensor | number, options?: scatters.PutOptions): this {
    scatters.put(this, index, source, { ...options, out: this });
    return this;
  }

  /** Returns the elements where a mask is 1. */
  maskedSelect(mask: Tensor): Tensor {
    return masks.maskedSelect(this, mask);
  }

  /** Writes the elements of `source`, one after another, to where a mask is 1. */
  maskedCopy(mask: Tensor, source: Tensor): this {
    masks.maskedCopy(this, mask, source, { out: this });
    return this;
  }

  /** Fills the elements where a mask is 1. */
  maskedFill(mask: Tensor, value: number): this {
    masks.maskedFill(this, mask, value, { out: this });
    return this;
  }

  /** Returns the subscripts of the elements that are not 0. */
  nonzero(): Tensor {
    return masks.nonzero(this);
  }

  // ---- views

  /**
   * Returns the slice at an index of a dimension, which is removed; a 1-D tensor gives a view of its one element.
   *
   * @example Usage
   * ```ts
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * const x = tensor([[1, 2], [3, 4]]);
   * assertEquals(x.select(1, 0).toArray(), [1, 3]);
   * ```
   */
  select(dim: number, index: number): Tensor {
    return views.select(this, dim, index);
  }

  /**
   * Returns `length` entries of a dimension from `start` on.
   *
   * @example Usage
   * ```ts
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(tensor([1, 2, 3, 4]).narrow(0, 1, 2).toArray(), [2, 3]);
   * ```
   */
  narrow(dim: number, start: number, length: number): Tensor {
    return views.narrow(this, dim, start, length);
  }

  /**
   * Returns the tensor with two dimensions exchanged.
   *
   * @example Usage
   * ```ts
   * import { zeros } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(zeros([2, 3, 4]).transpose(0, 2).size(), [4, 3, 2]);
   * ```
   */
  transpose(a: number, b: number): Tensor {
    return views.transpose(this, a, b);
  }

  /**
   * Returns the transposed matrix.
   *
   * @example Usage
   * ```ts
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(tensor([[1, 2, 3]]).t().toArray(), [[1], [2], [3]]);
   * ```
   */
  t(): Tensor {
    if (this.shape.length !== 2) checkSize("t", "the tensor", this, ["n", "m"]);
    return views.transpose(this, 0, 1);
  }

  /**
   * Returns the dimensions in another order.
   *
   * @example Usage
   * ```ts
   * import { zeros } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(zeros([2, 3, 4]).permute(2, 0, 1).size(), [4, 2, 3]);
   * ```
   */
  permute(...dims: Sizes): Tensor {
    return views.permute(this, dims);
  }

  /**
   * Returns a contiguous tensor's elements with other sizes, one of which may be −1.
   *
   * @example Usage
   * ```ts
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(tensor([1, 2, 3, 4]).view(2, -1).toArray(), [[1, 2], [3, 4]]);
   * ```
   */
  view(...sizes: Sizes): Tensor {
    return views.view(this, sizes);
  }

  /**
   * Returns the elements with the sizes of another tensor.
   *
   * @example Usage
   * ```ts
   * import { tensor, zeros } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(tensor([1, 2, 3, 4]).viewAs(zeros([2, 2])).toArray(), [[1, 2], [3, 4]]);
   * ```
   */
  viewAs(other: Tensor): Tensor {
    return views.view(this, [other.shape]);
  }

  /**
   * Returns a contiguous copy with other sizes, one of which may be −1.
   *
   * @example Usage
   * ```ts
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(tensor([[1, 2], [3, 4]]).t().reshape(4).toArray(), [1, 3, 2, 4]);
   * ```
   */
  reshape(...sizes: Sizes): Tensor {
    return views.reshape(this, sizes);
  }

  /**
   * Returns the tensor stretched to larger sizes without a copy.
   *
   * @example Usage
   * ```ts
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(tensor([[1], [2]]).expand(2, 3).toArray(), [[1, 1, 1], [2, 2, 2]]);
   * ```
   */
  expand(...sizes: Sizes): Tensor {
    return views.expand(this, sizes);
  }

  /**
   * Returns the tensor stretched to the sizes of another.
   *
   * @example Usage
   * ```ts
   * import { tensor, zeros } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(tensor([1, 2]).expandAs(zeros([2, 2])).toArray(), [[1, 2], [1, 2]]);
   * ```
   */
  expandAs(other: Tensor): Tensor {
    return views.expand(this, [other.shape]);
  }

  /**
   * Returns the tensor without dimensions of size 1, or without one of them.
   *
   * @example Usage
   * ```ts
   * import { zeros } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(zeros([1, 2, 1]).squeeze().size(), [2]);
   * assertEquals(zeros([1, 2, 1]).squeeze(0).size(), [2, 1]);
   * ```
   */
  squeeze(dim?: number): Tensor {
    return views.squeeze(this, dim);
  }

  /**
   * Returns the tensor with a new dimension of size 1.
   *
   * @example Usage
   * ```ts
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(tensor([1, 2]).unsqueeze(1).toArray(), [[1], [2]]);
   * ```
   */
  unsqueeze(dim: number): Tensor {
    return views.unsqueeze(this, dim);
  }

  /**
   * Returns all slices of `size` along a dimension, `step` apart.
   *
   * @example Usage
   * ```ts
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(tensor([1, 2, 3, 4, 5]).unfold(0, 3, 2).toArray(), [[1, 2, 3], [3, 4, 5]]);
   * ```
   */
  unfold(dim: number, size: number, step: number): Tensor {
    return views.unfold(this, dim, size, step);
  }

  /**
   * Returns a view with the dimensions from `start` to `end` as one, or a copy where memory does not allow that.
   *
   * @example Usage
   * ```ts
   * import { zeros } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(zeros([2, 3, 4]).flatten(1).size(), [2, 12]);
   * ```
   */
  flatten(start = 0, end = -1): Tensor {
    return views.flatten(this, start, end);
  }

  /** Returns views of parts of a given length along a dimension. */
  split(size: number, dim = 0): Tensor[] {
    return parts.split(this, size, dim);
  }

  /** Returns views of `n` parts along a dimension. */
  chunk(n: number, dim = 0): Tensor[] {
    return parts.chunk(this, n, dim);
  }

  /** Returns copies side by side: how often along each dimension. */
  repeatTensor(...sizes: Sizes): Tensor {
    return parts.repeatTensor(this, sizesFrom("repeatTensor", sizes));
  }

  /** Returns a vector as a diagonal of a matrix, or a diagonal of a matrix as a vector. */
  diag(k = 0): Tensor {
    return diagonals.diag(this, k);
  }

  /** Returns a copy with zeros above diagonal `k`. */
  tril(k = 0): Tensor {
    return diagonals.tril(this, k);
  }

  /** Returns a copy with zeros below diagonal `k`. */
  triu(k = 0): Tensor {
    return diagonals.triu(this, k);
  }

  /** Returns a copy with some dimensions reversed, or all. */
  flip(dims?: number | readonly number[]): Tensor {
    return reorder.flip(this, dims);
  }

  /** Returns a copy moved along a dimension, or in row-major order; what leaves at one end comes in at the other. */
  roll(shift: number, dim?: number): Tensor {
    return reorder.roll(this, shift, dim);
  }

  // ---- functions of each element, in place

  /** Replaces x by |x|. */
  abs(): this {
    unaryInto(OPS.abs, this, this);
    return this;
  }

  /** Replaces x by −1, 0 or 1. */
  sign(): this {
    unaryInto(OPS.sign, this, this);
    return this;
  }

  /** Replaces x by −x. */
  neg(): this {
    unaryInto(OPS.neg, this, this);
    return this;
  }

  /** Replaces x by 1 / x. */
  cinv(): this {
    unaryInto(OPS.cinv, this, this);
    return this;
  }

  /** Replaces x by 1 / x. */
  reciprocal(): this {
    return this.cinv();
  }

  /** Replaces x by x². */
  square(): this {
    unaryInto(OPS.square, this, this);
    return this;
  }

  /** Replaces x by √x. */
  sqrt(): this {
    unaryInto(OPS.sqrt, this, this);
    return this;
  }

  /** Replaces x by 1 / √x. */
  rsqrt(): this {
    unaryInto(OPS.rsqrt, this, this);
    return this;
  }

  /** Replaces x by e^x. */
  exp(): this {
    unaryInto(OPS.exp, this, this);
    return this;
  }

  /** Replaces x by e^x − 1. */
  expm1(): this {
    unaryInto(OPS.expm1, this, this);
    return this;
  }

  /** Replaces x by ln x. */
  log(): this {
    unaryInto(OPS.log, this, this);
    return this;
  }

  /** Replaces x by ln(1 + x). */
  log1p(): this {
    unaryInto(OPS.log1p, this, this);
    return this;
  }

  /** Replaces x by sin x. */
  sin(): this {
    unaryInto(OPS.sin, this, this);
    return this;
  }

  /** Replaces x by cos x. */
  cos(): this {
    unaryInto(OPS.cos, this, this);
    return this;
  }

  /** Replaces x by tan x. */
  tan(): this {
    unaryInto(OPS.tan, this, this);
    return this;
  }

  /** Replaces x by arcsin x. */
  asin(): this {
    unaryInto(OPS.asin, this, this);
    return this;
  }

  /** Replaces x by arccos x. */
  acos(): this {
    unaryInto(OPS.acos, this, this);
    return this;
  }

  /** Replaces x by arctan x. */
  atan(): this {
    unaryInto(OPS.atan, this, this);
    return this;
  }

  /** Replaces x by sinh x. */
  sinh(): this {
    unaryInto(OPS.sinh, this, this);
    return this;
  }

  /** Replaces x by cosh x. */
  cosh(): this {
    unaryInto(OPS.cosh, this, this);
    return this;
  }

  /** Replaces x by tanh x. */
  tanh(): this {
    unaryInto(OPS.tanh, this, this);
    return this;
  }

  /** Replaces x by ln |Γ(x)|. */
  lgamma(): this {
    unaryInto(OPS.lgamma, this, this);
    return this;
  }

  /** Replaces x by ⌈x⌉. */
  ceil(): this {
    unaryInto(OPS.ceil, this, this);
    return this;
  }

  /** Replaces x by ⌊x⌋. */
  floor(): this {
    unaryInto(OPS.floor, this, this);
    return this;
  }

  /** Replaces x by the nearest integer, halves away from zero. */
  round(): this {
    unaryInto(OPS.round, this, this);
    return this;
  }

  /** Replaces x by x without its fraction. */
  trunc(): this {
    unaryInto(OPS.trunc, this, this);
    return this;
  }

  /** Replaces x by the fraction of x. */
  frac(): this {
    unaryInto(OPS.frac, this, this);
    return this;
  }

  /** Replaces x by 1 / (1 + e^−x). */
  sigmoid(): this {
    unaryInto(OPS.sigmoid, this, this);
    return this;
  }

  /** Replaces x by max(x, 0). */
  relu(): this {
    unaryInto(OPS.relu, this, this);
    return this;
  }

  // ---- element by element, in place

  /** Adds a number, a tensor, or a multiple of a tensor: `x.add(v)`, `x.add(y)`, `x.add(alpha, y)`. */
  add(y: Tensor | number, alpha?: number): this;
  /** Adds a multiple of a tensor. */
  add(alpha: number, y: Tensor): this;
  add(first: Tensor | number, second?: Tensor | number): this {
    if (typeof first !== "number") binaryInto(OPS.add, this, this, first, second as number ?? 1);
    else if (typeof second === "object") binaryInto(OPS.add, this, this, second, first);
    else unaryInto(OPS.addScalar, this, this, first * (second ?? 1));
    return this;
  }

  /** Subtracts a number, a tensor, or a multiple of a tensor. */
  csub(y: Tensor | number, alpha?: number): this;
  /** Subtracts a multiple of a tensor. */
  csub(alpha: number, y: Tensor): this;
  csub(first: Tensor | number, second?: Tensor | number): this {
    if (typeof first !== "number") binaryInto(OPS.csub, this, this, first, second as number ?? 1);
    else if (typeof second === "object") binaryInto(OPS.csub, this, this, second, first);
    else unaryInto(OPS.subScalar, this, this, first * (second ?? 1));
    return this;
  }

  /** As `csub`. */
  sub(y: Tensor | number, alpha?: number): this;
  /** As `csub`. */
  sub(alpha: number, y: Tensor): this;
  sub(first: Tensor | number, second?: Tensor | number): this {
    return this.csub(first as number, second as Tensor);
  }

  /** Multiplies by a number or, element by element, a tensor. */
  mul(y: Tensor | number): this {
    return this.#each(OPS.mulScalar, OPS.cmul, y);
  }

  /** Multiplies by a tensor, element by element. */
  cmul(y: Tensor): this {
    binaryInto(OPS.cmul, this, this, y);
    return this;
  }

  /** Divides by a number or, element by element, a tensor. */
  div(y: Tensor | number): this {
    return this.#each(OPS.divScalar, OPS.cdiv, y);
  }

  /** Divides by a tensor, element by element. */
  cdiv(y: Tensor): this {
    binaryInto(OPS.cdiv, this, this, y);
    return this;
  }

  /** Replaces x by the remainder of x / y with the sign of x. */
  fmod(y: Tensor | number): this {
    return this.#each(OPS.fmod, OPS.cfmod, y);
  }

  /** As `fmod` with a tensor. */
  cfmod(y: Tensor): this {
    binaryInto(OPS.cfmod, this, this, y);
    return this;
  }

  /** Replaces x by x − y · ⌊x / y⌋, with the sign of y. */
  remainder(y: Tensor | number): this {
    return this.#each(OPS.remainder, OPS.cremainder, y);
  }

  /** As `remainder` with a tensor. */
  cremainder(y: Tensor): this {
    binaryInto(OPS.cremainder, this, this, y);
    return this;
  }

  /** Raises to the powers in a tensor. */
  cpow(y: Tensor): this {
    binaryInto(OPS.cpow, this, this, y);
    return this;
  }

  /** Replaces x by the larger of x and y. */
  cmax(y: Tensor | number): this {
    return this.#each(OPS.maxScalar, OPS.cmax, y);
  }

  /** Replaces x by the smaller of x and y. */
  cmin(y: Tensor | number): this {
    return this.#each(OPS.minScalar, OPS.cmin, y);
  }

  /** Shifts the bits left; multiplies floating-point numbers by 2^y. */
  lshift(y: Tensor | number): this {
    return this.#each(OPS.lshift, OPS.clshift, y);
  }

  /** As `lshift` with a tensor. */
  clshift(y: Tensor): this {
    binaryInto(OPS.clshift, this, this, y);
    return this;
  }

  /** Shifts the bits right; divides floating-point numbers by 2^y. */
  rshift(y: Tensor | number): this {
    return this.#each(OPS.rshift, OPS.crshift, y);
  }

  /** As `rshift` with a tensor. */
  crshift(y: Tensor): this {
    binaryInto(OPS.crshift, this, this, y);
    return this;
  }

  /** Keeps the bits that y has too. */
  bitand(y: Tensor | number): this {
    return this.#each(OPS.bitand, OPS.cbitand, y);
  }

  /** As `bitand` with a tensor. */
  cbitand(y: Tensor): this {
    binaryInto(OPS.cbitand, this, this, y);
    return this;
  }

  /** Adds the bits of y. */
  bitor(y: Tensor | number): this {
    return this.#each(OPS.bitor, OPS.cbitor, y);
  }

  /** As `bitor` with a tensor. */
  cbitor(y: Tensor): this {
    binaryInto(OPS.cbitor, this, this, y);
    return this;
  }

  /** Flips the bits of y. */
  bitxor(y: Tensor | number): this {
    return this.#each(OPS.bitxor, OPS.cbitxor, y);
  }

  /** As `bitxor` with a tensor. */
  cbitxor(y: Tensor): this {
    binaryInto(OPS.cbitxor, this, this, y);
    return this;
  }

  /** Raises to a power. */
  pow(exponent: Tensor | number): this {
    return this.#each(OPS.pow, OPS.cpow, exponent);
  }

  /**
   * Replaces x by base^x.
   *
   * @example Usage
   * ```ts
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(tensor([1, 2, 3]).rpow(2).toArray(), [2, 4, 8]);
   * ```
   */
  rpow(base: number): this {
    unaryInto(OPS.tpow, this, this, base);
    return this;
  }

  /** Replaces y, this tensor, by the angle of the point (x, y). */
  atan2(x: Tensor): this {
    binaryInto(OPS.atan2, this, this, x);
    return this;
  }

  /** Limits to [min, max]. */
  clamp(min: number, max: number): this {
    unaryInto(OPS.clamp, this, this, min, max);
    return this;
  }

  /** Moves towards another tensor: x + weight · (y − x). */
  lerp(y: Tensor, weight: number): this {
    binaryInto(OPS.lerp, this, this, y, weight);
    return this;
  }

  /** Adds value · a · b. */
  addcmul(value: number, a: Tensor, b: Tensor): this;
  /** Adds a · b. */
  addcmul(a: Tensor, b: Tensor): this;
  addcmul(...args: [number, Tensor, Tensor] | [Tensor, Tensor]): this {
    const [value, a, b] = args.length === 3 ? args : [1, ...args] as const;
    ternaryInto(OPS.addcmul, this, this, a, b, value);
    return this;
  }

  /** Adds value · a / b. */
  addcdiv(value: number, a: Tensor, b: Tensor): this;
  /** Adds a / b. */
  addcdiv(a: Tensor, b: Tensor): this;
  addcdiv(...args: [number, Tensor, Tensor] | [Tensor, Tensor]): this {
    const [value, a, b] = args.length === 3 ? args : [1, ...args] as const;
    ternaryInto(OPS.addcdiv, this, this, a, b, value);
    return this;
  }

  #each(scalar: typeof OPS.mulScalar, tensor: typeof OPS.cmul, y: Tensor | number): this {
    if (typeof y === "number") unaryInto(scalar, this, this, y);
    else binaryInto(tensor, this, this, y);
    return this;
  }

  // ---- comparison

  /** Returns where x < y, as 0 or 1 in uint8. */
  lt(y: Tensor | number): Tensor {
    return compare.lt(this, y);
  }

  /** Returns where x ≤ y, as 0 or 1 in uint8. */
  le(y: Tensor | number): Tensor {
    return compare.le(this, y);
  }

  /** Returns where x > y, as 0 or 1 in uint8. */
  gt(y: Tensor | number): Tensor {
    return compare.gt(this, y);
  }

  /** Returns where x ≥ y, as 0 or 1 in uint8. */
  ge(y: Tensor | number): Tensor {
    return compare.ge(this, y);
  }

  /** Returns where x = y, as 0 or 1 in uint8. */
  eq(y: Tensor | number): Tensor {
    return compare.eq(this, y);
  }

  /** Returns where x ≠ y, as 0 or 1 in uint8. */
  ne(y: Tensor | number): Tensor {
    return compare.ne(this, y);
  }

  /** Returns where both x and y differ from 0, as 0 or 1 in uint8. */
  logicalAnd(y: Tensor | number): Tensor {
    return compare.logicalAnd(this, y);
  }

  /** Returns where x or y differs from 0, as 0 or 1 in uint8. */
  logicalOr(y: Tensor | number): Tensor {
    return compare.logicalOr(this, y);
  }

  /** Returns where exactly one of x and y differs from 0, as 0 or 1 in uint8. */
  logicalXor(y: Tensor | number): Tensor {
    return compare.logicalXor(this, y);
  }

  /** Returns where x is 0, as 0 or 1 in uint8. */
  logicalNot(): Tensor {
    return compare.logicalNot(this);
  }

  /** Returns where x is not a number, as 0 or 1 in uint8. */
  isNaN(): Tensor {
    return compare.isNaN(this);
  }

  /** Returns where x is infinite, as 0 or 1 in uint8. */
  isInf(): Tensor {
    return compare.isInf(this);
  }

  /** Returns where x is neither infinite nor NaN, as 0 or 1 in uint8. */
  isFinite(): Tensor {
    return compare.isFinite(this);
  }

  /** Returns whether another tensor has the same sizes and exactly the same values. */
  equal(other: Tensor): boolean {
    return compare.equal(this, other);
  }

  // ---- reductions

  /** Returns the sum of all elements. */
  sum(): number;
  /** Returns the sums along a dimension. */
  sum(dim: number, options?: ReduceOptions): Tensor;
  sum(dim?: number, options?: ReduceOptions): number | Tensor {
    return dim === undefined ? reduce.sum(this) : reduce.sum(this, dim, options);
  }

  /** Returns the product of all elements. */
  prod(): number;
  /** Returns the products along a dimension. */
  prod(dim: number, options?: ReduceOptions): Tensor;
  prod(dim?: number, options?: ReduceOptions): number | Tensor {
    return dim === undefined ? reduce.prod(this) : reduce.prod(this, dim, options);
  }

  /** Returns the mean of all elements. */
  mean(): number;
  /** Returns the means along a dimension. */
  mean(dim: number, options?: ReduceOptions): Tensor;
  mean(dim?: number, options?: ReduceOptions): number | Tensor {
    return dim === undefined ? reduce.mean(this) : reduce.mean(this, dim, options);
  }

  /** Returns the largest element. */
  max(): number;
  /** Returns the largest elements along a dimension and their first positions. */
  max(dim: number, options?: OrderOptions & ReduceOptions): [Tensor, Tensor];
  max(dim?: number, options?: OrderOptions & ReduceOptions): number | [Tensor, Tensor] {
    return dim === undefined ? reduce.max(this) : reduce.max(this, dim, options);
  }

  /** Returns the smallest element. */
  min(): number;
  /** Returns the smallest elements along a dimension and their first positions. */
  min(dim: number, options?: OrderOptions & ReduceOptions): [Tensor, Tensor];
  min(dim?: number, options?: OrderOptions & ReduceOptions): number | [Tensor, Tensor] {
    return dim === undefined ? reduce.min(this) : reduce.min(this, dim, options);
  }

  /** Returns the p-norm of all elements. */
  norm(p?: number): number;
  /** Returns the p-norms along a dimension. */
  norm(p: number, dim: number, options?: ReduceOptions): Tensor;
  norm(p = 2, dim?: number, options?: ReduceOptions): number | Tensor {
    return dim === undefined ? norms.norm(this, p) : norms.norm(this, p, dim, options);
  }

  /**
   * Returns the variance of all elements.
   *
   * @example Usage
   * ```ts
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(tensor([1, 3]).var(), 2);
   * ```
   */
  var(dim?: undefined, options?: VarianceOptions): number;
  /** Returns the variances along a dimension. */
  var(dim: number, options?: VarianceOptions): Tensor;
  var(dim?: number, options?: VarianceOptions): number | Tensor {
    return dim === undefined ? norms.variance(this, dim, options) : norms.variance(this, dim, options);
  }

  /** Returns the standard deviation of all elements. */
  std(dim?: undefined, options?: VarianceOptions): number;
  /** Returns the standard deviations along a dimension. */
  std(dim: number, options?: VarianceOptions): Tensor;
  std(dim?: number, options?: VarianceOptions): number | Tensor {
    return dim === undefined ? norms.std(this, dim, options) : norms.std(this, dim, options);
  }

  /** Returns whether every element differs from 0. */
  all(): boolean;
  /** Returns 1 where every element along a dimension differs from 0, else 0. */
  all(dim: number, options?: ReduceOptions): Tensor;
  all(dim?: number, options?: ReduceOptions): boolean | Tensor {
    return dim === undefined ? reduce.all(this) : reduce.all(this, dim, options);
  }

  /** Returns whether some element differs from 0. */
  any(): boolean;
  /** Returns 1 where some element along a dimension differs from 0, else 0. */
  any(dim: number, options?: ReduceOptions): Tensor;
  any(dim?: number, options?: ReduceOptions): boolean | Tensor {
    return dim === undefined ? reduce.any(this) : reduce.any(this, dim, options);
  }

  /** Returns the sum of the products with another tensor's elements. */
  dot(other: Tensor): number {
    return norms.dot(this, other);
  }

  /** Returns the p-norm of the difference to another tensor. */
  dist(other: Tensor, p = 2): number {
    return norms.dist(this, other, p);
  }

  /** Returns running sums along a dimension. */
  cumsum(dim = 0): Tensor {
    return scans.cumsum(this, dim);
  }

  /** Returns running products along a dimension. */
  cumprod(dim = 0): Tensor {
    return scans.cumprod(this, dim);
  }

  /** Returns the elements in order along a dimension, and their positions. */
  sort(dim = -1, descending = false, options?: OrderOptions): [Tensor, Tensor] {
    return orders.sort(this, dim, descending, options);
  }

  /** Returns the smallest or largest `k` elements along a dimension, and their positions. */
  topk(k = 1, dim = -1, largest = false, sorted = false, options?: OrderOptions): [Tensor, Tensor] {
    return orders.topk(this, k, dim, largest, sorted, options);
  }

  /** Returns the k-th smallest element along a dimension, from 1, and its position. */
  kthvalue(k: number, dim = -1, options?: OrderOptions & ReduceOptions): [Tensor, Tensor] {
    return orders.kthvalue(this, k, dim, options);
  }

  /** Returns the middle element along a dimension, and its position. */
  median(dim = -1, options?: OrderOptions & ReduceOptions): [Tensor, Tensor] {
    return orders.median(this, dim, options);
  }

  /** Returns the most frequent element along a dimension, and its position. */
  mode(dim = -1, options?: OrderOptions & ReduceOptions): [Tensor, Tensor] {
    return orders.mode(this, dim, options);
  }

  /** Returns the first position of the largest element in row-major order. */
  argmax(): number;
  /** Returns the first positions of the largest elements along a dimension. */
  argmax(dim: number, options?: ReduceOptions): Tensor;
  argmax(dim?: number, options?: ReduceOptions): number | Tensor {
    return dim === undefined ? argmax(this) : argmax(this, dim, options);
  }

  /** Returns the first position of the smallest element in row-major order. */
  argmin(): number;
  /** Returns the first positions of the smallest elements along a dimension. */
  argmin(dim: number, options?: ReduceOptions): Tensor;
  argmin(dim?: number, options?: ReduceOptions): number | Tensor {
    return dim === undefined ? argmin(this) : argmin(this, dim, options);
  }

  /** Returns ln Σ e^x over all elements. */
  logsumexp(): number;
  /** Returns ln Σ e^x along a dimension. */
  logsumexp(dim: number, options?: ReduceOptions): Tensor;
  logsumexp(dim?: number, options?: ReduceOptions): number | Tensor {
    return dim === undefined ? logsumexp(this) : logsumexp(this, dim, options);
  }

  /** Returns the sum of the main diagonal. */
  trace(): number {
    return diagonals.trace(this);
  }

  /** Returns how many elements lie in each of equal parts of a range. */
  histc(bins = 100, min = 0, max = 0): Tensor {
    return histograms.histc(this, bins, min, max);
  }

  /** Returns a histogram of each row. */
  bhistc(bins = 100, min = 0, max = 0): Tensor {
    return histograms.bhistc(this, bins, min, max);
  }

  /** Returns the cross products with the vectors of another tensor. */
  cross(other: Tensor, dim?: number): Tensor {
    return geometry.cross(this, other, dim);
  }

  /** Scales slices along a dimension to a norm of at most `maxNorm`, in place. */
  renorm(p: number, dim: number, maxNorm: number): this {
    geometry.renorm(this, p, dim, maxNorm, { out: this });
    return this;
  }

  /** Returns the squared distances between the rows of this matrix and another. */
  match(other: Tensor, gain = 1): Tensor {
    return geometry.match(this, other, gain);
  }

  /** Returns the 2-D convolution with a kernel. */
  conv2(kernel: Tensor, mode: convolutions.ConvolutionMode = "V"): Tensor {
    return convolutions.conv2(this, kernel, mode);
  }

  /** Returns the 2-D cross-correlation with a kernel. */
  xcorr2(kernel: Tensor, mode: convolutions.ConvolutionMode = "V"): Tensor {
    return convolutions.xcorr2(this, kernel, mode);
  }

  /** Returns the 3-D convolution with a kernel. */
  conv3(kernel: Tensor, mode: convolutions.ConvolutionMode = "V"): Tensor {
    return convolutions.conv3(this, kernel, mode);
  }

  /** Returns the 3-D cross-correlation with a kernel. */
  xcorr3(kernel: Tensor, mode: convolutions.ConvolutionMode = "V"): Tensor {
    return convolutions.xcorr3(this, kernel, mode);
  }

  /** Returns positions drawn with the elements as weights. */
  multinomial(n: number, replacement = false, options?: RandomOptions): Tensor {
    return multinomial(this, n, replacement, options);
  }

  // ---- matrix products, in place

  /** x = x + a b */
  addmm(a: Tensor, b: Tensor): this;
  /** x = x + alpha a b */
  addmm(alpha: number, a: Tensor, b: Tensor): this;
  /** x = beta x + alpha a b */
  addmm(beta: number, alpha: number, a: Tensor, b: Tensor): this;
  addmm(p: number | Tensor, q: number | Tensor, r?: Tensor, s?: Tensor): this {
    if (s !== undefined) addmmInto(this, p as number, q as number, r!, s);
    else if (r !== undefined) addmmInto(this, 1, p as number, q as Tensor, r);
    else addmmInto(this, 1, 1, p as Tensor, q as Tensor);
    return this;
  }

  /** x = x + a y */
  addmv(a: Tensor, y: Tensor): this;
  /** x = x + alpha a y */
  addmv(alpha: number, a: Tensor, y: Tensor): this;
  /** x = beta x + alpha a y */
  addmv(beta: number, alpha: number, a: Tensor, y: Tensor): this;
  addmv(p: number | Tensor, q: number | Tensor, r?: Tensor, s?: Tensor): this {
    if (s !== undefined) addmvInto(this, p as number, q as number, r!, s);
    else if (r !== undefined) addmvInto(this, 1, p as number, q as Tensor, r);
    else addmvInto(this, 1, 1, p as Tensor, q as Tensor);
    return this;
  }

  /** x = x + y zᵀ */
  addr(y: Tensor, z: Tensor): this;
  /** x = x + alpha y zᵀ */
  addr(alpha: number, y: Tensor, z: Tensor): this;
  /** x = beta x + alpha y zᵀ */
  addr(beta: number, alpha: number, y: Tensor, z: Tensor): this;
  addr(p: number | Tensor, q: number | Tensor, r?: Tensor, s?: Tensor): this {
    if (s !== undefined) addrInto(this, p as number, q as number, r!, s);
    else if (r !== undefined) addrInto(this, 1, p as number, q as Tensor, r);
    else addrInto(this, 1, 1, p as Tensor, q as Tensor);
    return this;
  }

  /** x[i] = x[i] + a[i] b[i] */
  baddbmm(a: Tensor, b: Tensor): this;
  /** x[i] = x[i] + alpha a[i] b[i] */
  baddbmm(alpha: number, a: Tensor, b: Tensor): this;
  /** x[i] = beta x[i] + alpha a[i] b[i] */
  baddbmm(beta: number, alpha: number, a: Tensor, b: Tensor): this;
  baddbmm(p: number | Tensor, q: number | Tensor, r?: Tensor, s?: Tensor): this {
    if (s !== undefined) baddbmmInto(this, p as number, q as number, r!, s);
    else if (r !== undefined) baddbmmInto(this, 1, p as number, q as Tensor, r);
    else baddbmmInto(this, 1, 1, p as Tensor, q as Tensor);
    return this;
  }

  /** x = x + Σ a[i] b[i] */
  addbmm(a: Tensor, b: Tensor): this;
  /** x = x + alpha Σ a[i] b[i] */
  addbmm(alpha: number, a: Tensor, b: Tensor): this;
  /** x = beta x + alpha Σ a[i] b[i] */
  addbmm(beta: number, alpha: number, a: Tensor, b: Tensor): this;
  addbmm(p: number | Tensor, q: number | Tensor, r?: Tensor, s?: Tensor): this {
    if (s !== undefined) addbmmInto(this, p as number, q as number, r!, s);
    else if (r !== undefined) addbmmInto(this, 1, p as number, q as Tensor, r);
    else addbmmInto(this, 1, 1, p as Tensor, q as Tensor);
    return this;
  }

  // ---- random numbers, in place

  /** Fills with numbers from [a, b). */
  uniform(a = 0, b = 1, options?: RandomOptions): this {
    fillRandom.uniform(this, a, b, options);
    return this;
  }

  /** Fills with normal numbers; `mean` and `std` may be tensors of its size and dtype. */
  normal(mean: number | Tensor = 0, std: number | Tensor = 1, options?: RandomOptions): this {
    fillRandom.normal(this, mean, std, options);
    return this;
  }

  /** Fills with exponentially distributed numbers. */
  exponential(rate: number, options?: RandomOptions): this {
    fillRandom.exponential(this, rate, options);
    return this;
  }

  /** Fills with Cauchy distributed numbers. */
  cauchy(median = 0, sigma = 1, options?: RandomOptions): this {
    fillRandom.cauchy(this, median, sigma, options);
    return this;
  }

  /** Fills with e to the power of normal numbers. */
  logNormal(mean = 1, std = 2, options?: RandomOptions): this {
    fillRandom.logNormal(this, mean, std, options);
    return this;
  }

  /** Fills with integers i ≥ 1 with probability (1 − p) · p^(i − 1). */
  geometric(p: number, options?: RandomOptions): this {
    fillRandom.geometric(this, p, options);
    return this;
  }

  /** Fills with 1 with probability p, else 0. */
  bernoulli(p: number | Tensor = 0.5, options?: RandomOptions): this {
    fillRandom.bernoulli(this, p, options);
    return this;
  }

  /** Fills with integers: of 32 bits, from 0 to `from`, or from `from` to `to`, both included. */
  random(from?: number, to?: number, options?: RandomOptions): this {
    fillRandom.random(this, from, to, options);
    return this;
  }

  // ---- text

  /**
   * Returns the text that Torch7 prints: columns, a common factor, slices, and the size at the end. Indices count from 0, and
   * a large tensor is shortened to the edges of its dimensions.
   *
   * @param options When to shorten, and to how much.
   *
   * @example Usage
   * ```ts
   * import { tensor } from "@taimatsu/tensor";
   * import { assertEquals } from "@std/assert";
   *
   * const x = tensor([[1, 2.5], [-3, 4]]);
   * assertEquals(x.toString(), " 1.0000  2.5000\n-3.0000  4.0000\n[torch.FloatTensor of size 2x2]");
   * ```
   */
  toString(options?: PrintOptions): string {
    return format(this, options);
  }

  /** What a Jupyter notebook shows: a vector or a matrix as a table, else {@linkcode toString}. */
  [Symbol.for("Jupyter.display")](): Record<string, string> {
    return display(this);
  }

  /** What `console.log` shows: {@linkcode toString}, or the size alone inside of lists and objects. */
  [Symbol.for("Deno.customInspect")](_inspect?: unknown, options?: { currentDepth?: number }): string {
    return inspect(this, options?.currentDepth ?? 0);
  }
}

/**
 * Returns whether a value is a tensor.
 *
 * @param value Any value.
 *
 * @example Usage
 * ```ts
 * import { isTensor, zeros } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * assert(isTensor(zeros([2])) && !isTensor([0, 0]));
 * ```
 */
export function isTensor(value: unknown): value is Tensor {
  return value instanceof Tensor;
}

/** Makes `x` the same view as another tensor, or empty. */
function setTensor(x: Tensor, other: unknown): void {
  if (other === undefined) return relayout(x, new Storage(x.store.code, 0, true, x.store.device), [], [], 0);
  if (!(other instanceof Tensor)) {
    throw new TypeError(`Cannot run set: the first argument must be a tensor or an index but is ${describe(other)}`);
  }
  if (other.dtype !== x.dtype) {
    throw new TypeError(`Cannot run set: the other tensor must be ${x.dtype} but is ${other.dtype}`);
  }
  relayout(x, other.store, other.shape, other.strides, other.offset);
}
