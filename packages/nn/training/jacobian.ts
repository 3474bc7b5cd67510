import { checkFinite, type Generator, randn, Tensor, uniform, zeros } from "@taimatsu/tensor";
import { mapActivity, tensorsOf } from "../activity.ts";
import type { AnyModule } from "../module.ts";
import type { Activity } from "../options.ts";
import { eachDifference } from "./numeric.ts";

/** Options of the tests of {@linkcode Jacobian}. */
export interface JacobianOptions {
  /** Lower end of the random numbers that input and parameters are filled with; −2 by default. */
  min?: number;
  /** Their upper end; 2 by default. */
  max?: number;
  /** How far each element is moved; 1e-6 by default. */
  perturbation?: number;
  /** Source of the random numbers; the default generator unless given. */
  generator?: Generator;
}

/** What {@linkcode JacobianTests.testAllUpdate} found. */
export interface UpdateErrors {
  /** After `accGradParameters` and `updateParameters`. */
  accGradParameters: number;
  /** After `accUpdateGradParameters`. */
  accUpdateGradParameters: number;
  /** After `accGradParameters` and `updateParameters` of two modules that share the parameter. */
  sharedAccGradParameters: number;
  /** After `accUpdateGradParameters` of two modules that share the parameter. */
  sharedAccUpdateGradParameters: number;
}

/** Comparisons of what modules compute with central differences: {@linkcode Jacobian} and {@linkcode SparseJacobian}. */
export interface JacobianTests {
  /**
   * Returns the matrix ∂output_j / ∂x_i, [elements of x, elements of the output], by backward passes.
   *
   * @param module In float64, to be exact.
   * @param input What it takes.
   * @param gradient Where its `backward` leaves the gradient with respect to x: that of a parameter; of the input unless given.
   */
  backward(module: AnyModule, input: Activity, gradient?: Tensor): Tensor;
  /**
   * Returns the same matrix by central differences.
   *
   * @param x The parameter that is moved; the input unless given.
   */
  forward(module: AnyModule, input: Activity, x?: Tensor, perturbation?: number): Tensor;
  /** Returns x_i − ∂output_j / ∂x_i for a parameter x, by `accUpdateGradParameters` with learning rate 1. */
  backwardUpdate(module: AnyModule, input: Activity, x: Tensor): Tensor;
  /** Returns the same matrix as {@linkcode backwardUpdate} by central differences. */
  forwardUpdate(module: AnyModule, input: Activity, x: Tensor, perturbation?: number): Tensor;
  /** Fills the input with random numbers and returns the largest difference between the two matrices. */
  testJacobian(module: AnyModule, input: Activity, options?: JacobianOptions): number;
  /** As {@linkcode testJacobian} with respect to a parameter, which is filled with random numbers too. */
  testJacobianParameters(
    module: AnyModule,
    input: Activity,
    parameter: Tensor,
    gradient: Tensor,
    options?: JacobianOptions,
  ): number;
  /** As {@linkcode testJacobianParameters} for {@linkcode backwardUpdate} and {@linkcode forwardUpdate}. */
  testJacobianUpdateParameters(
    module: AnyModule,
    input: Activity,
    parameter: Tensor,
    options?: JacobianOptions,
  ): number;
  /**
   * Fills the input with random numbers and compares a module with its copy by `clone()`: returns the largest differences of the
   * outputs and of the gradients with respect to the input.
   */
  testIO(module: AnyModule, input: Activity, options?: JacobianOptions): [output: number, gradInput: number];
  /**
   * Compares all ways to change a parameter.
   *
   * @param weight Name of the field that holds it.
   * @param gradWeight Name of the field that holds its gradient.
   */
  testAllUpdate(module: AnyModule, input: Activity, weight: string, gradWeight: string): UpdateErrors;
}

const isReal = (x: Tensor): boolean => x.dtype === "float32" || x.dtype === "float64";
const copyOf = (x: Activity): Activity => mapActivity(x, (t) => t.clone());

/** All elements of the tensors in a vector. */
function flat(tensors: readonly Tensor[]): Tensor {
  const [first] = tensors as [Tensor], r = zeros([countOf(tensors)], { dtype: first.dtype, device: first.device });
  let at = 0;
  for (const x of tensors) {
    r.narrow(0, at, x.nElement()).copy(x.contiguous().view(-1));
    at += x.nElement();
  }
  return r;
}

function countOf(tensors: readonly Tensor[]): number {
  return tensors.reduce((n, x) => n + x.nElement(), 0);
}

function largestDifference(a: Tensor, b: Tensor): number {
  return a.clone().add(-1, b).abs().max();
}

