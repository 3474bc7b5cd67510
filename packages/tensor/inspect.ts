/**
 * Says what is in a `.t7`, `.npy`, `.npz` or safetensors file: `deno run -R jsr:@taimatsu/tensor/inspect FILE`. It needs no native
 * library, and of a `.npz` or safetensors file one tensor at a time is in memory.
 *
 * - Of a `.t7` file: tables, objects of classes known or not, tensors with sizes, sums, the least and the largest element, storages that
 *   they share, functions. What occurs again has a number, `#3`, and is referred to by it, `-> 3`.
 * - Parameters are the tensors of an object that have a gradient beside them (`x` and `gradX`) or are called `weight` or `bias`. Those
 *   that are shared count once, in the object in which they stand first.
 * - Of other files: names, dtypes, sizes, bytes, sums, metadata.
 *
 * `--depth N` shows no more levels, `--no-sums` adds up no elements and reads only those of `.t7` files, `--json` writes JSON. The exit
 * code is 1 if something cannot be read.
 *
 * @module
 */
import { checkInteger } from "./check.ts";
import { type ByteSource, openSource } from "./files/byte_source.ts";
import { inspectNpy, inspectNpz, inspectSafetensors } from "./files/inspect/arrays.ts";
import type { FileReport, InspectOptions } from "./files/inspect/report.ts";
import { reportLines } from "./files/inspect/text.ts";
import { inspectTorch } from "./files/inspect/torch.ts";

export type {
  FileReport,
  InspectOptions,
  ReportEntry,
  ReportItem,
  ReportNumber,
  ReportParameters,
  ReportSums,
  ReportTensor,
  ReportTotal,
} from "./files/inspect/report.ts";

const USAGE = "inspect FILE [--depth N] [--no-sums] [--json]";
/** Levels that are shown unless others are asked for, and at most. */
const DEPTH = 40, DEEPEST = 1000;
/** Headers of safetensors files are not longer. */
const LONGEST_HEADER = 100_000_000;

/** Returns the format that a file seems to have by its first bytes. */
function formatOf(source: ByteSource): FileReport["format"] {
  const head = new Uint8Array(9), text = String.fromCharCode(...head.subarray(0, source.read(head, 0)));
  if (text.startsWith("\x93NUMPY")) return "npy";
  if (text.startsWith("PK")) return "npz";
  const length = new DataView(head.buffer).getBigUint64(0, true);
  return text[8] === "{" && length > 0 && length <= LONGEST_HEADER ? "safetensors" : "t7";
}

/**
 * Says what is in a file, whichever of the formats it has.
 *
 * @param file The file, or its bytes.
 * @param options What is said.
 * @throws {FileFormatError} If the file is damaged or of another format. What is wrong with one tensor of several is its `problem`.
 *
 * @example Usage
 * ```ts
 * import { inspect } from "@taimatsu/tensor/inspect";
 * import { serialize } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const { format, object } = inspect(serialize([1, "two"]));
 * assertEquals([format, object!.kind, object!.length], ["t7", "list", 2]);
 * ```
 */
export function inspect(file: string | URL | Uint8Array, options: InspectOptions = {}): FileReport {
  const { sums = true, depth = DEPTH } = options;
  checkInteger("inspect", "depth", depth, 0, DEEPEST);
  using source = openSource("inspect", file);
  switch (formatOf(source)) {
    case "npy":
      return inspectNpy(source, sums);
    case "npz":
      return inspectNpz(source, sums);
    case "safetensors":
      return inspectSafetensors(source, sums);
    case "t7":
      return inspectTorch(source, sums, depth);
  }
}

/**
 * Writes a report as lines of text.
 *
 * @param name What the file is called.
 * @param report What {@linkcode inspect} returned.
 *
 * @example Usage
 * ```ts
 * import { describeReport, inspect } from "@taimatsu/tensor/inspect";
 * import { serialize } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const lines = [...describeReport("a.t7", inspect(serialize({ epoch: 3 })))];
 * assertEquals(lines[2], "  epoch: 3");
 * ```
 */
export function describeReport(name: string, report: FileReport): Iterable<string> {
  return reportLines(name, report);
}

function main(args: readonly string[]): void {
  const options: InspectOptions = {}, files: string[] = [];
  let json = false;
  for (let i = 0; i < args.length; i++) {
    const option = args[i]!;
    if (option === "--help" || option === "-h") return console.log(USAGE);
    if (option === "--json") json = true;
    else if (option === "--no-sums") options.sums = false;
    else if (option === "--depth" && /^\d+$/.test(args[i + 1] ?? "")) options.depth = Number(args[++i]);
    else if (option.startsWith("-")) throw new TypeError(`${option} is not understood: ${USAGE}`);
    else files.push(option);
  }
  if (files.length !== 1) throw new TypeError(USAGE);
  const [file] = files as [string], report = inspect(file, options);
  if (json) console.log(JSON.stringify(report, undefined, 2));
  else for (const line of describeReport(file, report)) console.log(line);
  if (report.tensors?.some(({ problem }) => problem !== undefined)) Deno.exitCode = 1;
}

if (import.meta.main) {
  try {
    main(Deno.args);
  } catch (error) {
    console.error((error as Error).message.replaceAll("\n", " "));
    Deno.exitCode = 1;
  }
}
