// The text of a tensor, as Torch7 prints it: columns of one width, a common factor in front, slices, the size at the end.
import { moved } from "./copy.ts";
import { cpu } from "./device.ts";
import { readNumber } from "./element.ts";
import type { PrintOptions, Tensor } from "./tensor.ts";
import { className } from "./type_name.ts";

const LINE_WIDTH = 80, DOTS = "...";
/** Elements of another device that are fetched together rather than one by one. */
const AT_ONCE = 1e6;

/** How all numbers of a tensor are written. */
interface Style {
  /** Characters of a number. */
  width: number;
  /** The common factor in front of the numbers; 1 is not shown. */
  scale: number;
  /** Writes a number that is divided by the factor already. */
  write(value: number): string;
}

/** Returns how many digits stand before the decimal point; −1 is 0.01 …, 0 is 0.1 …, 1 is 1 …. */
function exponentOf(magnitude: number): number {
  return magnitude === 0 ? 1 : Number(magnitude.toExponential().split("e")[1]) + 1;
}

/** Writes the exponent as C does, with two digits at least. */
function padExponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, "e$10$2");
}

/** Writes four decimals; halves go to the even digit as in C, where JavaScript rounds them up. */
function fixed(value: number): string {
  return /^(-?\d+\.\d{3}[02468])50*$/.exec(value.toFixed(40))?.[1] ?? value.toFixed(4);
}

/** Writes four decimals and an exponent, as {@linkcode fixed}. */
function exponential(value: number): string {
  const half = /^(-?\d\.\d{3}[02468])50*(e.*)$/.exec(value.toExponential(40));
  return padExponent(half === null ? value.toExponential(4) : half[1]! + half[2]!);
}

function styleOf(values: readonly number[], leastWidth: number): Style {
  // NaN and infinities must not spoil the format of the others.
  const finite = values.filter(Number.isFinite), whole = finite.every(Number.isInteger);
  let least = Infinity, most = 0;
  for (const value of finite) {
    least = Math.min(least, Math.abs(value));
    most = Math.max(most, Math.abs(value));
  }
  const low = finite.length === 0 ? 1 : exponentOf(least), high = exponentOf(most);
  let width: number, scale = 1, digits: (value: number) => string;
  if (whole && high > 9) [width, digits] = [11, exponential];
  else if (whole) [width, digits] = [high + 1, String];
  else if (high - low > 4) [width, digits] = [Math.abs(high) > 99 || Math.abs(low) > 99 ? 12 : 11, exponential];
  else if (high > 5 || high < 0) [width, scale, digits] = [7, Number(`1e${high - 1}`), fixed];
  else [width, digits] = [high === 0 ? 7 : high + 6, fixed];
  width = Math.max(width, finite.length < values.length ? 4 : 0, leastWidth);
  const write = (value: number) => {
    const text = Number.isNaN(value) ? "nan" : !Number.isFinite(value) ? (value < 0 ? "-inf" : "inf") : digits(value);
    return text.padStart(width);
  };
  return { width, scale, write };
}

/** Writes the factor as C's `%g` does. */
function writeScale(scale: number): string {
  return `${padExponent(scale >= 1e-4 && scale < 1e6 ? String(scale) : scale.toExponential())} *`;
}

/** The positions of a dimension that are shown; `null` stands for those that are left out. */
function shown(size: number, edge: number): (number | null)[] {
  const all = Array.from({ length: size <= 2 * edge ? size : edge }, (_, i) => i);
  return size <= 2 * edge ? all : [...all, null, ...all.map((i) => size - edge + i)];
}

/** A matrix as text: `value(row, column)` gives its elements. */
function writeMatrix(
  rows: readonly (number | null)[],
  columns: readonly (number | null)[],
  value: (row: number, column: number) => number,
  { width, scale, write }: Style,
  indent: string,
): string[] {
  const shortened = columns.includes(null), lines: string[] = [];
  const perLine = shortened ? columns.length : Math.max(1, Math.floor((LINE_WIDTH - indent.length) / (width + 1)));
  const margin = scale === 1 ? indent : `${indent} `;
  for (let first = 0; first < columns.length; first += perLine) {
    const group = columns.slice(first, first + perLine);
    if (perLine < columns.length) {
      if (first > 0) lines.push("");
      lines.push(`${first === 0 ? indent : ""}Columns ${group[0]} to ${group.at(-1)}`);
    }
    if (scale !== 1) lines.push(`${indent}${writeScale(scale)}`);
    for (const row of rows) {
      const entries = group.map((column) =>
        column === null ? DOTS : row === null ? DOTS.padStart(width) : write(value(row, column))
      );
      lines.push(margin + entries.join(" "));
    }
  }
  return lines;
}

