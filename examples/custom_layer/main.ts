/**
 * A layer of one's own: written, checked and trained in one page. See README.md.
 *
 * @module
 */
import { ClassNLLCriterion } from "@taimatsu/criterion";
import {
  gradientCheck,
  Linear,
  LogSoftMax,
  Module,
  type RandomModuleOptions,
  Sequential,
  StochasticGradient,
} from "@taimatsu/nn";
import { empty, exp, Generator, mul, randn, square, sum, type Tensor, tensor, zerosLike } from "@taimatsu/tensor";

// ---- the layer

/**
 * Gaussian bells around centres that are learned: y_j = exp(−γ ‖x − c_j‖²).
 *
 * Input [batch, inputSize], output [batch, centres].
 */
export class RadialBasis extends Module {
  /** The centres, [centres, inputSize]. Module finds parameters and gradients by these names. */
  override weight: Tensor;
  override gradWeight: Tensor;

  constructor(readonly inputSize: number, readonly centres: number, readonly gamma = 1, options?: RandomModuleOptions) {
    super(options);
    this.weight = empty([centres, inputSize], { dtype: this.type() }).normal(0, 1, options);
    this.gradWeight = zerosLike(this.weight);
  }

  override updateOutput(input: Tensor): Tensor {
    if (input?.dtype !== this.type() || input.dim() !== 2 || input.size(1) !== this.inputSize) {
      throw this.refusal("forward", "input", input, [["batch", this.inputSize]]);
    }
    // ‖x − c‖² = ‖x‖² + ‖c‖² − 2 x·c, for all pairs at once: [batch, centres]
    const distances = this.output.resize(input.size(0), this.centres).addmm(0, -2, input, this.weight.t());
    distances.add(sum(square(input), 1)).add(sum(square(this.weight), 1).t());
    return exp(distances.mul(-this.gamma), { out: this.output });
  }

  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    // ∂loss/∂x = 2γ Σ_j g_j y_j (c_j − x)
    const pull = mul(gradOutput, this.output), total = sum(pull, 1);
    return this.gradInput = mul(input, total).addmm(-2 * this.gamma, 2 * this.gamma, pull, this.weight);
  }

  override accGradParameters(input: Tensor, gradOutput: Tensor, scale = 1): void {
    // ∂loss/∂c_j = 2γ Σ g_j y_j (x − c_j), summed over the batch
    const pull = mul(gradOutput, this.output), total = sum(pull, 0).t(), factor = 2 * this.gamma * scale;
    this.gradWeight.addmm(1, factor, pull.t(), input).add(-factor, mul(this.weight, total));
  }

  override toString(): string {
    return `RadialBasis(${this.inputSize} -> ${this.centres})`;
  }
}

// ---- the data

/** Length and width of petals in cm, of 20 flowers of each species: from R. A. Fisher's table of 1936. */
// deno-fmt-ignore
const PETALS = {
  setosa: [
    [1.4, 0.2], [1.4, 0.2], [1.3, 0.2], [1.5, 0.2], [1.4, 0.2], [1.7, 0.4], [1.4, 0.3], [1.5, 0.2], [1.4, 0.2], [1.5, 0.1],
    [1.5, 0.2], [1.6, 0.2], [1.4, 0.1], [1.1, 0.1], [1.2, 0.2], [1.5, 0.4], [1.3, 0.4], [1.4, 0.3], [1.7, 0.3], [1.5, 0.3],
  ],
  versicolor: [
    [4.7, 1.4], [4.5, 1.5], [4.9, 1.5], [4.0, 1.3], [4.6, 1.5], [4.5, 1.3], [4.7, 1.6], [3.3, 1.0], [4.6, 1.3], [3.9, 1.4],
    [3.5, 1.0], [4.2, 1.5], [4.0, 1.0], [4.7, 1.4], [3.6, 1.3], [4.4, 1.4], [4.5, 1.5], [4.1, 1.0], [4.5, 1.5], [3.9, 1.1],
  ],
  virginica: [
    [6.0, 2.5], [5.1, 1.9], [5.9, 2.1], [5.6, 1.8], [5.8, 2.2], [6.6, 2.1], [4.5, 1.7], [6.3, 1.8], [5.8, 1.8], [6.1, 2.5],
    [5.1, 2.0], [5.3, 1.9], [5.5, 2.1], [5.0, 2.0], [5.1, 2.4], [5.3, 2.3], [5.5, 1.8], [6.7, 2.2], [6.9, 2.3], [5.0, 1.5],
  ],
};

type Flower = readonly [petal: Tensor, species: Tensor];

/** Each flower is a batch of one, moved and scaled to numbers around 0. */
function flowers(from: number, to: number): Flower[] {
  return Object.values(PETALS).flatMap((rows, species) =>
    rows.slice(from, to).map(([length, width]): Flower => [
      tensor([[(length! - 3.8) / 1.8, (width! - 1.2) / 0.75]]),
      tensor([species], { dtype: "int64" }),
    ])
  );
}

// ---- checking and training it

/** Returns the share of flowers whose species the net finds. */
function accuracy(net: Sequential, set: readonly Flower[]): number {
  return set.filter(([petal, species]) => net.forward(petal).argmax() === species.item()).length / set.length;
}

if (import.meta.main) {
  const generator = new Generator(1), names = Object.keys(PETALS);
  const layer = new RadialBasis(2, 6, 1, { generator }), errors = gradientCheck(layer, randn([5, 2], { generator }));
  console.log(
    `${layer}: gradients differ by ${errors.input.toExponential(1)} from differences with respect to the input,`,
  );
  console.log(`  by ${errors.parameters[0]!.toExponential(1)} with respect to the centres`);
  if (!(Math.max(errors.input, ...errors.parameters) < 1e-6)) throw new Error("the gradients are wrong");

  const net = new Sequential().add(layer).add(new Linear(6, 3, true, { generator })).add(new LogSoftMax());
  const train = flowers(0, 14), test = flowers(14, 20), trainer = new StochasticGradient(net, new ClassNLLCriterion());
  Object.assign(trainer, { learningRate: 0.1, maxIteration: 60, generator, verbose: false });
  trainer.hookIteration = (_, iteration, loss) => {
    if (iteration % 20 === 0) console.log(`iteration ${iteration}: loss ${loss.toFixed(3)}`);
  };
  trainer.train(train);
  for (const [i, centre] of (layer.weight.toArray() as number[][]).entries()) {
    const [length, width] = [centre[0]! * 1.8 + 3.8, centre[1]! * 0.75 + 1.2],
      best = net.get<Linear>(1).weight.select(1, i).argmax();
    console.log(`  centre at ${length.toFixed(1)} x ${width.toFixed(1)} cm: ${names[best]}`);
  }
  const [known, unseen] = [train, test].map((set) => (100 * accuracy(net, set)).toFixed(1));
  console.log(
    `species found: ${known} % of the ${train.length} flowers it learned from, ${unseen} % of ${test.length} others`,
  );
}
