/**
 * Diagonal second derivatives in the Levenberg–Marquardt approximation: Torch7's `nn.hessian`.
 *
 * They are passed back as gradients are, through squared weights and squared derivatives; second derivatives of the modules
 * themselves are left out. Nothing has to be enabled: what is computed is kept beside the modules, and a copy of a module starts
 * without. A module of one's own takes part with methods {@linkcode CurvedModule} of its own.
 *
 * LeCun et al., "Efficient BackProp", 1998, section 7. Torch7: `hessian.lua`.
 *
 * @module
 */
import { checkFinite, type Device, mul, square, type Tensor, zeros, zerosLike } from "@taimatsu/tensor";
import { fresh } from "@taimatsu/tensor/native";
import { Sequential } from "../containers/sequential.ts";
import { MapConvolution } from "../convolution/map_convolution.ts";
import { fitLike } from "../kernels.ts";
import { Linear } from "../linear/linear.ts";
import type { AnyModule } from "../module.ts";
import { Dropout } from "../noise/dropout.ts";
import { SpatialMaxPooling } from "../pooling/spatial_max_pooling.ts";
import { Viewing } from "../shape/viewing.ts";
import { Pointwise } from "../transfer/pointwise.ts";
import { Jacobian, type JacobianOptions } from "./jacobian.ts";

/** What a module has that passes second derivatives in a way of its own. */
export interface CurvedModule {
  /** Returns ∂²loss/∂input² for ∂²loss/∂output². */
  updateDiagHessianInput(input: Tensor, diagHessianOutput: Tensor): Tensor;
  /** Adds `scale` times ∂²loss/∂parameter² to each of `sums`, which lie in the order of `parameters()`. */
  accDiagHessianParameters?(input: Tensor, diagHessianOutput: Tensor, sums: readonly Tensor[], scale: number): void;
}

/**
 * How second derivatives pass a module: it is linear in the input and in `weight` and `bias`, works element by element, or only
 * chooses and moves elements.
 */
type Kind = "linear" | "pointwise" | "routing";

/** What is kept for a module. */
interface Curvature {
  code: number;
  device: Device;
  /** ∂²loss/∂input². */
  input: Tensor;
  /** ∂²loss/∂parameter², as the module lists its own parameters. */
  sums: Tensor[];
  /** Squares of the weights or of the input, or derivatives. */
  scratch: Tensor;
  /** Ones. */
  ones: Tensor;
}

const curvatures = new WeakMap<AnyModule, Curvature>();

function kindOf(module: AnyModule): Kind | undefined {
  if (module instanceof Linear || module instanceof MapConvolution) return "linear";
  if (module instanceof Pointwise || module instanceof Dropout) return "pointwise";
  return module instanceof Viewing || module instanceof SpatialMaxPooling ? "routing" : undefined;
}

function ownOf(module: AnyModule): CurvedModule | undefined {
  return "updateDiagHessianInput" in module ? module as AnyModule & CurvedModule : undefined;
}

function curvatureOf(module: AnyModule): Curvature {
  const { code, device } = module, known = curvatures.get(module);
  if (known !== undefined && known.code === code && known.device === device) return known;
  const parameters = module.children().length > 0 ? [] : module.parameters()[0];
  const made = {
    code,
    device,
    input: fresh(code, [], device),
    sums: parameters.map((p) => zerosLike(p)),
    scratch: fresh(code, [], device),
    ones: fresh(code, [], device),
  };
  curvatures.set(module, made);
  return made;
}

/** Puts other values into fields of a module while `fn` runs. */
function swapped<R>(module: AnyModule, fields: Record<string, unknown>, fn: () => R): R {
  const target = module as unknown as Record<string, unknown>;
  const before = Object.fromEntries(Object.keys(fields).map((name) => [name, target[name]]));
  Object.assign(target, fields);
  try {
    return fn();
  } finally {
    Object.assign(target, before);
  }
}

function unknown(caller: string, module: AnyModule): TypeError {
  return new TypeError(
    `Cannot run ${caller}: it is not known how second derivatives pass ${module.constructor.name}; the module can say so by ` +
      "methods updateDiagHessianInput and accDiagHessianParameters of its own",
  );
}

/**
 * Sets the sums of second derivatives with respect to all parameters to 0.
 *
 * @param module A net.
 */