/** The leading indices of all slices, the first index running fastest as in Torch7. */
function slicesOf(sizes: readonly number[], edge: number): (number[] | null)[] {
  const count = sizes.reduce((n, s) => n * s, 1);
  return shown(count, edge).map((position) => {
    if (position === null) return null;
    return sizes.map((size) => {
      const index = position! % size;
      position = Math.floor(position! / size);
      return index;
    });
  });
}

/**
 * Returns the tensor's text as Torch7 prints it, but for three things: indices count from 0, the text has no line break at its
 * end, and a large tensor is shortened to the edges of its dimensions.
 */
export function format(x: Tensor, options: PrintOptions = {}): string {
  if (!x.store.isGone() && x.count <= AT_ONCE) x = moved(x, cpu);
  const { threshold = 1000, edgeItems = 3 } = options, { shape, strides } = x, dims = shape.length;
  const name = `torch.${className(x.store.code)}Tensor`;
  if (dims === 0) return `[${name} with no dimension]`;
  const size = `${name} of size ${shape.join("x")}`, footer = `[${size}]`;
  if (x.count === 0) return footer;
  if (x.store.isGone()) return `[${size}, disposed or transferred away]`;
  const edge = x.count > threshold ? edgeItems : Infinity;
  const base = x.offset + x.store.base;

  const rows = shown(dims === 1 ? shape[0]! : shape[dims - 2]!, edge);
  const columns = dims === 1 ? [0] : shown(shape[dims - 1]!, edge);
  const slices = slicesOf(shape.slice(0, -2), edge);
  const rowStride = dims === 1 ? strides[0]! : strides[dims - 2]!, columnStride = dims === 1 ? 0 : strides[dims - 1]!;
  const starts = slices.map((slice) => slice && slice.reduce((at, i, d) => at + i * strides[d]!, base));
  const element = (start: number, row: number, column: number) =>
    readNumber(x.store, start + row * rowStride + column * columnStride);

  const values = starts.flatMap((start) =>
    start === null
      ? []
      : rows.flatMap((row) => row === null ? [] : columns.flatMap((c) => c === null ? [] : [element(start, row, c)]))
  );
  const style = styleOf(values, edge === Infinity ? 0 : DOTS.length);
  const lines: string[] = [];
  if (dims === 1) {
    if (style.scale !== 1) lines.push(writeScale(style.scale));
    for (const row of rows) {
      lines.push(row === null ? DOTS.padStart(style.width) : style.write(element(base, row, 0) / style.scale));
    }
    return [...lines, footer].join("\n");
  }
  for (const [k, slice] of slices.entries()) {
    const start = starts[k]!, value = (row: number, column: number) => element(start, row, column) / style.scale;
    if (k > 0) lines.push("");
    if (slice === null) {
      lines.push(DOTS);
      continue;
    }
    if (dims > 2) lines.push(`(${slice.join(",")},.,.) = `);
    lines.push(...writeMatrix(rows, columns, value, style, dims > 2 ? " " : ""));
  }
  return [...lines, footer].join("\n");
}

/** Returns what `console.log` shows; `depth` counts the lists and objects around the tensor. */
export function inspect(x: Tensor, depth: number): string {
  if (depth > 0) return `${className(x.store.code)}Tensor - size: ${x.shape.length === 0 ? "none" : x.shape.join("x")}`;
  return format(x);
}

/** Returns what a Jupyter notebook shows: the text, and for a vector or a matrix a table too. */
export function display(x: Tensor): Record<string, string> {
  const text = format(x), { shape } = x;
  if (shape.length < 1 || shape.length > 2 || x.count === 0 || x.store.isGone()) return { "text/plain": text };
  const matrix = shape.length === 2 ? x : x.unsqueeze(0), edge = x.count > 1000 ? 3 : Infinity;
  const columns = shown(matrix.shape[1]!, edge);
  const row = (i: number) =>
    columns.map((c) => `<td>${c === null ? "…" : Number(readAt(matrix, i, c).toPrecision(5))}</td>`).join("");
  const rows = shown(matrix.shape[0]!, edge).map((i) =>
    `<tr>${i === null ? `<td colspan="${columns.length}">…</td>` : row(i)}</tr>`
  );
  const size = text.slice(text.lastIndexOf("["));
  return { "text/plain": text, "text/html": `<table>${rows.join("")}</table><code>${size}</code>` };
}

function readAt(x: Tensor, i: number, j: number): number {
  return readNumber(x.store, x.store.base + x.offset + i * x.strides[0]! + j * x.strides[1]!);
}
