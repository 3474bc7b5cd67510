// How normalizations over neighbourhoods lie in files: with the modules that Torch7 makes them of.
import { cpu, Generator, ones, Tensor, tensor } from "@taimatsu/tensor";
import { Sequential } from "../containers/sequential.ts";
import { SpatialConvolution } from "../convolution/spatial_convolution.ts";
import { SpatialConvolutionMap } from "../convolution/spatial_convolution_map.ts";
import { oneToOne } from "../convolution/tables.ts";
import { Sqrt } from "../math/sqrt.ts";
import { Square } from "../math/square.ts";
import type { AnyModule } from "../module.ts";
import type { ModuleOptions } from "../options.ts";
import { SpatialZeroPadding } from "../sampling/spatial_zero_padding.ts";
import { Replicate } from "../shape/replicate.ts";
import { CDivTable } from "../table/c_div_table.ts";
import { CSubTable } from "../table/c_sub_table.ts";
import { Threshold } from "../transfer/threshold.ts";
import type { TorchFields, TorchForm } from "./torch_form.ts";

type Neighborhood = AnyModule & {
  nInputPlane: number;
  kernelSize: readonly number[];
  kernelWeights: readonly number[];
  threshold?: number;
  thresval?: number;
};

/** Gives all planes of a convolution the same kernel. */
function withKernel<M extends SpatialConvolution | SpatialConvolutionMap>(module: M, kernel: Tensor): M {
  const { weight, bias } = module, n = kernel.count;
  weight.view(weight.count / n, n).copy(kernel.view(1, n).expand([weight.count / n, n]));
  bias?.zero();
  return module;
}

/** Returns what weighs and adds up all planes; with `squares` those of the squares, and their roots. */
function estimator(layer: Neighborhood, squares: boolean): Sequential {
  const { nInputPlane: n, kernelSize, kernelWeights } = layer, [kH, kW = kH] = kernelSize as [number, number?];
  const options = { dtype: layer.type(), device: cpu, generator: new Generator(0) };
  const kernel = tensor(kernelWeights, { dtype: layer.type(), device: cpu }), net = new Sequential(options);
  const padW = (kW - 1) / 2, padH = (kH - 1) / 2;
  if (squares) net.add(new Square(options));
  net.add(new SpatialZeroPadding(padW, padW, padH, padH, options));
  if (kernelSize.length === 1) {
    net.add(withKernel(new SpatialConvolutionMap(oneToOne(n), kW, 1, 1, 1, options), kernel));
  }
  const width = kernelSize.length === 1 ? 1 : kW;
  net.add(withKernel(new SpatialConvolution(n, 1, width, kH, 1, 1, 0, 0, options), kernel));
  net.add(new Replicate(n, 0, 3, options));
  if (squares) net.add(new Sqrt(0, options));
  return net;
}

/** Returns what Torch7's subtractive normalization is made of. */
export function subtractiveParts(layer: Neighborhood): TorchFields {
  const options = { dtype: layer.type(), device: cpu };
  return {
    meanestimator: estimator(layer, false),
    subtractor: new CSubTable(options),
    divider: new CDivTable(options),
    coef: ones([1, 1, 1], options),
  };
}

/** Returns what Torch7's divisive normalization is made of. */
export function divisiveParts(layer: Neighborhood): TorchFields {
  const options = { dtype: layer.type(), device: cpu }, { threshold, thresval } = layer;
  return {
    meanestimator: estimator(layer, false),
    stdestimator: estimator(layer, true),
    normalizer: new CDivTable(options),
    divider: new CDivTable(options),
    thresholder: new Threshold(threshold, thresval, false, options),
    coef: ones([1, 1, 1], options),
  };
}

/**
 * Returns the weights of the neighbourhood as the convolutions have them: `kernel` itself may be scaled for another layer, since
 * layers that were given the same tensor share it.
 */
function weightsOf({ stdestimator, meanestimator }: TorchFields, n: number): number[] | null {
  for (const net of [stdestimator, meanestimator]) {
    const parts = net instanceof Sequential ? net.modules : [];
    const part = parts.find((m) => m instanceof SpatialConvolution || m instanceof SpatialConvolutionMap);
    const weight = part?.weight;
    if (weight && weight.count >= n) return weight.contiguous().view(-1).narrow(0, 0, n).toArray() as number[];
  }
  return null;
}

/** Returns the form of a class. */
export function neighborhoodForm(
  make: (fields: TorchFields, kernel: Tensor, options: ModuleOptions) => AnyModule,
  parts: (layer: Neighborhood) => TorchFields,
): TorchForm {
  return {
    make: (fields, options) => {
      const { kernel } = fields;
      if (!(kernel instanceof Tensor)) throw new TypeError("kernel must be a tensor");
      const module = make(fields, kernel, options), kernelWeights = weightsOf(fields, kernel.count);
      return kernelWeights === null ? module : Object.assign(module, { kernelWeights });
    },
    derive: (layer: Neighborhood) => {
      const { nInputPlane, kernelWeights, kernelSize, threshold, thresval } = layer;
      const kernel = tensor(kernelWeights, { dtype: layer.type(), device: cpu }).view(kernelSize);
      return { nInputPlane, kernel, ...(threshold === undefined ? {} : { threshold, thresval }) };
    },
    scratch: parts,
  };
}
