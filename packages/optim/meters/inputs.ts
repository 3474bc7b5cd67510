// Scores and targets as the meters take them: rows of examples, columns of classes.
import { checkInteger, checkRange, checkTensor, describe, formatSize, type Tensor } from "@taimatsu/tensor";

/** Counts of every class for every class would not fit into memory with more. */
export const MOST_CLASSES = 1e5;

/** A matrix of numbers, row by row. */
export interface Rows {
  /** Number of rows. */
  rows: number;
  /** Number of columns. */
  columns: number;
  /** The elements. */
  data: Float64Array;
}

function elements(x: Tensor): Float64Array {
  return Float64Array.from(x.cpu().reshape(x.count).to("float64").data as Float64Array);
}

/** Copies scores [rows, columns]; a vector is one row, or one column. */
export function rowsOf(caller: string, name: string, x: Tensor, vector: "row" | "column" = "row"): Rows {
  checkTensor(caller, name, x);
  const { shape } = x;
  if (shape.length !== 1 && shape.length !== 2) {
    throw new TypeError(
      `Cannot run ${caller}: ${name} must be [examples, classes] or a vector but is ${formatSize(shape)}`,
    );
  }
  const [rows, columns] = shape.length === 2 ? shape : vector === "row" ? [1, shape[0]] : [shape[0], 1];
  return { rows: rows!, columns: columns!, data: elements(x) };
}

/** Checks that two matrices have the same size. */
export function checkSameRows(caller: string, output: Rows, name: string, other: Rows): void {
  if (output.rows !== other.rows || output.columns !== other.columns) {
    const wanted = formatSize([output.rows, output.columns]), found = formatSize([other.rows, other.columns]);
    throw new TypeError(`Cannot run ${caller}: ${name} must be ${wanted} like output but is ${found}`);
  }
}

/** Copies class numbers for the rows of `output`: a number, a vector, a column, or rows whose largest elements mark them. */
export function classesOf(caller: string, target: number | Tensor, { rows, columns }: Rows): number[] {
  let classes: number[];
  if (typeof target === "number") classes = [target];
  else {
    checkTensor(caller, "target", target);
    const oneHot = target.shape.length > 0 && columns > 1 && target.count === rows * columns &&
      target.shape[target.shape.length - 1] === columns && (target.shape.length === 2 || target.shape[0] !== rows);
    if (oneHot) {
      const { data } = rowsOf(caller, "target", target);
      classes = Array.from({ length: rows }, (_, i) => {
        const row = data.subarray(i * columns, (i + 1) * columns);
        return row.indexOf(row.reduce((a, b) => Math.max(a, b), -Infinity));
      });
    } else classes = [...elements(target)];
  }
  if (classes.length !== rows) {
    const found = typeof target === "number" ? describe(target) : formatSize(target.shape);
    throw new TypeError(`Cannot run ${caller}: target must be for the ${rows} rows of output but is ${found}`);
  }
  for (const label of classes) checkInteger(caller, "target", label, 0, columns - 1);
  return classes;
}

/** Copies targets of 0 and 1 for each element of `output`; class numbers, one for each row, become rows with a single 1. */
export function hotOf(caller: string, target: number | Tensor, output: Rows, vector: "row" | "column" = "row"): Rows {
  const { rows, columns } = output;
  if (typeof target === "number" || isClasses(target, output)) {
    const hot = new Float64Array(rows * columns);
    for (const [i, label] of classesOf(caller, target, output).entries()) hot[i * columns + label] = 1;
    return { rows, columns, data: hot };
  }
  const hot = rowsOf(caller, "target", target, vector);
  checkSameRows(caller, output, "target", hot);
  const wrong = hot.data.findIndex((x) => x !== 0 && x !== 1);
  if (wrong >= 0) {
    throw new RangeError(`Cannot run ${caller}: target must hold 0 and 1 only but holds ${hot.data[wrong]}`);
  }
  return hot;
}

function isClasses(target: Tensor, { rows, columns }: Rows): boolean {
  if (columns === 1 || typeof target !== "object" || target === null || !("shape" in target)) return false;
  const { shape } = target;
  return shape[0] === rows &&
    (shape.length === 1 && !(rows === columns && rows === 1) || shape.length === 2 && shape[1] === 1);
}

/** Returns the positions of a row, the largest score first; of equal scores the first comes first, NaN comes last. */
export function ranking(scores: ArrayLike<number>): number[] {
  const key = (i: number) => Number.isNaN(scores[i]) ? -Infinity : scores[i]!;
  return Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => key(a) === key(b) ? a - b : key(b) - key(a));
}

/** Checks the levels at which a meter measures: integers from 1. */
export function checkLevels(caller: string, name: string, levels: readonly number[]): void {
  if (!Array.isArray(levels)) {
    throw new TypeError(`Cannot run ${caller}: ${name} must be a list but is ${describe(levels)}`);
  }
  if (levels.length === 0) throw new RangeError(`Cannot run ${caller}: ${name} must be a list of numbers but is empty`);
  for (const level of levels) checkInteger(caller, name, level, 1);
}

/** Checks the thresholds at which a meter measures: numbers from 0 to 1. */
export function checkThresholds(caller: string, thresholds: readonly number[]): void {
  if (!Array.isArray(thresholds)) {
    throw new TypeError(`Cannot run ${caller}: threshold must be a list but is ${describe(thresholds)}`);
  }
  if (thresholds.length === 0) {
    throw new RangeError(`Cannot run ${caller}: threshold must be a list of numbers but is empty`);
  }
  for (const threshold of thresholds) checkRange(caller, "threshold", threshold, 0, 1);
}

/** Returns the position of a level among those that were asked for. */
export function levelOf(caller: string, name: string, levels: readonly number[], level: number): number {
  const at = levels.indexOf(level);
  if (at < 0) throw new RangeError(`Cannot run ${caller}: ${name} must be one of ${levels.join(", ")} but is ${level}`);
  return at;
}
