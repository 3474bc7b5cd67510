import { describe } from "@taimatsu/tensor";
import { checkFunction } from "../check_function.ts";
import { checkSample, type Dataset } from "./dataset.ts";

/**
 * A list, and a function that makes a sample of an entry: a file of its name, for example. Without the function the entries are
 * the samples.
 *
 * torchnet: `ListDataset`, `TableDataset`.
 *
 * @example Usage
 * ```ts
 * import { ListDataset } from "@taimatsu/optim";
 * import { assertEquals } from "@std/assert";
 *
 * const words = new ListDataset(["one", "three"], (word) => word.length);
 * assertEquals([words.size(), words.get(1)], [2, 5]);
 * ```
 */
export class ListDataset<E, S = E> implements Dataset<S> {
  readonly #list: readonly E[];
  readonly #load: (entry: E, i: number) => S | Promise<S>;

  /**
   * Keeps the list, without a copy.
   *
   * @param list The entries.
   * @param load Makes a sample of an entry and its number; may return a promise. It runs anew for each `get`.
   * @throws {TypeError} If `list` is no list or `load` no function.
   */
  constructor(list: readonly E[], load: (entry: E, i: number) => S | Promise<S> = (entry) => entry as unknown as S) {
    if (!Array.isArray(list)) {
      throw new TypeError(`Cannot run ListDataset: list must be a list but is ${describe(list)}`);
    }
    checkFunction("ListDataset", "load", load);
    this.#list = list;
    this.#load = load;
  }

  /** Number of entries. */
  size(): number {
    return this.#list.length;
  }

  /** Returns what `load` makes of entry `i`. */
  get(i: number): S | Promise<S> {
    checkSample("ListDataset.get", i, this.#list.length);
    return this.#load(this.#list[i]!, i);
  }
}
