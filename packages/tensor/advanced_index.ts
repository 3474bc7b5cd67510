// Indexing by tensors: positions and masks, beside indices and ranges.
import { add, mul } from "./arithmetic.ts";
import { broadcastSize } from "./broadcast.ts";
import { checkRange, checkSize, formatSize, sameSize } from "./check.ts";
import { BOOL, INT64, UINT8 } from "./codes.ts";
import { lt } from "./compare.ts";
import { empty, tensor } from "./create.ts";
import { take } from "./gather.ts";
import { viewAt } from "./make.ts";
import { nonzero, where } from "./masks.ts";
import { max, min } from "./reduce.ts";
import { put } from "./scatter.ts";
import { arange } from "./sequences.ts";
import { Tensor } from "./tensor.ts";
import type { Index } from "./types.ts";

/** Takes indices, ranges and `null` of the leading dimensions. */
type BasicAt = (x: Tensor, index: readonly Exclude<Index, Tensor>[]) => Tensor;

/** Returns whether an entry is a tensor. */
export function isAdvanced(index: readonly Index[]): boolean {
  return index.some((entry) => entry instanceof Tensor);
}

/** How many dimensions an entry takes. */
function dimsOf(entry: Index): number {
  return entry instanceof Tensor && entry.store.code !== INT64 ? entry.shape.length : 1;
}

/** A mask as positions in each of its dimensions, positions as they are. */
function columnsOf(caller: string, entry: Tensor, size: readonly number[]): Tensor[] {
  const { code } = entry.store;
  if (code === INT64) return [entry];
  if (code !== UINT8 && code !== BOOL) {
    throw new TypeError(`Cannot run ${caller}: an index tensor must be int64, uint8 or bool but is ${entry.dtype}`);
  }
  if (!sameSize(entry.shape, size)) checkSize(caller, "the mask", entry, size);
  const found = nonzero(entry), n = found.shape[0] ?? 0;
  return size.map((_, d) => n === 0 ? empty([0], { dtype: "int64", device: entry.device }) : found.select(1, d));
}

/** Positions from 0, where negative ones count from the end. */
function wrapped(caller: string, index: Tensor, size: number): Tensor {
  if (index.count === 0) return index;
  for (const extreme of [min(index), max(index)]) checkRange(caller, "a position", extreme, -size, size - 1);
  return min(index) < 0 ? where(lt(index, 0), add(index, size), index) : index;
}

/** `x` seen with the given axes of `rank`, size 1 along the others. */
function alongAxes(x: Tensor, first: number, rank: number): Tensor {
  const shape = new Array<number>(rank).fill(1);
  x.shape.forEach((s, d) => shape[first + d] = s);
  return x.contiguous().view(shape);
}

/** Positions in the storage of what the entries take: tensors that stand side by side where the first stands, others in front. */
function positionsIn(caller: string, x: Tensor, index: readonly Index[], basicAt: BasicAt): Tensor {
  const taken = index.reduce((n: number, entry) => n + dimsOf(entry), 0);
  if (taken > x.shape.length) {
    throw new RangeError(
      `Cannot run ${caller}: ${formatSize(x.shape)} takes at most ${x.shape.length} indices but ${taken} are given`,
    );
  }
  const basic = index.flatMap((entry) => entry instanceof Tensor ? new Array<null>(dimsOf(entry)).fill(null) : [entry]);
  const view = basicAt(x, basic);
  // Which dimensions of the view positions are given for.
  const columns = new Map<number, Tensor>();
  let dim = 0;
  for (const entry of index) {
    if (entry instanceof Tensor) {
      columnsOf(caller, entry, view.shape.slice(dim, dim + dimsOf(entry))).forEach((column, k) =>
        columns.set(dim + k, wrapped(caller, column, view.shape[dim + k]!))
      );
      dim += dimsOf(entry);
    } else if (typeof entry !== "number") dim++;
  }
  const dims = [...columns.keys()],
    common = [...columns.values()].map((c) => c.shape).reduce((a, b) => broadcastSize(caller, a, b));
  const together = dims.every((d, k) => k === 0 || d === dims[k - 1]! + 1), start = together ? dims[0]! : 0;
  const others = view.shape.map((_, d) => d).filter((d) => !columns.has(d)), rank = others.length + common.length;
  if (rank > 16) {
    throw new RangeError(`Cannot run ${caller}: the result must have at most 16 dimensions but has ${rank}`);
  }
  const options = { dtype: "int64", device: view.store.device } as const;
  let positions = tensor([view.offset], options).view(new Array<number>(rank).fill(1));
  for (const [d, column] of columns) {
    const lead = common.length - column.shape.length;
    positions = add(positions, mul(alongAxes(column, start + lead, rank), view.strides[d]!));
  }
  others.forEach((d, k) => {
    const axis = k < start ? k : k + common.length, size = view.shape[d]!;
    const steps = size === 0 ? empty([0], options) : arange(0, size, 1, options);
    positions = add(positions, mul(alongAxes(steps, axis, rank), view.strides[d]!));
  });
  return positions;
}

function storageOf(x: Tensor): Tensor {
  return viewAt(x, [x.store.length], [1], 0);
}

/** Returns a copy of what the entries take. */
export function atTensors(x: Tensor, index: readonly Index[], basicAt: BasicAt): Tensor {
  return take(storageOf(x), positionsIn("at", x, index, basicAt));
}

/** Fills or copies into what the entries take. */
export function setAtTensors(x: Tensor, index: readonly Index[], value: number | Tensor, basicAt: BasicAt): void {
  const positions = positionsIn("setAt", x, index, basicAt), flat = storageOf(x);
  if (typeof value === "number") put(flat, positions, value, { out: flat });
  else {
    const fits = value.count === positions.count ? value : value.expand(positions.shape);
    put(flat, positions, fits.to(x.dtype), { out: flat });
  }
}