export function initDiagHessianParameters(module: AnyModule): void {
  for (const m of module.listModules()) for (const sum of curvatureOf(m).sums) sum.zero();
}

/**
 * Returns ∂²loss/∂input²; `forward` must have been called before.
 *
 * @param module A net of `Sequential`, `Linear`, spatial convolutions, element-wise functions, views and max pooling.
 * @param input The input of the last `forward`.
 * @param diagHessianOutput ∂²loss/∂output², sized like the output: 2 / n for the mean of n squares.
 * @returns A tensor that the next call overwrites.
 * @throws {TypeError} If it is not known how they pass a module.
 */
export function updateDiagHessianInput(module: AnyModule, input: Tensor, diagHessianOutput: Tensor): Tensor {
  const caller = "updateDiagHessianInput", own = ownOf(module), curvature = curvatureOf(module);
  if (own !== undefined) return curvature.input = own.updateDiagHessianInput(input, diagHessianOutput);
  if (module instanceof Sequential) {
    let h = diagHessianOutput;
    eachBackwards(module, input, (m, x) => h = updateDiagHessianInput(m, x, h));
    return curvature.input = h;
  }
  const kind = kindOf(module);
  if (kind === undefined) throw unknown(caller, module);
  if ((module as { inplace?: boolean }).inplace) {
    throw new TypeError(`Cannot run ${caller}: ${module.constructor.name} must not work in place`);
  }
  // Views answer with views: they get a tensor of their own each time.
  const gradInput = kind === "routing" ? fresh(module.code, [], module.device) : curvature.input;
  if (kind === "routing") {
    return curvature.input = swapped(module, { gradInput }, () => pass(module, input, diagHessianOutput));
  }
  if (kind === "linear") {
    const weight = square(module.weight!, { out: fitLike(curvature.scratch, module.weight!.shape) });
    return curvature.input = swapped(module, { weight, gradInput }, () => pass(module, input, diagHessianOutput));
  }
  const ones = fitLike(curvature.ones, diagHessianOutput.shape).fill(1);
  const derivative = swapped(module, { gradInput: curvature.scratch }, () => pass(module, input, ones));
  return mul(square(derivative, { out: derivative }), diagHessianOutput, { out: fitLike(gradInput, derivative.shape) });
}

/**
 * Adds `scale` times ∂²loss/∂parameter² for all parameters; {@linkcode updateDiagHessianInput} must have been called before.
 *
 * @param module A net.
 * @param input The input of the last `forward`.
 * @param diagHessianOutput ∂²loss/∂output².
 * @throws {TypeError} If it is not known how they pass a module with parameters.
 */
export function accDiagHessianParameters(
  module: AnyModule,
  input: Tensor,
  diagHessianOutput: Tensor,
  scale = 1,
): void {
  checkFinite("accDiagHessianParameters", "scale", scale);
  const own = ownOf(module), curvature = curvatureOf(module);
  if (own !== undefined) {
    own.accDiagHessianParameters?.(input, diagHessianOutput, curvature.sums, scale);
    return;
  }
  if (module instanceof Sequential) {
    let h = diagHessianOutput;
    eachBackwards(module, input, (m, x) => {
      accDiagHessianParameters(m, x, h, scale);
      h = curvatureOf(m).input;
    });
    return;
  }
  if (curvature.sums.length === 0) return;
  if (kindOf(module) !== "linear") throw unknown("accDiagHessianParameters", module);
  const [gradWeight, gradBias = null] = curvature.sums,
    x = square(input, { out: fitLike(curvature.scratch, input.shape) });
  swapped(module, { gradWeight, gradBias }, () => module.accGradParameters(x, diagHessianOutput, scale));
}

/** Calls {@linkcode updateDiagHessianInput}, then {@linkcode accDiagHessianParameters}; returns what the first returns. */
export function backward(module: AnyModule, input: Tensor, diagHessianOutput: Tensor, scale = 1): Tensor {
  const diagHessianInput = updateDiagHessianInput(module, input, diagHessianOutput);
  accDiagHessianParameters(module, input, diagHessianOutput, scale);
  return diagHessianInput;
}

/** Returns the sums of second derivatives with respect to all parameters, in the order of `parameters()`. */
export function diagHessianParameters(module: AnyModule): Tensor[] {
  return [...curvatureOf(module).sums, ...module.children().flatMap(diagHessianParameters)];
}

