// Reports as text.
import type { FileReport, ReportEntry, ReportItem, ReportNumber, ReportSums, ReportTensor } from "./report.ts";

/** Entries of a list of numbers and strings that are shown in its line. */
const INLINE = 8;
/** Characters that would change what a terminal shows, those of controls and of directions of writing. */
// deno-lint-ignore no-control-regex -- they are what is looked for
const CONTROLS = /[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
/** Digits of sums that are shown. */
const DIGITS = 10;

const FORMATS = { t7: "Torch7", npy: "NumPy .npy", npz: "NumPy .npz", safetensors: "safetensors" } as const;

function clean(text: string): string {
  return text.replace(CONTROLS, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Returns a name as it is, or in quotes if it is no plain one. */
function named(text: string): string {
  return /^[\w.\-/]+$/.test(text) ? text : clean(JSON.stringify(text));
}

function grouped(n: number): string {
  return Number.isSafeInteger(n) ? String(n).replace(/\B(?=(\d{3})+$)/g, ",") : String(n);
}

function plural(n: number, noun: string): string {
  return `${grouped(n)} ${noun}${n === 1 ? "" : "s"}`;
}

function numeral(x: ReportNumber): string {
  return typeof x === "number" ? String(Number.isSafeInteger(x) ? x : Number(x.toPrecision(DIGITS))) : x;
}

function sizeText(size: readonly number[]): string {
  return size.length === 0 ? "empty" : size.join(" x ");
}

function sumsText({ sum, min, max, nans }: ReportSums): string {
  let text = sum === undefined ? "" : `, sum ${numeral(sum)}`;
  if (min !== undefined && max !== undefined) text += `, min ${numeral(min)}, max ${numeral(max)}`;
  return nans === undefined ? text : `${text}, ${grouped(nans)} NaN`;
}

function parametersText({ parameters }: Pick<ReportItem, "parameters">): string {
  if (parameters === undefined) return "";
  const { count, sum } = parameters;
  return `, ${plural(count, "parameter")}${sum === undefined ? "" : ` with sum ${numeral(sum)}`}`;
}

function tensorText(item: ReportItem): string {
  const { className = "", size = [], stride, storage, offset, storageLength } = item;
  let text = `${named(className)} ${sizeText(size)}`;
  if (stride !== undefined) text += `, strides ${stride.join(" x ")}`;
  text += sumsText(item);
  if (storageLength === undefined) return text;
  return `${text}, storage${storage === undefined ? "" : ` #${storage}`} of ${storageLength} from ${offset}`;
}

function isScalar({ kind }: ReportItem): boolean {
  return kind === "number" || kind === "string" || kind === "boolean";
}

/** Returns whether the entries of a list are shown in its line. */
function isInline({ kind, entries = [] }: ReportItem): boolean {
  return (kind === "list" || kind === "vec") && entries.length > 0 && entries.every(({ value }) => isScalar(value));
}

/** Returns the line that says what an item is. */
function headline(item: ReportItem): string {
  const { kind, value, className = "", length = 0, version, id } = item, mark = id === undefined ? "" : ` #${id}`;
  switch (kind) {
    case "nil":
      return "nil";
    case "number":
    case "boolean":
      return typeof value === "boolean" ? String(value) : numeral(value!);
    case "string":
      return clean(JSON.stringify(value)) + (String(value).endsWith("…") ? ` (${plural(length, "byte")})` : "");
    case "bytes":
      return `a string of ${plural(length, "byte")} that are no text`;
    case "reference":
      return `-> ${id}`;
    case "tensor":
      return tensorText(item) + mark;
    case "storage":
      return `${named(className)} of ${length}${sumsText(item)}${mark}`;
    case "function":
      return `function, ${plural(length, "byte")}${mark}`;
    case "generator":
      return `${named(className)}, ${plural(length, "byte")}${mark}`;
    case "object":
      return `${named(className)}${version === undefined ? "" : ` V ${version}`}${parametersText(item)}${mark}`;
    default: {
      const name = kind === "hash" ? "tds.Hash" : kind === "vec" ? "tds.Vec" : kind;
      return `${name} of ${length}${mark}${isInline(item) ? `: ${inlineText(item.entries!)}` : ""}`;
    }
  }
}

function inlineText(entries: readonly ReportEntry[]): string {
  const shown = entries.slice(0, INLINE).map(({ value }) => headline(value));
  return `${shown.join(", ")}${entries.length > INLINE ? ", …" : ""}`;
}

function* itemLines(item: ReportItem, start: string, indent: string): Generator<string> {
  yield `${indent}${start}${headline(item)}`;
  if (isInline(item)) return;
  for (const { key, value } of item.entries ?? []) {
    const name = typeof key === "string" ? named(key) : typeof key === "number" ? String(key) : `[${headline(key)}]`;
    yield* itemLines(value, `${name}: `, `${indent}  `);
  }
}

function* tensorLines(tensors: readonly ReportTensor[]): Generator<string> {
  const names = tensors.map(({ name }) => name === undefined ? "" : `${named(name)}: `);
  for (const [i, tensor] of tensors.entries()) {
    const { dtype, size = [], bytes = 0, compressed, endian, fortran, problem } = tensor;
    let text = dtype === undefined ? "" : `${dtype} ${size.length === 0 ? "scalar" : size.join(" x ")}`;
    if (dtype !== undefined) text += `, ${plural(bytes, "byte")}`;
    if (compressed !== undefined) text += ` in ${grouped(compressed)}`;
    if (endian !== undefined) text += ", big endian";
    if (fortran !== undefined) text += ", Fortran order";
    text += sumsText(tensor);
    if (problem !== undefined) text += `${text === "" ? "" : ", "}${clean(problem)}`;
    yield `  ${names[i]}${text}`;
  }
}

/** Returns the lines that say what is in a file. */
export function* reportLines(name: string, report: FileReport): Generator<string> {
  const { format, encoding, bytes, rest, object, tensors, metadata, total } = report;
  const kind = encoding === undefined ? FORMATS[format] : `${FORMATS[format]}, ${encoding}`;
  yield `${clean(name)}: ${kind}, ${plural(bytes, "byte")}`;
  if (object !== undefined) yield* itemLines(object, "", "");
  for (const [key, text] of Object.entries(metadata ?? {})) {
    yield `  metadata ${named(key)}: ${clean(JSON.stringify(text.length > 200 ? `${text.slice(0, 199)}…` : text))}`;
  }
  yield* tensorLines(tensors ?? []);
  const storages = total.storages === undefined ? "" : ` over ${plural(total.storages, "storage")}`;
  const elements = `${plural(total.elements, "element")}, ${plural(total.bytes, "byte")}`;
  if (rest !== undefined) yield `${plural(rest, "byte")} follow`;
  yield `total: ${plural(total.tensors, "tensor")}${storages} of ${elements}${parametersText(report)}`;
}
