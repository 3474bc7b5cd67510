/** Where a batch could not be made. */
export interface LoadErrorOptions {
  /** The sample that could not be loaded. */
  index?: number;
  /** The samples of the batch. */
  indices?: readonly number[];
  /** The Worker, from 0. */
  worker?: number;
  /** What was thrown. */
  cause?: unknown;
}

/**
 * What a {@linkcode DataLoader} throws when a batch cannot be made. `cause` is what was thrown, and `stack` says where, in a Worker
 * too.
 *
 * @example Usage
 * ```ts
 * import { DataLoader, ListDataset, LoadError } from "@taimatsu/optim";
 * import { assertEquals, assertRejects } from "@std/assert";
 *
 * const data = new ListDataset(["a.png"], (name) => {
 *   throw new Error(`there is no ${name}`);
 * });
 * const next = () => new DataLoader(data)[Symbol.asyncIterator]().next();
 * const error = await assertRejects(next, LoadError, "Cannot load sample 0: Error: there is no a.png");
 * assertEquals(error.index, 0);
 * ```
 */
export class LoadError extends Error {
  /** Its name, `"LoadError"`. */
  override readonly name = "LoadError";
  /** The sample that could not be loaded; `undefined` if it was not one sample. */
  readonly index: number | undefined;
  /** The samples of the batch; empty if it was not yet about a batch. */
  readonly indices: readonly number[];
  /** The Worker, from 0; `undefined` if none took part. */
  readonly worker: number | undefined;

  /**
   * Makes the error.
   *
   * @param message What could not be done.
   * @param options Where.
   */
  constructor(message: string, options: LoadErrorOptions = {}) {
    super(message, "cause" in options ? { cause: options.cause } : {});
    this.index = options.index;
    this.indices = options.indices ?? [];
    this.worker = options.worker;
    const frames = options.cause instanceof Error ? framesOf(options.cause) : "";
    if (frames !== "") this.stack = `LoadError: ${message}\n${frames}`;
  }
}

/** The lines of a stack that say where. */
function framesOf(error: Error): string {
  return (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line)).join("\n");
}
