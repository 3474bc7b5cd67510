// Tensors that a criterion keeps from call to call.
import type { Tensor } from "@taimatsu/tensor";
import { fresh, resizeTo } from "@taimatsu/tensor/native";

/** The size of a loss. */
export const ONE: readonly number[] = [1];

/** Returns `kept` with other sizes and unknown contents, or a new tensor if it is missing, disposed or of another dtype. */
export function fit(kept: Tensor | undefined, code: number, shape: readonly number[]): Tensor {
  return kept !== undefined && kept.store.code === code && kept.dense && kept.store.block.arg !== null
    ? resizeTo(kept, shape)
    : fresh(code, shape);
}
