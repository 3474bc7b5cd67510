// What a DataLoader and its Workers say to each other.

/** From the loader: first where the dataset comes from, then batches to make. */
export type ToLoaderWorker =
  | { kind: "open"; lock: string; module: string; options: unknown }
  | { kind: "load"; batches: readonly WantedBatch[]; together: boolean };

/** A batch to make. */
export interface WantedBatch {
  /** Its number. */
  batch: number;
  /** Its samples. */
  indices: readonly number[];
  /** What its random numbers start from. */
  seed: number;
}

/** An error as it crosses. */
export interface SentError {
  /** Whether it was an Error at all; else `message` is what was thrown, as text. */
  isError: boolean;
  name: string;
  message: string;
  stack: string;
}

/** From a Worker: it holds its lock, the dataset is there, a batch, or what went wrong. */
export type FromLoaderWorker =
  | { kind: "alive" }
  | { kind: "open"; size: number }
  | { kind: "batch"; batch: number; value: unknown }
  | { kind: "fault"; batch: number | undefined; index: number | undefined; error: SentError };

/** Makes what was thrown ready to cross. */
export function sendError(thrown: unknown): SentError {
  if (!(thrown instanceof Error)) return { isError: false, name: "", message: String(thrown), stack: "" };
  const { name, message, stack } = thrown;
  return { isError: true, name: String(name), message: String(message), stack: String(stack ?? "") };
}

const TYPES: Record<string, ErrorConstructor> = { RangeError, ReferenceError, SyntaxError, TypeError, URIError };

/** Returns what was thrown on the other side, with the stack from there. */
export function receiveError({ isError, name, message, stack }: SentError): unknown {
  if (!isError) return message;
  const error = new (TYPES[name] ?? Error)(message);
  error.name = name;
  error.stack = stack;
  return error;
}
