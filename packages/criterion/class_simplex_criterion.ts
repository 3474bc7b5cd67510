import { checkInteger, checkSize, cpu, defaultDevice, type Device, empty, index, mm, Tensor } from "@taimatsu/tensor";
import { defaultCode, dtypeCode, elementsOf, fresh, op } from "@taimatsu/tensor/native";
import { fit, ONE } from "./buffers.ts";
import { AVERAGED, REDUCED } from "./files/fields.ts";
import type { TorchForm } from "./files/torch_form.ts";
import { checkLabels, type LabelBuffers, labelsFrom } from "./labels.ts";
import { PointwiseCriterion } from "./pointwise_criterion.ts";
import type { ReductionOptions } from "./reduced_criterion.ts";
import { checkFloatTensor, checkForms } from "./refusal.ts";

const OP = op("loss", "mse");

/**
 * The mean squared distance to a point that stands for the class: a vertex of a regular simplex around 0, so that all
 * classes are equally far from each other. It has all vertices at distance 1 from 0; the last coordinate is 0.
 *
 * The input is [classes] for one sample or [batch, classes], often normalized to length 1; the target is a number, or a
 * tensor [batch] of labels that count from 0.
 *
 * Cogswell et al., https://arxiv.org/abs/1506.08230. Torch7: `nn.ClassSimplexCriterion`, whose labels count from 1.
 *
 * @example Usage
 * ```ts
 * import { ClassSimplexCriterion } from "@taimatsu/criterion";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const criterion = new ClassSimplexCriterion(2);
 * const input = tensor([[1, 0], [-1, 0]]); // the vertices
 * assertEquals(criterion.forward(input, tensor([0, 1], { dtype: "int64" })), 0);
 * assertEquals(criterion.getTopPrediction(input).toArray(), [0, 1]);
 * ```
 */
export class ClassSimplexCriterion extends PointwiseCriterion<Tensor | number> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    make: ({ nClasses, simplex }) => {
      const criterion = new ClassSimplexCriterion(nClasses as number);
      if (simplex instanceof Tensor) {
        checkSize("ClassSimplexCriterion", "simplex", simplex, [nClasses as number, nClasses as number]);
      }
      return criterion;
    },
    args: ["nClasses"],
    fields: ["simplex", ...REDUCED],
    derive: ({ nClasses, simplex }: ClassSimplexCriterion, dtype) => ({
      simplex: simplex.dtype === dtype ? simplex : regularSimplex(nClasses, dtypeCode(dtype), cpu),
    }),
    scratch: (dtype) => ({ _target: empty([], { dtype }) }),
    missing: AVERAGED,
  };

  /** Number of classes. */
  readonly nClasses: number;
  /** The vertices, [classes, classes], in the dtype of the last input. */
  simplex: Tensor;
  /** Labels in other forms than int64. */
  protected labels: LabelBuffers = {};

  /**
   * Creates the criterion.
   *
   * @param nClasses Number of classes, at least 2.
   * @throws {RangeError} If `nClasses` is no integer from 2.
   */
  constructor(nClasses: number, options?: ReductionOptions) {
    super(OP, 0, true, options);
    checkInteger("ClassSimplexCriterion", "nClasses", nClasses, 2, 2 ** 15);
    this.nClasses = nClasses;
    this.simplex = regularSimplex(nClasses, defaultCode(), defaultDevice());
  }

  /**
   * Returns how near each sample is to each vertex, as inner products.
   *
   * @param input [classes] or [batch, classes].
   * @returns A new tensor [batch, classes].
   * @throws {TypeError} If the size or the dtype of `input` does not fit.
   */
  getPredictions(input: Tensor): Tensor {
    this.checkInput("getPredictions", input);
    return mm(input.shape.length === 1 ? input.reshape(1, this.nClasses) : input, this.simplexFor(input).t());
  }

  /**
   * Returns the class whose vertex is the nearest to each sample.
   *
   * @param input [classes] or [batch, classes].
   * @returns A new int64 tensor [batch] of labels from 0.
   * @throws {TypeError} If the size or the dtype of `input` does not fit.
   */
  getTopPrediction(input: Tensor): Tensor {
    this.checkInput("getTopPrediction", input);
    return this.getPredictions(input).argmax(1).view(input.count / this.nClasses);
  }

  /** The vertices are computed anew where another dtype is asked for, not converted. */
  override foreign(by: "clone" | "type"): readonly string[] {
    return by === "type" ? ["simplex"] : [];
  }

  /** Returns the vertices of the labels. */
  protected override targetFor(method: string, input: Tensor, target: Tensor | number): Tensor {
    this.checkInput(method, input);
    const caller = `ClassSimplexCriterion.${method}`, { shape } = input, samples = input.count / this.nClasses;
    const labels = labelsFrom(this.labels, caller, target, shape.length === 1 ? ONE : [samples], input.device);
    checkLabels(caller, labels, this.nClasses);
    const y = this.targetCopy = fit(this.targetCopy, input.store.code, [samples, this.nClasses], input.store.device);
    return samples === 0 ? y : index(this.simplexFor(input), 0, labels.view(samples), { out: y });
  }

  /** Returns the vertices in the dtype of the input. */
  protected simplexFor(input: Tensor): Tensor {
    const { code } = input.store;
    if (this.simplex.store.code !== code || this.simplex.store.isGone()) {
      this.simplex = regularSimplex(this.nClasses, code, input.device);
    }
    return this.simplex;
  }

  /** Refuses an input of a size or dtype that does not fit. */
  protected checkInput(method: string, input: Tensor): void {
    const caller = `ClassSimplexCriterion.${method}`, { nClasses } = this;
    checkFloatTensor(caller, "input", input);
    checkForms(caller, "input", input, [[nClasses], ["batch", nClasses]]);
  }
}

/** The vertices of a regular simplex with their center at 0: row k has its last number that is not 0 in column k. */
function regularSimplex(n: number, code: number, device: Device): Tensor {
  const simplex = fresh(code, [n, n], cpu).zero(), { data, start } = elementsOf(simplex);
  let rest = 1; // 1 − the sum of the squares that a row has so far
  for (let k = 0; k < n - 1; k++) {
    const own = Math.sqrt(rest), others = (rest - 1 - 1 / (n - 1)) / own;
    data[start + k * n + k] = own;
    for (let row = k + 1; row < n; row++) data[start + row * n + k] = others;
    rest -= others * others;
  }
  return simplex.to(device);
}