/** Makes the tests, where `part` returns what has a gradient of a tensor of the input, and where its gradient is. */
function testsFor(part: (x: Tensor) => Tensor): JacobianTests {
  /** Integers, such as positions, have no gradient. */
  const partsOf = (x: Activity, input: Activity = x): Tensor[] => {
    const given = tensorsOf(input), parts = tensorsOf(x).filter((_, k) => isReal(given[k]!)).map(part);
    if (parts.length > 0) return parts;
    throw new TypeError("Cannot run Jacobian: input must hold floating-point numbers but holds none");
  };
  /** Calls `column(j, gradOutput)` with ∂output_j / ∂output. */
  const eachOutput = (
    module: AnyModule,
    input: Activity,
    column: (j: number, gradOutput: Activity) => void,
  ): void => {
    const gradOutput = mapActivity(module.forward(copyOf(input)), (y) => y.clone().zero());
    let j = 0;
    for (const g of tensorsOf(gradOutput)) {
      const elements = g.view(-1);
      for (let i = 0; i < g.nElement(); i++, j++) {
        elements.set(i, 1);
        column(j, copyOf(gradOutput));
        elements.set(i, 0);
      }
    }
  };
  const outputsOf = (module: AnyModule, input: Activity): number => countOf(tensorsOf(module.forward(copyOf(input))));
  const randomize = (tensors: readonly Tensor[], { min = -2, max = 2, generator }: JacobianOptions): void => {
    checkFinite("Jacobian", "min", min);
    checkFinite("Jacobian", "max", max);
    for (const x of tensors) x.uniform(min, max, generator && { generator });
  };

  const tests: JacobianTests = {
    backward(module, input, gradient) {
      const n = gradient === undefined ? countOf(partsOf(input)) : gradient.nElement();
      const jacobian = zeros([n, outputsOf(module, input)], module.tensorOptions());
      eachOutput(module, input, (j, gradOutput) => {
        const x = copyOf(input);
        module.zeroGradParameters();
        module.forward(x);
        const gradInput = module.updateGradInput(x, gradOutput);
        if (gradient === undefined) jacobian.select(1, j).copy(flat(partsOf(gradInput, input)));
        else {
          module.accGradParameters(x, gradOutput);
          jacobian.select(1, j).copy(flat([gradient]));
        }
      });
      return jacobian;
    },
    forward(module, input, x, perturbation = 1e-6) {
      const moved = copyOf(input), tensors = x === undefined ? partsOf(moved) : [x];
      const jacobian = zeros([countOf(tensors), outputsOf(module, input)], module.tensorOptions());
      const output = (): Tensor => flat(tensorsOf(module.forward(copyOf(moved))));
      eachDifference(tensors, output, perturbation, (k, difference) => jacobian.select(0, k).copy(difference));
      return jacobian;
    },
    backwardUpdate(module, input, x) {
      const jacobian = zeros([x.nElement(), outputsOf(module, input)], module.tensorOptions());
      eachOutput(module, input, (j, gradOutput) => {
        const given = copyOf(input);
        module.forward(given);
        const others = module.parameters()[0].map((p): [Tensor, Tensor] => [p, p.clone()]);
        module.updateGradInput(given, gradOutput);
        module.accUpdateGradParameters(given, gradOutput, 1);
        jacobian.select(1, j).copy(flat([x]));
        for (const [p, value] of others) p.copy(value);
      });
      return jacobian;
    },
    forwardUpdate(module, input, x, perturbation) {
      const jacobian = tests.forward(module, input, x, perturbation);
      return jacobian.mul(-1).add(flat([x]).view(-1, 1).expand(jacobian.size()));
    },
    testJacobian(module, input, options = {}) {
      randomize(partsOf(input), options);
      return largestDifference(
        tests.forward(module, input, undefined, options.perturbation),
        tests.backward(module, input),
      );
    },
    testJacobianParameters(module, input, parameter, gradient, options = {}) {
      randomize([...partsOf(input), parameter], options);
      return largestDifference(
        tests.forward(module, input, parameter, options.perturbation),
        tests.backward(module, input, gradient),
      );
    },
    testJacobianUpdateParameters(module, input, parameter, options = {}) {
      randomize([...partsOf(input), parameter], options);
      return largestDifference(
        tests.forwardUpdate(module, input, parameter, options.perturbation),
        tests.backwardUpdate(module, input, parameter),
      );
    },
    testIO(module, input, options = {}) {
      randomize(partsOf(input), options);
      const pass = (m: AnyModule): [Tensor, Tensor] => {
        const x = copyOf(input), output = copyOf(m.forward(x));
        const gradOutput = mapActivity(output, (y) => y.clone().fill(0.5));
        return [flat(tensorsOf(output)), flat(tensorsOf(m.backward(x, gradOutput))).clone()];
      };
      const [output, gradInput] = pass(module), [copied, gradCopied] = pass(module.clone());
      return [largestDifference(output, copied), largestDifference(gradInput, gradCopied)];
    },
    testAllUpdate(module, input, weight, gradWeight) {
      const field = (m: AnyModule, name: string): Tensor => {
        const x = (m as unknown as Record<string, unknown>)[name];
        if (x instanceof Tensor) return x;
        throw new TypeError(
          `Cannot run testAllUpdate: ${m.constructor.name} has no tensor named ${JSON.stringify(name)}`,
        );
      };
      const rate = uniform(0.1, 1), before = field(module, weight).clone();
      const gradOutput = mapActivity(
        module.forward(copyOf(input)),
        (y) => randn(y.size(), { dtype: y.dtype, device: y.device }),
      );
      const pass = (m: AnyModule, then: "accumulate" | "update"): void => {
        const x = copyOf(input), g = copyOf(gradOutput);
        m.forward(x);
        m.updateGradInput(x, g);
        if (then === "accumulate") m.accGradParameters(x, g);
        else m.accUpdateGradParameters(x, g, rate);
      };
      const plain = module.clone();
      plain.zeroGradParameters();
      pass(plain, "accumulate");
      plain.updateParameters(rate);
      const moved = (times: number): Tensor => before.clone().add(-rate * times, field(plain, gradWeight));
      const updated = module.clone();
      pass(updated, "update");
      const pair = (): [AnyModule, AnyModule] => {
        const first = module.clone(), second = module.clone().share(first, weight);
        first.zeroGradParameters();
        second.zeroGradParameters();
        return [first, second];
      };
      const accumulated = pair(), changed = pair();
      for (const m of accumulated) pass(m, "accumulate");
      for (const m of accumulated) m.updateParameters(rate);
      // Outputs and gradients with respect to the input first: a changed parameter would change those of the other module.
      const given = changed.map((m) => {
        const x = copyOf(input), g = copyOf(gradOutput);
        m.forward(x);
        m.updateGradInput(x, g);
        return [x, g] as const;
      });
      changed.forEach((m, k) => m.accUpdateGradParameters(given[k]![0], given[k]![1], rate));
      const error = (modules: readonly AnyModule[], times: number): number =>
        modules.reduce((sum, m) => sum + field(m, weight).dist(moved(times)), 0);
      return {
        accGradParameters: error([plain], 1),
        accUpdateGradParameters: error([updated], 1),
        sharedAccGradParameters: error(accumulated, 2),
        sharedAccUpdateGradParameters: error(changed, 2),
      };
    },
  };
  return tests;
}

