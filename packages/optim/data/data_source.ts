import { describe, isTensor, type Tensor } from "@taimatsu/tensor";
import type { Collated } from "./collate.ts";
import type { Dataset } from "./dataset.ts";
import { ListDataset } from "./list_dataset.ts";
import { TensorDataset } from "./tensor_dataset.ts";

/**
 * What a {@linkcode DataLoader} takes batches from: a dataset; a tensor, a list of tensors or an object of tensors that share
 * dimension 0; a list of samples. `null` if Workers make the dataset.
 */
export type DataSource = Dataset | Tensor | readonly unknown[] | Readonly<Record<string, Tensor>> | null;

/** The batches that a {@linkcode DataLoader} makes of a source unless it is told otherwise. */
export type BatchOf<D> = D extends Tensor ? Tensor
  // deno-lint-ignore no-explicit-any
  : D extends null ? any
  : D extends Dataset<infer S> ? Collated<S>
  : D extends readonly Tensor[] | Readonly<Record<string, Tensor>> ? { -readonly [K in keyof D]: Tensor }
  : D extends readonly (infer S)[] ? Collated<S>
  : never;

/** Returns a dataset over a source. */
export function datasetOf(caller: string, source: NonNullable<DataSource>): Dataset {
  if (isTensor(source)) return new TensorDataset(source);
  if (Array.isArray(source)) {
    return source.length > 0 && source.every(isTensor) ? new TensorDataset(source) : new ListDataset(source);
  }
  if (typeof source === "object" && source !== null) {
    const { size, get } = source as Partial<Dataset>;
    if (typeof size === "function" && typeof get === "function") return source as Dataset;
    const fields = Object.values(source);
    if (fields.length > 0 && fields.every(isTensor)) return new TensorDataset(source as Record<string, Tensor>);
  }
  throw new TypeError(
    `Cannot run ${caller}: data must be a dataset, a list, a tensor or an object of tensors but is ${describe(source)}`,
  );
}
