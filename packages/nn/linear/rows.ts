// Checks of arguments: rows of a fixed length, one or a batch of them, and gradients sized like something, memory that may be gone.
import { sameSize, type Tensor } from "@taimatsu/tensor";
import type { SizeForms } from "../options.ts";

/** What the checks need of a module. */
interface Checked {
  /** Number of its dtype. */
  readonly code: number;
  /** Returns the error for an argument that does not fit. */
  refusal(method: string, name: string, x: unknown, forms: SizeForms): TypeError;
}

/** Throws unless `x` has the dtype of the module and the sizes `shape`. */
export function checkLike(module: Checked, method: string, name: string, x: Tensor, shape: readonly number[]): void {
  if (x?.store?.code !== module.code || !sameSize(x.shape, shape)) throw module.refusal(method, name, x, [shape]);
}

/** Returns the number of rows of `x`, which has `n` columns or is one row; throws if it is neither. */
export function rowsOf(module: Checked, method: string, name: string, x: Tensor, n: number): number {
  if (x?.store?.code === module.code) {
    const { shape } = x;
    if (shape.length === 2 && shape[1] === n) return shape[0]!;
    if (shape.length === 1 && shape[0] === n) return 1;
  }
  throw module.refusal(method, name, x, [[n], ["batch", n]]);
}

/** As {@linkcode rowsOf} for the arguments of `backward`, which must have equally many: `n` columns in, `m` out. */
export function rowsBackward(module: Checked, input: Tensor, gradOutput: Tensor, n: number, m: number): number {
  const rows = rowsOf(module, "backward", "input", input, n);
  if (rowsOf(module, "backward", "gradOutput", gradOutput, m) !== rows || input.dim() !== gradOutput.dim()) {
    throw module.refusal("backward", "gradOutput", gradOutput, [input.dim() === 1 ? [m] : [rows, m]]);
  }
  return rows;
}

/** Returns whether a tensor that a module keeps still has its memory, which `tidy()` may have disposed. */
export function isThere({ store, offset, count }: Tensor): boolean {
  return store.length >= offset + count;
}
