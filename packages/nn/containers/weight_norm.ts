import { checkDim, empty, type Generator, norm, Tensor, UnknownObject, zeros } from "@taimatsu/tensor";
import { counted, listOf, longs, meta } from "@taimatsu/tensor/native";
import { DECORATOR } from "../files/decorator_form.ts";
import { isMissing, matrixOf } from "../files/fields.ts";
import { makeWith } from "../files/read_module.ts";
import { kept } from "../kernels.ts";
import { Linear } from "../linear/linear.ts";
import { accumulateRows, weightsOf } from "../linear/weight_rows.ts";
import { type AnyModule, Module } from "../module.ts";
import type { Activity, RandomModuleOptions } from "../options.ts";
import { Container } from "./container.ts";
import { optionsLike } from "./options_like.ts";
import type { TorchForm } from "../files/torch_form.ts";

const DIM = counted("outputDim");

/**
 * Makes the weights of a module lengths times directions, output by output: w = g v / √(‖v‖² + 10⁻⁴).
 *
 * Parameters are directions v, [outputs, other weights of an output], lengths g, [outputs, 1], and the module's biases. Input and
 * output are those of the module. Its weights are computed in every `forward` of training; `evaluate()` computes them once, so
 * that who changes the parameters afterwards calls {@linkcode updateWeight}.
 *
 * Salimans and Kingma, "Weight Normalization", 2016. Torch7: `WeightNorm.lua`.
 *
 * @typeParam I Input of the module: a tensor unless given.
 * @typeParam O Output of the module: a tensor unless given.
 *
 * @example Usage
 * ```ts
 * import { SpatialConvolution, WeightNorm } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new WeightNorm(new SpatialConvolution(3, 8, 3, 3));
 * assertEquals(layer.v.size(), [8, 27]);
 * assertEquals(layer.forward(rand([2, 3, 5, 5])).size(), [2, 8, 3, 3]);
 * ```
 */
export class WeightNorm<I extends Activity = Tensor, O extends Activity = Tensor> extends Container<I, O> {
  /** How it lies in Torch7's files. */
  static override readonly torch: TorchForm = {
    make: ({ modules, v, outputDim }) => {
      const [inner] = modules as AnyModule[], [rows, columns] = matrixOf("v", v), dtype = inner!.type();
      // A module that takes no memory stands for the one inside, whose numbers must stay.
      const layer = new WeightNorm(new Linear(columns, rows, false, { dtype, device: meta }));
      layer.modules = [inner!];
      return Object.assign(layer, {
        outputDim: DIM.read(outputDim ?? 1),
        device: inner!.device,
      }) as unknown as AnyModule;
    },
    fields: [DIM, "v", "g", "gradV", "gradG"],
    // Torch7 leaves out the weights of the module inside.
    upgrade: (fields) => {
      const { v, weightSize, viewOut } = fields, [inner] = (fields.modules ?? []) as unknown[];
      if (inner instanceof UnknownObject && v instanceof Tensor) {
        const size = listOf("weightSize", weightSize ?? viewOut), own = { dtype: v.dtype };
        const made = makeWith(inner, { weight: zeros(size, own), gradWeight: zeros(size, own) });
        if (made !== undefined) fields.modules = [made];
      }
      DECORATOR.upgrade(fields);
    },
    finish: (module: WeightNorm, { weight }) => {
      if (isMissing(weight)) module.updateWeight();
    },
    derive: (module: WeightNorm) => {
      const { v, outputDim } = module, { weight, bias, gradWeight, gradBias } = module.module(), { shape } = weight!;
      const [rows, columns] = v.shape as [number, number];
      return {
        weight,
        bias: bias ?? undefined,
        gradWeight,
        gradBias: gradBias ?? undefined,
        otherDims: columns,
        viewIn: longs(rows, columns),
        viewOut: longs(rows, ...shape.filter((_, d) => d !== outputDim)),
        weightSize: longs(...shape),
      };
    },
    scratch: (module: WeightNorm) => {
      const _norm = module.rowNorms().clone();
      return { _norm, _scale: module.g.clone().cdiv(_norm) };
    },
  };

  /** Directions, [outputs, other weights of an output]. */
  v: Tensor;
  /** Lengths, [outputs, 1]. */
  g: Tensor;
  /** Sum of ∂loss/∂v since the last `zeroGradParameters()`. */
  gradV: Tensor;
  /** Sum of ∂loss/∂g since the last `zeroGradParameters()`. */
  gradG: Tensor;
  /** Dimension of the weights that counts the outputs. */
  readonly outputDim: number;
  /** Source of the directions. */
  readonly generator: Generator | undefined;
  /** Norms of the directions. */
  _norm: Tensor | null = null;
  /** Lengths divided by the norms. */
  _scale: Tensor | null = null;
  /** Gradients with respect to the lengths. */
  _slope: Tensor | null = null;
  /** Products sized like the directions. */
  _product: Tensor | null = null;
  /** Weights, or their gradient, sized like the directions. */
  _rows: Tensor | null = null;

