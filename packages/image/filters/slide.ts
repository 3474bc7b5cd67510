import { type Tensor, tensor } from "@taimatsu/tensor";
import { FLOAT64, frame, fresh, putSize, skip, UINT8 } from "@taimatsu/tensor/native";
import { kernelsOf } from "../kernels.ts";

/** Weights that slide over planes. */
export interface Weights {
  /** Rows and columns that the weights cover. */
  readonly size: readonly [number, number];
  /** The weights of one plane, or of each channel, row by row; one row of them where there is a `column`. */
  readonly rows: ArrayLike<number>;
  /** What each row is multiplied by, where the weights are products. */
  readonly column?: ArrayLike<number>;
}

/** Where weights lie and what they meet beyond the borders. */
export interface Placement {
  /** Height and width of the result. */
  readonly size: readonly [number, number];
  /** Rows of the weights above the pixel that they give. */
  readonly top: number;
  /** Columns of the weights left of it. */
  readonly left: number;
  /** The value beyond the borders, or the nearest pixel's; 0 unless given. */
  readonly border?: number | "nearest";
}

/** Returns the sums of weights times what lies below them, read as they are, for each plane of an image. */
export function slide(x: Tensor, weights: Weights, { size, top, left, border = 0 }: Placement): Tensor {
  const source = x.contiguous(), { store, shape } = source, [h, w] = shape.slice(-2) as [number, number];
  const planes = source.count / (h * w), [kh, kw] = weights.size, { column } = weights;
  const dtype = store.code === FLOAT64 ? "float64" : "float32", high = column === undefined ? kh : 1;
  const kernels = weights.rows.length / (high * kw);
  const rows = tensor(Array.from(weights.rows), { dtype });
  const all = kernels === 1 ? rows : rows.view(1, -1).expand(planes / kernels, rows.count).contiguous();
  const r = fresh(store.code, [...shape.slice(0, -2), ...size], store.device);
  putSize(0, r, [planes, ...size]);
  putSize(1, source, [planes, h, w]);
  putSize(2, all, [all.count / (high * kw), high, kw]);
  const scale = column === undefined ? undefined : tensor(Array.from(column), { dtype });
  if (scale === undefined) skip(3);
  else putSize(3, scale, [1, kh]);
  const status = kernelsOf(store.device).tm_image_correlate(
    r.store.block.arg,
    store.block.arg,
    all.store.block.arg,
    scale === undefined ? null : scale.store.block.arg,
    frame,
    top,
    left,
    +(border === "nearest"),
    border === "nearest" ? 0 : border,
  );
  if (status !== 0) throw store.device.error(status);
  return r;
}

/** Returns the weights as the products of a column and a row, if they are that to rounding and it saves work. */
export function separate(weights: Weights, tolerance: number): Weights {
  const { size: [kh, kw], rows } = weights;
  if (rows.length !== kh * kw || kh * kw <= kh + kw) return weights;
  let at = 0;
  for (let i = 1; i < rows.length; i++) if (Math.abs(rows[i]!) > Math.abs(rows[at]!)) at = i;
  const pivot = rows[at]!, first = at - at % kw;
  if (pivot === 0) return weights;
  const row = Array.from({ length: kw }, (_, b) => rows[first + b]!);
  const column = Array.from({ length: kh }, (_, a) => rows[a * kw + at % kw]! / pivot);
  const near = tolerance * Math.abs(pivot);
  for (let a = 0; a < kh; a++) {
    for (let b = 0; b < kw; b++) if (!(Math.abs(rows[a * kw + b]! - column[a]! * row[b]!) <= near)) return weights;
  }
  return { size: weights.size, rows: row, column };
}

/** How far weights may be from products, in the largest of them: a few roundings of the type that computes. */
export function toleranceOf(x: Tensor): number {
  return x.store.code === FLOAT64 ? 2 ** -50 : 2 ** -22;
}

/** The elements of weights, backwards in both directions, for each channel if there are several. */
export function flipped(kernel: Tensor): number[] {
  const values = Array.from(kernel.double().contiguous().data as Float64Array), [kh, kw] = kernel.shape.slice(-2);
  const each = kh! * kw!, r: number[] = [];
  for (let at = 0; at < values.length; at += each) r.push(...values.slice(at, at + each).reverse());
  return r;
}

/** Whether the image holds bytes. */
export function isByte(x: Tensor): boolean {
  return x.store.code === UINT8;
}
