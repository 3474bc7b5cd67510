import { checkInteger, indexSelect, norm, type Tensor } from "@taimatsu/tensor";
import { elementsOf, INT64, putBack } from "@taimatsu/tensor/native";
import { type Activity, firstTensor, fitActivity, isActivity, nestedAlike, tensorsOf } from "./activity.ts";
import { fit } from "./buffers.ts";
import { type AnyCriterion, Criterion } from "./criterion.ts";
import { criterionFrom } from "./criterion_container.ts";
import { numeric } from "./files/fields.ts";
import type { TorchForm } from "./files/torch_form.ts";
import { checkFloatTensor, found } from "./refusal.ts";

/**
 * A criterion that leaves out samples whose input is all 0, as sequences are filled up with: the criterion inside sees
 * the other rows of input and target alone, and the gradient is 0 in the rows that were left out. If all are, the loss
 * is 0.
 *
 * The input is a batch, [batch, …] with `nInputDim` dimensions after the first, or a list of tensors, of which the
 * first decides; the target is a tensor [batch, …] or a list of them.
 *
 * Torch7: `nn.MaskZeroCriterion` of rnn.
 *
 * @example Usage
 * ```ts
 * import { MaskZeroCriterion, MSECriterion } from "@taimatsu/criterion";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose, type Comparable } from "@taimatsu/tensor/testing";
 *
 * const criterion = new MaskZeroCriterion(new MSECriterion(), 1);
 * const input = tensor([[1, 2], [0, 0]]), target = tensor([[1, 0], [5, 5]]);
 * assertClose(criterion.forward(input, target), 2);
 * assertClose(criterion.backward(input, target) as Comparable, [[0, 2], [0, 0]]);
 * ```
 */
export class MaskZeroCriterion extends Criterion<Activity, unknown> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    inside: ["criterion"],
    make: ({ criterion, nInputDim, v2 }) => {
      // Without that number, rnn looks at zeroMask, or at samples of any dimensions.
      if (nInputDim === undefined || v2 === true) return undefined;
      return new MaskZeroCriterion(criterion as AnyCriterion, Math.max(nInputDim as number, 1));
    },
    args: ["criterion"],
    fields: [numeric("nInputDim")],
  };

  /** The criterion inside. */
  criterion: AnyCriterion;
  /** Number of dimensions of a sample of the first tensor of the input. */
  nInputDim: number;
  /** The largest magnitude of each sample, [batch, 1]. */
  protected magnitudes: Tensor | undefined;
  /** Positions of the samples that count. */
  protected positions: Tensor | undefined;
  /** Their inputs. */
  protected inputRows: Activity | undefined;
  /** Their targets. */
  protected targetRows: Activity | undefined;

  /**
   * Creates the criterion.
   *
   * @param criterion What compares the samples that count.
   * @param nInputDim Number of dimensions of a sample of the input, or of the first tensor in it.
   * @throws {TypeError} If `criterion` is none.
   * @throws {RangeError} If `nInputDim` is no integer from 1.
   */
  constructor(criterion: AnyCriterion, nInputDim: number) {
    super();
    this.criterion = criterionFrom("MaskZeroCriterion", criterion);
    checkInteger("MaskZeroCriterion", "nInputDim", nInputDim, 1, 15);
    this.nInputDim = nInputDim;
  }

  /**
   * Returns the loss of the samples that count.
   *
   * @throws {TypeError} If the input has another number of dimensions, or the target another number of samples.
   */
  override updateOutput(input: Activity, target: unknown): number {
    const rows = this.choose("forward", input, target);
    return rows === 0 ? 0 : this.criterion.forward(this.inputRows!, this.targetRows);
  }

  /** Computes the gradients of the samples that count; those of others are 0. */
  override updateGradInput(input: Activity, target: unknown): Activity {
    const rows = this.choose("backward", input, target), gradInput = fitActivity(this.gradInput, input);
    const list = tensorsOf(gradInput);
    for (const g of list) if (g.count > 0) g.zero();
    if (rows === 0) return gradInput;
    const gradRows = tensorsOf(this.criterion.backward(this.inputRows!, this.targetRows));
    list.forEach((g, k) => g.count > 0 && g.indexCopy(0, this.positions!, gradRows[k]!));
    return gradInput;
  }

  /** Takes the samples that count out of input and target, and returns how many there are. */
  protected choose(method: string, input: Activity, target: unknown): number {
    const caller = `MaskZeroCriterion.${method}`, first = firstTensor(input);
    if (!isActivity(input) || first === undefined) {
      throw new TypeError(`Cannot run ${caller}: input must be a tensor or a list of tensors but is ${found(input)}`);
    }
    checkFloatTensor(caller, "the first tensor of input", first);
    if (first.shape.length !== this.nInputDim + 1) {
      throw new TypeError(
        `Cannot run ${caller}: input must have ${this.nInputDim + 1} dimensions, the first of them the batch, but is ` +
          found(first),
      );
    }
    checkRows(caller, "input", input, first.shape[0]!);
    checkRows(caller, "target", target, first.shape[0]!);
    const rows = this.findRows(first);
    if (rows > 0) {
      this.inputRows = this.take(this.inputRows, input);
      this.targetRows = this.take(this.targetRows, target);
    }
    return rows;
  }

  /** Writes the positions of the samples that are not all 0, and returns how many there are. */
  protected findRows(x: Tensor): number {
    const batch = x.shape[0]!;
    if (x.count === 0) return 0;
    const rows = (x.dense ? x : x.contiguous()).view(batch, x.count / batch);
    norm(rows, Infinity, 1, { out: this.magnitudes = fit(this.magnitudes, x.store.code, [batch, 1], x.store.device) });
    const { data, start } = elementsOf(this.magnitudes);
    let count = 0;
    for (let i = 0; i < batch; i++) if (data[start + i] !== 0) count++;
    this.positions = fit(this.positions, INT64, [count], x.store.device);
    const positions = elementsOf<BigInt64Array>(this.positions);
    let at = positions.start;
    for (let i = 0; i < batch; i++) if (data[start + i] !== 0) positions.data[at++] = BigInt(i);
    putBack(this.positions, positions);
    return count;
  }

  /** Copies the samples that count into what is kept. */
  protected take(kept: Activity | undefined, x: Activity): Activity {
    if (!Array.isArray(x)) {
      const whole = x as Tensor, shape = whole.shape.slice();
      shape[0] = this.positions!.count;
      const out = fit(
        kept === undefined || Array.isArray(kept) ? undefined : kept as Tensor,
        whole.store.code,
        shape,
        whole.store.device,
      );
      return out.count === 0 ? out : indexSelect(whole, 0, this.positions!, { out });
    }
    const list = kept !== undefined && nestedAlike(kept, x) ? kept as Activity[] : [];
    for (let i = 0; i < x.length; i++) list[i] = this.take(list[i], x[i]!);
    return list;
  }

  /** Returns the name and that of the criterion inside. */
  override toString(): string {
    return `MaskZeroCriterion(${this.criterion})`;
  }
}

function checkRows(caller: string, name: string, x: unknown, batch: number): asserts x is Activity {
  if (!isActivity(x)) {
    throw new TypeError(`Cannot run ${caller}: ${name} must be a tensor or a list of tensors but is ${found(x)}`);
  }
  for (const t of tensorsOf(x)) {
    if (t.shape[0] !== batch) {
      throw new TypeError(`Cannot run ${caller}: ${name} must hold ${batch} samples but is or holds ${found(t)}`);
    }
  }
}
