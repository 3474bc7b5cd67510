// What the files of criterions with several criterions inside have in common.
import { describe } from "@taimatsu/tensor";
import { type FieldForm, listOf } from "@taimatsu/tensor/native";
import type { AnyCriterion } from "../criterion.ts";
import type { TorchFields } from "./torch_form.ts";

/** The weights of the criterions inside: a storage, a tensor or a list. */
export const FACTORS: FieldForm = {
  torch: "weights",
  ours: "factors",
  read: (value) => listOf("weights", value),
  write: (factors) => [...factors as readonly number[]],
};

/** Adds the criterions that a file holds. */
export function addAll<C extends { add(criterion: AnyCriterion, weight?: number): C }>(
  container: C,
  { criterions = [], weights = [] }: TorchFields,
): C {
  if (!Array.isArray(criterions)) throw new TypeError(`criterions must be a list but is ${describe(criterions)}`);
  const factors = listOf("weights", weights);
  criterions.forEach((criterion, i) => container.add(criterion, factors[i]));
  return container;
}
