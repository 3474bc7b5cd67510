// What is in the files of NumPy and safetensors: one tensor at a time is in memory.
import { DTYPES } from "../../dtype.ts";
import { overStorage } from "../../make.ts";
import type { Tensor } from "../../tensor.ts";
import { ByteReader } from "../byte_reader.ts";
import type { ByteSource } from "../byte_source.ts";
import { FileFormatError } from "../file_format_error.ts";
import { type NpyHeader, readHeader } from "../npy/header.ts";
import { readNpy } from "../npy/load_npy.ts";
import { readElements } from "../read_elements.ts";
import { safetensorsType } from "../safetensors/dtypes.ts";
import { readSafetensorsHeader, type TensorEntry } from "../safetensors/header.ts";
import { readDirectory, type ZipEntry } from "../zip/directory.ts";
import { openEntry } from "../zip/entry_source.ts";
import { DEFLATED } from "../zip/format.ts";
import type { FileReport, ReportTensor } from "./report.ts";
import { sumsOf } from "./sums.ts";

const product = (size: readonly number[]): number => size.reduce((all, n) => all * n, 1);

/** Adds up a tensor and gives its memory back. */
function sumUp(report: ReportTensor, x: Tensor): void {
  Object.assign(report, sumsOf(x));
  x.store[Symbol.dispose]();
}

function describeNpy({ type, little, shape, fortran }: NpyHeader): ReportTensor & { bytes: number } {
  const dtype = type.unsigned ? `uint${8 * type.width}` : DTYPES[type.code]!;
  const report: ReportTensor & { bytes: number } = { dtype, size: shape, bytes: product(shape) * type.width };
  if (!little && type.width > 1) report.endian = "big";
  if (fortran) report.fortran = true;
  return report;
}

/** Returns a report on tensors. */
function total(format: FileReport["format"], bytes: number, tensors: ReportTensor[]): FileReport {
  const all = { tensors: tensors.length, elements: 0, bytes: 0 };
  for (const { size = [0], bytes = 0 } of tensors) {
    all.elements += product(size);
    all.bytes += bytes;
  }
  return { format, bytes, tensors, total: all };
}

/** Says what is in a .npy file. */
export function inspectNpy(source: ByteSource, sums: boolean): FileReport {
  const reader = new ByteReader(source), header = readHeader(reader), tensor = describeNpy(header);
  reader.expect(tensor.bytes, "a tensor");
  const rest = reader.remaining - tensor.bytes;
  if (sums) sumUp(tensor, readNpy(new ByteReader(source), false));
  const report = total("npy", source.size, [tensor]);
  return rest > 0 ? { ...report, rest } : report;
}

function inspectEntry(source: ByteSource, entry: ZipEntry, sums: boolean): ReportTensor {
  const name = entry.name.slice(0, -".npy".length);
  try {
    const contents = openEntry(source, entry), report = { name, ...describeNpy(readHeader(new ByteReader(contents))) };
    if (entry.method === DEFLATED) report.compressed = entry.compressed;
    if (sums) {
      const x = readNpy(new ByteReader(contents), true);
      contents.finish();
      sumUp(report, x);
    }
    return report;
  } catch (error) {
    if (!(error instanceof FileFormatError)) throw error;
    return { name, problem: error.message };
  }
}

/** Says what is in a .npz file. */
export function inspectNpz(source: ByteSource, sums: boolean): FileReport {
  const directory = readDirectory(source), entries = directory.filter(({ name }) => name.endsWith(".npy"));
  if (entries.length === 0 && directory.some(({ name }) => name.endsWith("data.pkl"))) {
    throw new FileFormatError(source.name, 0, "a .npz file was expected but it is one of PyTorch, which is not read");
  }
  return total("npz", source.size, entries.map((entry) => inspectEntry(source, entry, sums)));
}

function inspectTensor(reader: ByteReader, name: string, entry: TensorEntry, sums: boolean): ReportTensor {
  const { dtype, shape, begin, end } = entry, type = safetensorsType(dtype);
  const report: ReportTensor = { name, dtype, size: shape, bytes: end - begin };
  if (type !== undefined && sums) {
    reader.position = begin;
    try {
      sumUp(report, overStorage(readElements(reader, type, (end - begin) / type.width, "a tensor")));
    } catch (error) {
      if (!(error instanceof FileFormatError)) throw error;
      report.problem = error.message;
    }
  }
  return report;
}

/** Says what is in a safetensors file. */
export function inspectSafetensors(source: ByteSource, sums: boolean): FileReport {
  const reader = new ByteReader(source), { metadata, tensors } = readSafetensorsHeader(reader);
  const reports = [...tensors].map(([name, entry]) => inspectTensor(reader, name, entry, sums));
  return { ...total("safetensors", source.size, reports), metadata };
}