/**
 * Returns the second derivatives with respect to all parameters in one new tensor, as `getParameters()` orders them where nothing
 * is shared: what a method that scales steps by curvature takes.
 *
 * @example Usage
 * ```ts
 * import { hessian, Linear, Sequential, Tanh } from "@taimatsu/nn";
 * import { ones, randn } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * const net = new Sequential().add(new Linear(3, 4)).add(new Tanh()).add(new Linear(4, 1)), x = randn([10, 3]);
 * hessian.initDiagHessianParameters(net);
 * net.forward(x);
 * hessian.backward(net, x, ones([10, 1]));
 * assert(hessian.flatDiagHessian(net).min() >= 0);
 * ```
 */
export function flatDiagHessian(module: AnyModule): Tensor {
  const sums = diagHessianParameters(module),
    r = zeros([sums.reduce((n, x) => n + x.nElement(), 0)], module.tensorOptions());
  let at = 0;
  for (const x of sums) {
    r.narrow(0, at, x.nElement()).copy(x.view(-1));
    at += x.nElement();
  }
  return r;
}

// ---- tests

/**
 * Returns the matrix of ∂²loss/∂x_i² for ∂²loss/∂output_j² = 1, [elements of x, elements of the output].
 *
 * @param parameter Which of the parameters x is, from 0; the input unless given.
 */
export function backwardDiagHessian(module: AnyModule, input: Tensor, parameter?: number): Tensor {
  const output = module.forward(input) as Tensor, h = zerosLike(output), elements = h.view(-1), n = h.nElement();
  const size = parameter === undefined ? input.nElement() : module.parameters()[0][parameter]!.nElement();
  const r = zeros([size, n], module.tensorOptions());
  for (let j = 0; j < n; j++) {
    elements.set(j, 1);
    initDiagHessianParameters(module);
    const diagHessianInput = backward(module, input, h);
    const found = parameter === undefined ? diagHessianInput : diagHessianParameters(module)[parameter]!;
    r.select(1, j).copy(found.contiguous().view(-1));
    elements.set(j, 0);
  }
  return r;
}

/** Returns what {@linkcode backwardDiagHessian} returns where the output is linear in x: the squares of ∂output_j / ∂x_i. */
export function linearModuleDiagHessian(module: AnyModule, input: Tensor, parameter?: number): Tensor {
  const gradient = parameter === undefined ? undefined : module.parameters()[1][parameter]!;
  return Jacobian.backward(module, input, gradient).square();
}

function largestDifference(
  module: AnyModule,
  input: Tensor,
  { min = -2, max = 2, generator }: JacobianOptions,
  parameter?: number,
): number {
  const options = generator && { generator };
  input.uniform(min, max, options);
  for (const p of module.parameters()[0]) p.uniform(min, max, options);
  const difference = backwardDiagHessian(module, input, parameter);
  return difference.add(-1, linearModuleDiagHessian(module, input, parameter)).abs().max();
}

/** Fills input and parameters with random numbers and compares ∂²loss/∂input² with the squared Jacobian matrix. */
export function testDiagHessianInput(module: AnyModule, input: Tensor, options: JacobianOptions = {}): number {
  return largestDifference(module, input, options);
}

/** As {@linkcode testDiagHessianInput} for the first parameter of a module that is linear in it. */
export function testDiagHessianWeight(module: AnyModule, input: Tensor, options: JacobianOptions = {}): number {
  return largestDifference(module, input, options, 0);
}

/** As {@linkcode testDiagHessianWeight} for the second parameter. */
export function testDiagHessianBias(module: AnyModule, input: Tensor, options: JacobianOptions = {}): number {
  return largestDifference(module, input, options, 1);
}

// ---- helpers

/** Calls `fn` for each module and its input, the last one first. */
function eachBackwards({ modules }: Sequential, input: Tensor, fn: (m: AnyModule, x: Tensor) => void): void {
  for (let i = modules.length - 1; i >= 0; i--) fn(modules[i]!, i > 0 ? modules[i - 1]!.output as Tensor : input);
}

function pass(module: AnyModule, input: Tensor, g: Tensor): Tensor {
  return module.updateGradInput(input, g) as Tensor;
}
