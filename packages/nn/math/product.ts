// Products of matrices or of batches of them.
import { bmm, mm, type Tensor } from "@taimatsu/tensor";

/** Writes a · b to `r`: of matrices, or of each two matrices of two batches. */
export function productInto(r: Tensor, a: Tensor, b: Tensor): Tensor {
  return a.shape.length === 2 ? mm(a, b, { out: r }) : bmm(a, b, { out: r });
}

/** Returns the matrix, or those of a batch, transposed if so wanted. */
export function turned(x: Tensor, transposed: boolean): Tensor {
  return transposed ? x.transpose(-2, -1) : x;
}
