// The module that makes the dataset of a DataLoader.
import { describe } from "@taimatsu/tensor";
import { checkDataset, type Dataset } from "./dataset.ts";
import type { Collate } from "./load_batch.ts";

/** Loads the module and returns the dataset that its default export makes, and its `collate` if it has one. */
export async function openModule(href: string, options: unknown): Promise<[Dataset, Collate | undefined]> {
  const { default: make, collate } = await import(href);
  if (typeof make !== "function") {
    throw new TypeError(`the module must have a function as default export but has ${describe(make)}`);
  }
  if (collate !== undefined && typeof collate !== "function") {
    throw new TypeError(`what the module exports as collate must be a function but is ${describe(collate)}`);
  }
  const dataset = await make(options);
  checkDataset("DataLoader", "what the module makes", dataset);
  return [dataset, collate];
}
