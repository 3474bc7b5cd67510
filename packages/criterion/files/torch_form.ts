import type { Dtype } from "@taimatsu/tensor";
import type { FieldSpec } from "@taimatsu/tensor/native";
import type { AnyCriterion } from "../criterion.ts";

/** Fields of an object as a Torch7 file holds them. */
export type TorchFields = Record<string, unknown>;

/** How a class of criterions lies in Torch7's files. What every criterion has goes without saying: `output` and `gradInput`. */
export interface TorchForm {
  /** What the constructor takes before its options: fields of that name, or how they differ. */
  readonly args?: readonly FieldSpec[];
  /** Fields that are set after that. */
  readonly fields?: readonly FieldSpec[];
  /** Fields with criterions or modules: unless all of them were made, the criterion is not made either. */
  readonly inside?: readonly string[];
  /** Sizes of the tensors that Torch7 wants to find in the list `gradInput`, where that is no tensor. */
  readonly gradInput?: readonly (readonly number[])[];
  /** What fields mean that a file does not have; `false` unless said. */
  readonly missing?: Readonly<TorchFields>;
  /** Makes the criterion where that is not done by `args`; `undefined` if it means something else than the class here. */
  readonly make?: (fields: TorchFields) => AnyCriterion | undefined;
  /** Brings fields of older files to what the class has now, in place. */
  readonly upgrade?: (fields: TorchFields) => void;
  /** Returns fields that are written and follow from others. */
  readonly derive?: (criterion: never, dtype: Dtype) => TorchFields;
  /** Returns fields that Torch7 wants to find, whatever they hold. */
  readonly scratch?: (dtype: Dtype) => TorchFields;
  /** Whether Torch7 has no such class: it is written under its bare name. */
  readonly ours?: boolean;
}
