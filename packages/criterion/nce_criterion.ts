import { add, checkSize, div, mul, sum, type Tensor } from "@taimatsu/tensor";
import { denseIn, fit, ONE } from "./buffers.ts";
import { AVERAGED, REDUCED } from "./files/fields.ts";
import type { TorchForm } from "./files/torch_form.ts";
import { ReducedCriterion, type ReductionOptions } from "./reduced_criterion.ts";
import { checkForms, checkTensors } from "./refusal.ts";

const EPSILON = 1e-7;

/**
 * Noise-contrastive estimation: how well a model tells the true class from k that were drawn from noise. For each
 * sample −log(p / (p + k q + ε)) for the true class and −Σ log(k q / (p + k q + ε)) for the others, where p is the
 * probability that the model gives a class, q that of the noise, and ε = 10⁻⁷.
 *
 * The input is the list that `NCEModule` gives: p of the true classes, [batch], p of the drawn ones, [batch, k], and
 * the two q of the same sizes; float32 or float64. There is no target, and what is passed as one does not matter. The
 * gradients with respect to q are 0.
 *
 * Gutmann and Hyvärinen, http://proceedings.mlr.press/v9/gutmann10a.html. Torch7: `nn.NCECriterion` of dpnn.
 *
 * @example Usage
 * ```ts
 * import { NCECriterion } from "@taimatsu/criterion";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertClose } from "@taimatsu/tensor/testing";
 *
 * const criterion = new NCECriterion(); // one sample, one class drawn
 * const input = [tensor([0.75]), tensor([[0.25]]), tensor([0.25]), tensor([[0.25]])];
 * assertClose(criterion.forward(input), -Math.log(0.75) - Math.log(0.5));
 * ```
 */
export class NCECriterion extends ReducedCriterion<readonly Tensor[], unknown> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = { fields: REDUCED, gradInput: [[], [], [], []], missing: AVERAGED };

  /** Contiguous copies of inputs that are not. */
  protected copies: Tensor[] = [];
  /** The losses of the samples. */
  protected losses: Tensor | undefined;
  /** k q. */
  protected noise: Tensor | undefined;
  /** p + k q + ε, and what is made of it. */
  protected sums: Tensor | undefined;
  /** Sums over the drawn classes. */
  protected others: Tensor | undefined;

  /** Creates the criterion. */
  constructor(options?: ReductionOptions) {
    super(true, options);
    this.gradInput = [];
  }

  /** Returns the loss, and keeps it in `output`. */
  override forward(input: readonly Tensor[], target?: unknown): number {
    return super.forward(input, target);
  }

  /** Returns the gradients of the four tensors, and keeps them in `gradInput`. */
  override backward(input: readonly Tensor[], target?: unknown): readonly Tensor[] {
    return super.backward(input, target);
  }

  /** Runs `forward` and `backward`. */
  override call(input: readonly Tensor[], target?: unknown): [output: number, gradInput: readonly Tensor[]] {
    return super.call(input, target);
  }

  /**
   * Computes the sum of the losses, divided by the number of samples for the mean; the losses of the samples with the
   * reduction `"none"`.
   *
   * @param input The four tensors of `NCEModule`.
   * @returns The loss in a tensor that the next call overwrites.
   * @throws {TypeError} If a size or dtype does not fit.
   */
  override lossTensor(input: readonly Tensor[], _target?: unknown): Tensor {
    const list = this.checked("forward", input), [batch, k] = list[1]!.shape as [number, number];
    const { code, device } = list[0]!.store, each = this.reduction === "none";
    const loss = this.loss = fit(this.loss, code, each ? [batch] : ONE, device);
    if (batch === 0) return each ? loss : loss.zero();
    const [pt, ps, qt, qs] = list as [Tensor, Tensor, Tensor, Tensor];
    const losses = this.losses = fit(this.losses, code, [batch], device);
    mul(qt, k, { out: losses }).add(1, pt).add(EPSILON);
    div(pt, losses, { out: losses }).log().neg();
    if (k > 0) {
      const noise = this.noise = fit(this.noise, code, [batch, k], device),
        out = this.sums = fit(this.sums, code, [batch, k], device);
      mul(qs, k, { out: noise });
      add(noise, ps, { out }).add(EPSILON);
      div(noise, out, { out }).log();
      const others = this.others = fit(this.others, code, [batch, 1], device);
      losses.sub(sum(out, 1, { out: others }).view(batch));
    }
    if (each) return loss.copy(losses);
    return sum(losses, 0, { out: loss }).mul(this.scaleFor(batch));
  }

  /** Computes the gradients with respect to the model's probabilities; those of the noise are 0. */
  override updateGradInput(input: readonly Tensor[], _target?: unknown): readonly Tensor[] {
    const list = this.checked("backward", input), [batch, k] = list[1]!.shape as [number, number];
    const { code, device } = list[0]!.store, gradients = this.gradInput as Tensor[], scale = this.scaleFor(batch);
    list.forEach((x, n) => gradients[n] = fit(gradients[n], code, x.shape, device));
    for (const noise of gradients.slice(2)) if (noise.count > 0) noise.zero();
    for (const n of [0, 1]) {
      const p = list[n]!, q = list[n + 2]!, out = gradients[n]!;
      if (out.count === 0) continue;
      const noise = this.noise = fit(this.noise, code, p.shape, device),
        sums = this.sums = fit(this.sums, code, p.shape, device);
      mul(q, k, { out: noise });
      add(noise, p, { out: sums }).add(EPSILON);
      add(p, EPSILON, { out });
      sums.cmul(out);
      if (n === 0) div(noise, sums, { out }).mul(-scale);
      else div(p, sums, { out }).mul(scale);
    }
    return gradients;
  }

  /** Checks the input and returns its tensors contiguous. */
  protected checked(method: string, input: readonly Tensor[]): readonly Tensor[] {
    const caller = `NCECriterion.${method}`, list = checkTensors(caller, "input", input, 4);
    checkForms(caller, "input[1]", list[1]!, [["batch", "k"]]);
    const [batch, k] = list[1]!.shape as [number, number];
    checkSize(caller, "input[0]", list[0]!, [batch]);
    checkSize(caller, "input[2]", list[2]!, [batch]);
    checkSize(caller, "input[3]", list[3]!, [batch, k]);
    return list.map((x, n) => x.dense ? x : this.copies[n] = denseIn(this.copies[n], x));
  }
}
