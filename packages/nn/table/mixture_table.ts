import { addcmul, checkDim, checkInteger, cmul, sameSize, sum, type Tensor } from "@taimatsu/tensor";
import { counted, fresh, longs } from "@taimatsu/tensor/native";
import { checkAnyTensor, checkGradOutput, keptLike } from "../any_dtype.ts";
import { fitLike, kept } from "../kernels.ts";
import { Module } from "../module.ts";
import type { ModuleOptions } from "../options.ts";
import { checkTensors } from "../refusal.ts";
import { showStrided } from "../shape/show.ts";
import { checkList, keptList } from "./lists.ts";
import type { TorchForm } from "../files/torch_form.ts";

/** Weights, and the experts that they weigh: a list of tensors, or slices of one. */
export type Mixture = readonly [Tensor, Tensor | readonly Tensor[]];

/**
 * Weighted sum of what experts say: y = Σ_i g_i · e_i, where the weights g are those of a sample.
 *
 * Input [g, experts]: g [n] or [batch, n], and the experts as a list of n tensors of one size, [batch, …] for a batch, or as one
 * tensor with n entries along `dim`. Torch7: `MixtureTable.lua`.
 *
 * @example Usage
 * ```ts
 * import { MixtureTable } from "@taimatsu/nn";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const gates = tensor([[0.5, 0.5], [0, 1]]), experts = [tensor([[2, 4], [6, 8]]), tensor([[10, 20], [30, 40]])];
 * assertEquals(new MixtureTable().forward([gates, experts]).toArray(), [[6, 12], [30, 40]]);
 * ```
 */
