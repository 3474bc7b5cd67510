// What is said about a file, before it is written as text or JSON.

/** A number of a report: text where JSON has no number for it, as for NaN and large integers. */
export type ReportNumber = number | string;

/** What the elements of a tensor or storage come to. */
export interface ReportSums {
  /** Their sum. */
  sum?: ReportNumber;
  /** The least one. */
  min?: ReportNumber;
  /** The largest one. */
  max?: ReportNumber;
  /** How many are NaN, if any are. */
  nans?: number;
}

/** How many parameters there are, and their sum. */
export interface ReportParameters {
  /** Their number; those that are shared count once. */
  count: number;
  /** Their sum. */
  sum?: ReportNumber;
}

/** An entry of a table, or a field of an object. */
export interface ReportEntry {
  /** Its key: a string or a number as a rule. */
  key: string | number | ReportItem;
  /** Its value. */
  value: ReportItem;
}

/** A value in a Torch7 file. */
export interface ReportItem extends ReportSums {
  /**
   * `nil`, `boolean`, `number`, `string`, `bytes` (a string that is no text), `list`, `table`, `object`, `tensor`, `storage`,
   * `function`, `generator`, `hash`, `vec`, `reference`.
   */
  kind: string;
  /** What others refer to it by, if any do; for a reference, what it refers to. */
  id?: number;
  /** A number, a boolean, or the beginning of a string. */
  value?: ReportNumber | boolean;
  /** Torch7's name of its class. */
  className?: string;
  /** The version of the class; missing in files from before classes had any. */
  version?: number;
  /** Number of entries, elements or bytes. */
  length?: number;
  /** Sizes of a tensor. */
  size?: readonly number[];
  /** Elements between neighbours, unless the tensor is contiguous. */
  stride?: readonly number[];
  /** Elements of the storage before the first one. */
  offset?: number;
  /** What other tensors refer to the storage by, if any share it. */
  storage?: number;
  /** Elements of the storage. */
  storageLength?: number;
  /** Parameters of an object, and of those in it that stand here first. */
  parameters?: ReportParameters;
  /** What is in it; missing beyond the depth that was asked for. */
  entries?: ReportEntry[];
}

/** A tensor that has a name in a file, or is all of it. */
export interface ReportTensor extends ReportSums {
  /** Its name; missing in a .npy file. */
  name?: string;
  /** Its dtype as the file has it. */
  dtype?: string;
  /** Its sizes. */
  size?: readonly number[];
  /** Bytes of its elements. */
  bytes?: number;
  /** Bytes that they take in the file, if they are compressed. */
  compressed?: number;
  /** `big` if numbers begin with the highest byte. */
  endian?: "big";
  /** Whether the first index changes fastest. */
  fortran?: true;
  /** What is wrong with it, if it cannot be read. Those of a dtype that tensors do not have merely have no sums. */
  problem?: string;
}

/** How much there is in a file. */
export interface ReportTotal {
  /** Number of tensors. */
  tensors: number;
  /** Number of storages in a Torch7 file. */
  storages?: number;
  /** Elements of the tensors, in a Torch7 file of the storages. */
  elements: number;
  /** Bytes of these elements in memory, or in the file where they lie there. */
  bytes: number;
}

/** What is in a file. */
export interface FileReport {
  /** What it is. */
  format: "t7" | "npy" | "npz" | "safetensors";
  /** How numbers lie in a Torch7 file. */
  encoding?: string;
  /** Bytes of the file. */
  bytes: number;
  /** Bytes after what a Torch7 or .npy file begins with, if there are some: what else was written there. */
  rest?: number;
  /** The first object in a Torch7 file. */
  object?: ReportItem;
  /** The tensors of other files. */
  tensors?: ReportTensor[];
  /** Text that belongs to a safetensors file. */
  metadata?: Readonly<Record<string, string>>;
  /** All tensors together. */
  total: ReportTotal;
  /** Parameters of a Torch7 file in all. */
  parameters?: ReportParameters;
}

/** What is said about a file. */
export interface InspectOptions {
  /** Tables and objects within each other that are shown; 40 by default. */
  depth?: number;
  /** Whether elements are read and added up; true by default. */
  sums?: boolean;
}

/** Returns a number as reports have it. */
export function reportNumber(x: number | bigint): ReportNumber {
  if (typeof x === "bigint") return Number.isSafeInteger(Number(x)) ? Number(x) : String(x);
  return Number.isFinite(x) ? x : String(x);
}
