// Sparse matrices along a dimension.
import { cpu, type Device, type Tensor } from "@taimatsu/tensor";
import { frame, fresh, put, putSize } from "@taimatsu/tensor/native";
import { floatsOf, INT32, integersOf, write } from "../elements.ts";
import { kernelsOf } from "../kernels.ts";
import type { Resampler, ResamplingRow, ResamplingStep, SparseMatrix } from "./resampler.ts";

/** Sizes of what a matrix is applied to: [what lies outside of the dimension, along it, inside]. */
type Sizes = readonly [outer: number, size: number, inner: number];

/** r = the matrix times x along the middle dimension. */
export function multiply(r: Tensor, to: Sizes, x: Tensor, from: Sizes, { rows, columns, weight }: SparseMatrix): void {
  const { device } = x.store;
  if (r.count === 0) return;
  putSize(0, r, to);
  putSize(1, x, from);
  put(2, rows);
  put(3, columns);
  put(4, weight);
  const status = kernelsOf(device).tm_sparse_mm(
    r.store.block.arg,
    x.store.block.arg,
    rows.store.block.arg,
    columns.store.block.arg,
    weight.store.block.arg,
    frame,
  );
  if (status !== 0) throw device.error(status);
}

/** Returns whether the memory of a step's matrices was disposed. */
export function isGone({ matrix: { rows } }: ResamplingStep): boolean {
  return rows.store.length === 0;
}

/** Makes room on the CPU for a matrix of `n` rows with so many entries. */
function makeMatrix(code: number, n: number, entries: number): SparseMatrix {
  return {
    rows: fresh(INT32, [n + 1], cpu),
    columns: fresh(INT32, [entries], cpu),
    weight: fresh(code, [entries], cpu),
  };
}

/** Makes the matrix with the given rows. */
function fill(code: number, row: (i: number) => ResamplingRow, n: number): SparseMatrix {
  const starts = new Int32Array(n + 1);
  for (let i = 0; i < n; i++) starts[i + 1] = starts[i]! + row(i).count;
  const matrix = makeMatrix(code, n, starts[n]!), columns = integersOf(matrix.columns);
  const weight = floatsOf(matrix.weight);
  integersOf(matrix.rows).set(starts);
  for (let i = 0; i < n; i++) {
    const { first, count, weight: w, more = w } = row(i), at = starts[i]!;
    for (let k = 0; k < count; k++) {
      columns[at + k] = first + k;
      weight[at + k] = k === 0 ? w : more;
    }
  }
  return matrix;
}

/** Writes the transpose of a matrix to another that has room for it. */
export function transposeInto(result: SparseMatrix, matrix: SparseMatrix): void {
  const rows = integersOf(matrix.rows), columns = integersOf(matrix.columns), weight = floatsOf(matrix.weight);
  const starts = integersOf(result.rows).fill(0), toColumns = integersOf(result.columns);
  const toWeight = floatsOf(result.weight), m = starts.length - 1;
  for (const column of columns) starts[column + 1]!++;
  for (let j = 0; j < m; j++) starts[j + 1]! += starts[j]!;
  for (let i = 0; i + 1 < rows.length; i++) {
    for (let e = rows[i]!; e < rows[i + 1]!; e++) {
      const at = starts[columns[e]!]!++;
      toColumns[at] = i;
      toWeight[at] = weight[e]!;
    }
  }
  starts.copyWithin(1, 0, m); // each row began where the one before it has ended
  starts[0] = 0;
  write(result.rows, starts);
  write(result.columns, toColumns);
  write(result.weight, toWeight);
}

/** Returns the matrix on a device. */
function onDevice({ rows, columns, weight }: SparseMatrix, device: Device): SparseMatrix {
  return { rows: rows.to(device), columns: columns.to(device), weight: weight.to(device) };
}

/** Returns whether all elements stay as they are. */
function isIdentity(row: (i: number) => ResamplingRow, size: number, out: number): boolean {
  if (size !== out) return false;
  for (let i = 0; i < out; i++) {
    const { first, count, weight } = row(i);
    if (first !== i || count !== 1 || weight !== 1) return false;
  }
  return true;
}

/**
 * Makes the step along an axis.
 *
 * @param resampler What the rows come from.
 * @param axis The axis, from the last dimension.
 * @param sizes Sizes before the step.
 * @param d The dimension of the axis.
 * @param out Its size after the step.
 * @param known A step along the axis, whose matrices are used if they fit.
 * @returns The step; `null` if it would change nothing.
 */
export function makeStep(
  resampler: Resampler,
  axis: number,
  sizes: readonly number[],
  d: number,
  out: number,
  known: ResamplingStep | undefined,
): ResamplingStep | null {
  const size = sizes[d]!, product = (list: readonly number[]) => list.reduce((n, s) => n * s, 1);
  const outer = product(sizes.slice(0, d)), inner = product(sizes.slice(d + 1));
  const place = { axis, from: [outer, size, inner], to: [outer, out, inner] } as const;
  if (known !== undefined && known.from[1] === size && known.to[1] === out) return { ...known, ...place };
  const row = (i: number): ResamplingRow => resampler.row(axis, i, size, out), { code, device } = resampler;
  if (isIdentity(row, size, out)) return null;
  const matrix = fill(code, row, out);
  const transpose = makeMatrix(code, size, matrix.columns.count);
  transposeInto(transpose, matrix);
  return { ...place, matrix: onDevice(matrix, device), transpose: onDevice(transpose, device) };
}