export class MixtureTable extends Module<Mixture, Tensor> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    args: [counted("dim")],
    scratch: () => ({ size: longs(), size2: longs(), batchSize: 0, backwardSetup: false }),
  };

  /** The dimension of experts in one tensor; the first of a sample if `null`. */
  readonly dim: number | null;
  /** A weight for each sample, with the dimensions of an expert. */
  _gate: Tensor;
  /** Products of a gradient and an expert. */
  _product: Tensor | null = null;

  /**
   * Creates the layer.
   *
   * @param dim The dimension along which experts in one tensor lie, counting the batch; negative ones count from the end; the
   * first that is not the batch unless given.
   * @throws {RangeError} If it is no integer from −16 to 15.
   */
  constructor(dim: number | null = null, options?: ModuleOptions) {
    super(options);
    if (dim !== null) checkInteger("MixtureTable", "dim", dim, -16, 15);
    this.dim = dim;
    this.gradInput = [fresh(this.code, [], this.device), []];
    this._gate = fresh(this.code, [], this.device);
  }

  /** y = Σ_i g_i · e_i */
  override updateOutput(input: Mixture): Tensor {
    const [gates, experts] = this.checkInput("forward", input), n = gates.shape.at(-1)!;
    const output = fitLike(this.output, this.expertAt(gates, experts, 0).shape);
    for (let i = 0; i < n; i++) {
      const expert = this.expertAt(gates, experts, i), gate = this.gateFor(gates, i, expert);
      if (i === 0) cmul(expert, gate, { out: output });
      else addcmul(output, expert, gate, { out: output });
    }
    return output;
  }

  /** ∂loss/∂g_i = Σ ∂loss/∂y · e_i over a sample, ∂loss/∂e_i = g_i · ∂loss/∂y */
  override updateGradInput(input: Mixture, gradOutput: Tensor): Mixture {
    if (this.gradInput === null) return this.noGradient();
    const [gates, experts] = this.checkInput("backward", input), { code } = this, n = gates.shape.at(-1)!;
    const { shape } = this.expertAt(gates, experts, 0), list = keptList(this.gradInput, 2);
    checkGradOutput(this, "gradOutput", gradOutput, gates, "input", shape);
    const gateGradient = keptLike(list[0], code, gates.shape, this.device),
      rows = gates.dim() === 2 ? gates.shape[0]! : 1;
    const product = this._product = kept(this._product, code, shape, this.device);
    const flat = product.view(rows, shape.reduce((count, s) => count * s, 1) / Math.max(1, rows));
    const column = gateGradient.view(rows, n), whole = this.keepExperts(list[1], experts);
    for (let i = 0; i < n; i++) {
      const expert = this.expertAt(gates, experts, i), gate = this.gateFor(gates, i, expert);
      cmul(expert, gradOutput, { out: product });
      sum(flat, 1, { out: column.narrow(1, i, 1) });
      cmul(gradOutput, gate, { out: this.expertAt(gates, whole, i) });
    }
    list[0] = gateGradient;
    list[1] = whole;
    return this.gradInput = list as readonly Tensor[] as readonly [Tensor, Tensor];
  }

  /** Returns an expert, from the list or as a view. */
  expertAt(gates: Tensor, experts: Tensor | readonly Tensor[], index: number): Tensor {
    return "store" in experts ? experts.select(this.dimIn(gates, experts), index) : experts[index]!;
  }

  /** Returns the weights of an expert as a view that stretches over it. */
  gateFor(gates: Tensor, index: number, expert: Tensor): Tensor {
    const { shape, strides, offset } = gates, batch = shape.length === 2;
    const size = expert.shape.map((_, d) => d === 0 && batch ? shape[0]! : 1);
    const steps = size.map((_, d) => d === 0 && batch ? strides[0]! : 1);
    return showStrided(this._gate, gates, size, steps, offset + index * strides.at(-1)!);
  }

  /** Returns the gradients with respect to the experts, sized and nested like them, contents unknown. */
  keepExperts(gradients: unknown, experts: Tensor | readonly Tensor[]): Tensor | readonly Tensor[] {
    if ("store" in experts) return keptLike(gradients, this.code, experts.shape, this.device);
    const list = keptList(gradients, experts.length) as Tensor[];
    for (let i = 0; i < experts.length; i++) list[i] = keptLike(list[i], this.code, experts[i]!.shape, this.device);
    return list;
  }

  /** Returns the dimension, from 0, along which experts lie. */
  dimIn(gates: Tensor, experts: Tensor): number {
    return checkDim("MixtureTable.forward", "dim", this.dim ?? gates.shape.length - 1, experts.shape.length);
  }

  /** Returns the input if it is right; throws if not. */
  checkInput(method: string, input: Mixture): Mixture {
    checkList(this, method, "input", input, 2);
    const [gates, experts] = input;
    checkAnyTensor(this, method, "input[0]", gates);
    const dims = gates.shape.length, n = gates.shape[dims - 1] ?? 0;
    if (gates.store.code !== this.code || dims < 1 || dims > 2 || n < 1) {
      throw this.refusal(method, "input[0]", gates, [["experts"], ["batch", "experts"]]);
    }
    const wrong = (name: string, x: unknown, wanted: (number | string)[]) => this.refusal(method, name, x, [wanted]);
    if (Array.isArray(experts)) {
      checkTensors(this, method, "input[1]", experts, n);
      const { shape } = experts[0] as Tensor;
      if (shape.length === 0 || (dims === 2 && shape[0] !== gates.shape[0])) {
        throw wrong("input[1][0]", experts[0], [dims === 2 ? gates.shape[0]! : "size", "…"]);
      }
      experts.forEach((x: Tensor, i) => {
        if (!sameSize(x.shape, shape)) throw wrong(`input[1][${i}]`, x, [...shape]);
      });
      return input;
    }
    const x = experts as Tensor;
    if (x?.store?.code !== this.code || x.shape.length < dims) {
      throw wrong("input[1]", x, dims === 2 ? ["batch", n] : [n]);
    }
    const dim = this.dimIn(gates, x);
    if (x.shape[dim] !== n || (dims === 2 && (dim === 0 || x.shape[0] !== gates.shape[0]))) {
      throw wrong(
        "input[1]",
        x,
        x.shape.map((_, d) => d === dim ? n : d === 0 && dims === 2 ? gates.shape[0]! : "any"),
      );
    }
    return input;
  }
}