/**
 * Compares what a module computes with central differences, element by element: Torch7's `nn.Jacobian`. The functions change input
 * and parameters; `gradientCheck` is the short way that leaves them alone.
 *
 * Inputs may be nested lists of tensors; their elements and those of the output are counted through. Modules should be in float64
 * and compute the same each time. Torch7: `Jacobian.lua`.
 *
 * @example Usage
 * ```ts
 * import { Jacobian, Linear } from "@taimatsu/nn";
 * import { zeros } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * const linear = new Linear(3, 2, true, { dtype: "float64" }), input = zeros([4, 3], { dtype: "float64" });
 * assert(Jacobian.testJacobian(linear, input) < 1e-8);
 * assert(Jacobian.testJacobianParameters(linear, input, linear.weight, linear.gradWeight) < 1e-8);
 * ```
 */
export const Jacobian: JacobianTests = testsFor((x) => x);

/**
 * As {@linkcode Jacobian} for modules whose inputs are lists of positions and values, as those of `SparseLinear`: tensors [n, 2], of
 * which only the second column, that of the values, is moved. Torch7: `SparseJacobian.lua`.
 *
 * @example Usage
 * ```ts
 * import { Module, SparseJacobian } from "@taimatsu/nn";
 * import { type Tensor, tensor } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * // Sums the squares of the values.
 * class Energy extends Module {
 *   override updateOutput(input: Tensor): Tensor {
 *     const values = input.select(1, 1).contiguous();
 *     return this.output.resize(1).fill(values.dot(values));
 *   }
 *   override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
 *     const gradInput = input.clone();
 *     gradInput.select(1, 1).mul(2 * gradOutput.get(0));
 *     return this.gradInput = gradInput;
 *   }
 * }
 *
 * const input = tensor([[0, 0.5], [7, -1]], { dtype: "float64" });
 * assert(SparseJacobian.testJacobian(new Energy({ dtype: "float64" }), input) < 1e-8);
 * ```
 */
export const SparseJacobian: JacobianTests = testsFor((x) => x.select(1, 1));
