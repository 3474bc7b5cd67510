import type { FieldSpec } from "@taimatsu/tensor/native";
import type { AnyModule } from "../module.ts";
import type { ModuleOptions } from "../options.ts";

/** Fields of an object as a Torch7 file holds them. */
export type TorchFields = Record<string, unknown>;

/** How a class of modules lies in Torch7's files. What every module has, and what is a parameter, goes without saying. */
export interface TorchForm {
  /** What the constructor takes before its options: fields of that name, or how they differ. */
  readonly args?: readonly FieldSpec[];
  /** Fields that are set after that; tensors must be sized as the constructor makes them. */
  readonly fields?: readonly FieldSpec[];
  /** Results between that Torch7 wants to find, empty. */
  readonly empty?: readonly string[];
  /** Fields that are always the same. */
  readonly constant?: Readonly<TorchFields>;
  /** The version of the class. */
  readonly version?: number;
  /** Brings fields of older files, or of a class for GPUs, to what the class has now, in place. */
  readonly upgrade?: (fields: TorchFields, className: string, version: number) => void;
  /** Makes the module where that is not done by `args`; `undefined` if something is missing: `makeWith` may bring it. */
  readonly make?: (fields: TorchFields, options: ModuleOptions) => AnyModule | undefined;
  /** Called when all fields are in their place. */
  readonly finish?: (module: never, fields: TorchFields) => void;
  /** Returns fields that are written and follow from others. */
  readonly derive?: (module: never) => TorchFields;
  /** Returns fields that Torch7 wants to find, whatever they hold. */
  readonly scratch?: (module: never) => TorchFields;
  /** Returns the class in files where it depends on the module; `nn.` and the class's name unless given. */
  readonly className?: (module: never) => string;
}
