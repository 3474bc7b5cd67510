import type { Tensor } from "@taimatsu/tensor";
import { checkAnyTensor, keptLike, sizeError } from "../any_dtype.ts";
import type { Activity } from "../options.ts";
import { Concat } from "./concat.ts";
import { checkSameDtype } from "./joining.ts";
import type { TorchForm } from "../files/torch_form.ts";

/**
 * As `Concat`, for outputs that may differ in the other sizes too: smaller ones are centred in zeros.
 *
 * An output of size n lies in a dimension of size N from ⌊(N − n) / 2⌋ on. Szegedy et al., "Going deeper with convolutions", 2014.
 * Torch7: `DepthConcat.lua`, whose `backward` forgets `scale`.
 *
 * @typeParam I Input of the modules: a tensor unless given.
 *
 * @example Usage
 * ```ts
 * import { DepthConcat, SpatialConvolution } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const net = new DepthConcat(1).add(new SpatialConvolution(3, 8, 1, 1)).add(new SpatialConvolution(3, 4, 5, 5));
 * assertEquals(net.forward(rand([2, 3, 7, 7])).size(), [2, 12, 7, 7]);
 * ```
 */
export class DepthConcat<I extends Activity = Tensor> extends Concat<I> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = Concat.torch;

  /** Joins the outputs, the smaller ones centred in zeros. */
  override join(outputs: readonly Activity[]): Tensor {
    const tensors = outputs as readonly Tensor[], first = tensors[0]!, dim = this.dimIn(first);
    const shape = first.shape.slice();
    let padded = false;
    for (let i = 1; i < tensors.length; i++) {
      const x = tensors[i]!;
      checkAnyTensor(this, "forward", `output[${i}]`, x);
      checkSameDtype(this, "forward", `output[${i}]`, x, first);
      if (x.shape.length !== shape.length) {
        throw sizeError(this, "forward", `output[${i}]`, x, shape.map(() => "any"));
      }
      for (let d = 0; d < shape.length; d++) {
        const size = x.shape[d]!;
        if (d === dim) shape[d]! += size;
        else if (size !== shape[d]) {
          padded = true;
          shape[d] = Math.max(shape[d]!, size);
        }
      }
    }
    const output = keptLike(this.output, first.store.code, shape, first.store.device);
    if (padded) output.zero();
    for (let i = 0; i < tensors.length; i++) this.windowAt(output, i).copy(tensors[i]!);
    return output;
  }

  /** Returns the part of a tensor sized like the output where the output of a module lies, as a view. */
  override windowAt(x: Tensor, index: number): Tensor {
    const { shape } = this._outputs[index] as Tensor, dim = this.dimIn(x);
    let window = super.windowAt(x, index);
    for (let d = 0; d < shape.length; d++) {
      const room = x.shape[d]! - shape[d]!;
      if (d !== dim && room > 0) window = window.narrow(d, Math.floor(room / 2), shape[d]!);
    }
    return window;
  }
}
