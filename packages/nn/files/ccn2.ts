// Layers of ccn2 (cuda-convnet2 for Torch7), whose images are [planes, height, width, batch].
import { Tensor, type TorchClass, UnknownObject } from "@taimatsu/tensor";
import { fieldsOf } from "@taimatsu/tensor/native";
import { Sequential } from "../containers/sequential.ts";
import { SpatialConvolution } from "../convolution/spatial_convolution.ts";
import type { AnyModule } from "../module.ts";
import { SpatialCrossMapLRN } from "../normalization/spatial_cross_map_lrn.ts";
import { SpatialAveragePooling } from "../pooling/spatial_average_pooling.ts";
import { SpatialMaxPooling } from "../pooling/spatial_max_pooling.ts";
import { Transpose } from "../shape/transpose.ts";
import type { TorchFields } from "./torch_form.ts";

/** Kernels as [planes in · kH · kW, planes out], as those of `nn`. */
function kernelsOf(weight: unknown): unknown {
  return weight instanceof Tensor && weight.dim() === 2 ? weight.t().contiguous() : weight;
}

const CLASSES: Record<string, (fields: TorchFields) => [className: string, fields: TorchFields]> = {
  "ccn2.SpatialConvolution": ({ weight, gradWeight, kH, dH, padding, groups, ...fields }) => {
    const size = { kW: kH, kH, dW: dH ?? 1, dH: dH ?? 1, padW: padding ?? 0, padH: padding ?? 0 };
    const kernels = { weight: kernelsOf(weight), gradWeight: kernelsOf(gradWeight) };
    return ["cudnn.SpatialConvolution", { ...fields, ...size, ...kernels, groups: groups ?? 1 }];
  },
  "ccn2.SpatialMaxPooling": ({ kW, dW, ...fields }) => {
    return ["nn.SpatialMaxPooling", { ...fields, kW, kH: kW, dW: dW ?? kW, dH: dW ?? kW, ceil_mode: true }];
  },
  "ccn2.SpatialAvgPooling": ({ kW, dW, ...fields }) => {
    const size = { kW, kH: kW, dW: dW ?? kW, dH: dW ?? kW };
    return ["nn.SpatialAveragePooling", {
      ...fields,
      ...size,
      ceil_mode: true,
      count_include_pad: false,
      divide: true,
    }];
  },
  "ccn2.SpatialCrossResponseNormalization": ({ size, addScale, powScale, minDiv, ...fields }) => {
    // What is added is divided by the size there already.
    const alpha = (addScale as number) * (size as number);
    return ["nn.SpatialCrossMapLRN", { ...fields, size, alpha, beta: powScale, k: minDiv }];
  },
};

const TYPES = { SpatialConvolution, SpatialMaxPooling, SpatialAveragePooling, SpatialCrossMapLRN } as const;

function readLayer(object: UnknownObject): AnyModule | undefined {
  const translate = Object.hasOwn(CLASSES, object.className) ? CLASSES[object.className] : undefined;
  if (translate === undefined) return undefined;
  const [className, { output: _output, gradInput: _gradInput, ...fields }] = translate(fieldsOf(object.fields));
  const type = TYPES[className.slice(className.indexOf(".") + 1) as keyof typeof TYPES];
  const layer = type.fromTorch(new UnknownObject(className, fields)) as AnyModule;
  const net = new Sequential().add(new Transpose([3, 0], [3, 1], [3, 2])).add(layer);
  return net.add(new Transpose([0, 3], [0, 2], [0, 1])).type(layer.type());
}

/**
 * What `load` makes layers of ccn2 with, the package that brought cuda-convnet2 to Torch7: a layer of this package between two that
 * bring the batch, which is last there, to the front and back.
 *
 * @example Usage
 * ```ts
 * import * as nn from "@taimatsu/nn";
 * import { deserialize, ones, serialize, type Tensor, UnknownObject } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const file = serialize(new UnknownObject("ccn2.SpatialMaxPooling", { kW: 2, dW: 2, _type: "torch.CudaTensor" }));
 * const pooling = deserialize<nn.Sequential<Tensor, Tensor>>(file, { classes: [nn] });
 * assertEquals(pooling.forward(ones([16, 6, 6, 32])).size(), [16, 3, 3, 32]);
 * ```
 */
export const ccn2: TorchClass = { fromTorch: readLayer };