  /**
   * Draws directions and lengths: see {@linkcode reset}. The weights that the module has are not used.
   *
   * @param module A module with `weight` and `gradWeight`, and perhaps biases.
   * @param outputDim Dimension of the weights that counts the outputs; negative ones count from the end.
   * @throws {TypeError} If the module has no weights of its own, or parameters besides them and the biases.
   * @throws {RangeError} If the weights have no such dimension.
   */
  constructor(module: Module<I, O>, outputDim = 0, options?: RandomModuleOptions) {
    super(optionsLike("WeightNorm", module));
    const inner = module as unknown as AnyModule, { weight } = inner;
    const own = [weight, inner.bias], parameters = inner.parameters()[0];
    if (!weight || !inner.gradWeight || parameters.some((p) => !own.includes(p))) {
      throw new TypeError(
        `Cannot run WeightNorm: the module must have weights and at most biases besides but is ${inner.toString()}`,
      );
    }
    this.outputDim = checkDim("WeightNorm", "outputDim", outputDim, weight.dim());
    this.generator = options?.generator;
    const rows = weight.size(this.outputDim), columns = weight.nElement() / rows, place = this.tensorOptions();
    this.modules.push(inner);
    this.v = empty([rows, columns], place);
    this.g = empty([rows, 1], place);
    this.gradV = zeros([rows, columns], place);
    this.gradG = zeros([rows, 1], place);
    this.reset();
  }

  /**
   * Draws the directions from a normal distribution with mean 0 and standard deviation `stdv`, √(2 / other weights of an output)
   * unless given; lengths are their norms, biases 0.
   */
  override reset(stdv?: number): void {
    const { v, g, generator } = this;
    v.normal(0, stdv ?? Math.sqrt(2 / v.size(1)), generator && { generator });
    norm(v, 2, 1, { out: g });
    this.module().bias?.zero();
    this.updateWeight();
  }

  /** Returns directions, lengths and biases, and their gradients. */
  override parameters(): [Tensor[], Tensor[]] {
    const { v, g, gradV, gradG } = this, { bias, gradBias } = this.module();
    return bias && gradBias ? [[v, g, bias], [gradV, gradG, gradBias]] : [[v, g], [gradV, gradG]];
  }

  /** Computes the module's weights of lengths and directions. */
  updateWeight(): this {
    const rows = this._rows = kept(this._rows, this.code, this.v.shape, this.device);
    this.outputsFirst(this.module().weight!).copy(weightsOf(this, rows));
    return this;
  }

  /** Computes the weights, and uses them until `training()`. */
  override evaluate(): this {
    if (this.train) this.updateWeight();
    return super.evaluate();
  }

  /** Computes what the module computes with these weights. */
  override updateOutput(input: I): O {
    if (this.train) this.updateWeight();
    return this.output = this.run(() => this.module().updateOutput(input) as O);
  }

  /** Computes what the module computes. */
  override updateGradInput(input: I, gradOutput: O): I {
    const inner = this.module();
    if (this.gradInput === null || inner.gradInput === null) return this.noGradient();
    return this.gradInput = this.run(() => inner.updateGradInput(input, gradOutput) as I);
  }

  /** Adds `scale` times the gradients of directions, lengths and biases. */
  override accGradParameters(input: I, gradOutput: O, scale = 1): void {
    const inner = this.module(), rows = this._rows = kept(this._rows, this.code, this.v.shape, this.device);
    inner.gradWeight!.zero();
    this.run(() => inner.accGradParameters(input, gradOutput, scale));
    accumulateRows(this, rows.copy(this.outputsFirst(inner.gradWeight!)));
  }

  /** Accumulates straight into the parameters; their gradients are left alone. */
  override defaultAccUpdateGradParameters(input: I, gradOutput: O, learningRate: number): void {
    const { gradV, gradG } = this, inner = this.module(), { gradBias } = inner;
    this.gradV = this.v;
    this.gradG = this.g;
    if (gradBias) inner.gradBias = inner.bias!;
    try {
      this.accGradParameters(input, gradOutput, -learningRate);
    } finally {
      this.gradV = gradV;
      this.gradG = gradG;
      if (gradBias) inner.gradBias = gradBias;
    }
  }

  /** Sets the gradients of its parameters to 0. */
  override zeroGradParameters(): void {
    for (const gradient of this.parameters()[1]) gradient.zero();
  }

  /** Changes its parameters by −`learningRate` times their gradients. */
  override updateParameters(learningRate: number): void {
    Module.prototype.updateParameters.call(this, learningRate);
  }

  /** Returns `nn.WeightNorm [module]`. */
  override toString(): string {
    return `${super.toString()} [${this.module().toString()}]`;
  }

  /** The module inside. */
  module(): AnyModule {
    return this.modules[0]!;
  }

  /** Computes the norms of the directions. */
  rowNorms(): Tensor {
    const out = this._norm = kept(this._norm, this.code, this.g.shape, this.device);
    return norm(this.v, 2, 1, { out }).square().add(1e-4).sqrt();
  }

  /** Returns weights with the dimension of the outputs in front. */
  outputsFirst(weight: Tensor): Tensor {
    const { outputDim } = this, dims = weight.shape.map((_, d) => d).filter((d) => d !== outputDim);
    return outputDim === 0 ? weight : weight.permute(outputDim, ...dims);
  }

  /** Calls `fn`; what it throws says where it was thrown. */
  run<T>(fn: () => T): T {
    try {
      return fn();
    } catch (error) {
      throw this.inside(0, error);
    }
  }
}
