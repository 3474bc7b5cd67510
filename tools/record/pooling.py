"""Records values of pooling, up-sampling and padding from PyTorch, for what the records from Torch7 leave out.

Run it with a Python that has torch, from the root of the repository:

    python tools/record/pooling.py

It writes packages/nn/testdata/pytorch/pooling.json: a list of {module, args, input, output, gradOutput, gradInput}, all in float64;
`setup` names methods that are called first, `fields` holds tensors that are copied into fields.
"""
import json
import os

import torch
import torch.nn.functional as F

torch.manual_seed(5)
records = []


def tensor(x):
    return {"dtype": "float64", "size": list(x.shape), "data": x.detach().flatten().tolist()}


def record(module, args, size, function, setup=(), fields=None, positive=False):
    """size: of the input, or a list of sizes for a list of inputs."""
    sizes = size if isinstance(size[0], list) else [size]
    inputs = [torch.randn(size, dtype=torch.float64) for size in sizes]
    if positive:
        inputs = [x.abs() + 0.1 for x in inputs]
    for x in inputs:
        x.requires_grad_()
    y = function(*inputs)
    g = torch.randn(y.shape, dtype=torch.float64)
    y.backward(g)
    single = sizes is not size
    entry = {"module": module, "args": args}
    if setup:
        entry["setup"] = list(setup)
    if fields:
        entry["fields"] = {name: tensor(value) for name, value in fields.items()}
    before, gradients = [tensor(x) for x in inputs], [tensor(x.grad) for x in inputs]
    entry.update(input=before[0] if single else before, output=tensor(y), gradOutput=tensor(g),
                 gradInput=gradients[0] if single else gradients)
    records.append(entry)


# Torch7 has widths before heights, PyTorch heights before widths.
record("SpatialDilatedMaxPooling", [3, 2, 2, 1, 1, 1, 2, 1], [2, 2, 5, 7],
       lambda x: F.max_pool2d(x, (2, 3), (1, 2), (1, 1), (1, 2)))
record("SpatialDilatedMaxPooling", [3, 2, 2, 3, 1, 0, 1, 2], [1, 2, 6, 8],
       lambda x: F.max_pool2d(x, (2, 3), (3, 2), (0, 1), (2, 1), ceil_mode=True), setup=["ceil"])
record("VolumetricMaxPooling", [2, 3, 2, 1, 2, 2, 1, 1, 0], [2, 2, 3, 4, 5],
       lambda x: F.max_pool3d(x, (2, 2, 3), (1, 2, 2), (1, 0, 1)))
record("VolumetricMaxPooling", [2, 2, 3, 2, 2, 2, 0, 1, 1], [1, 2, 5, 4, 5],
       lambda x: F.max_pool3d(x, (2, 3, 2), (2, 2, 2), (0, 1, 1), ceil_mode=True), setup=["ceil"])
record("VolumetricDilatedMaxPooling", [2, 2, 2, 1, 1, 2, 1, 0, 1, 2, 1, 2], [1, 2, 3, 5, 4],
       lambda x: F.max_pool3d(x, (2, 2, 2), (1, 2, 1), (1, 1, 0), (2, 2, 1)))
record("VolumetricAveragePooling", [2, 3, 2, 1, 2, 2], [2, 2, 3, 4, 5],
       lambda x: F.avg_pool3d(x, (2, 2, 3), (1, 2, 2)))
record("VolumetricAveragePooling", [2, 2, 2], [1, 2, 3, 5, 4],
       lambda x: F.avg_pool3d(x, 2, 2, ceil_mode=True), setup=["ceil"])
record("VolumetricAdaptiveMaxPooling", [2, 3, 4], [2, 2, 5, 5, 4],
       lambda x: F.adaptive_max_pool3d(x, (2, 4, 3)))
record("VolumetricAdaptiveAveragePooling", [2, 3, 4], [2, 2, 5, 5, 4],
       lambda x: F.adaptive_avg_pool3d(x, (2, 4, 3)))
record("SpatialAdaptiveMaxPooling", [3, 5], [2, 2, 4, 7], lambda x: F.adaptive_max_pool2d(x, (5, 3)))
record("SpatialAdaptiveAveragePooling", [3, 5], [2, 2, 4, 7], lambda x: F.adaptive_avg_pool2d(x, (5, 3)))

samples = torch.rand([2, 2, 2], dtype=torch.float64)
record("SpatialFractionalMaxPooling", [2, 3, 4, 3], [2, 2, 7, 9],
       lambda x: F.fractional_max_pool2d(x, (3, 2), output_size=(3, 4), _random_samples=samples),
       setup=["fixPoolingRegions"], fields={"randomSamples": samples})
record("SpatialFractionalMaxPooling", [2, 2, 0.6, 0.5], [2, 2, 7, 9],
       lambda x: F.fractional_max_pool2d(x, 2, output_ratio=(0.5, 0.6), _random_samples=samples),
       setup=["fixPoolingRegions"], fields={"randomSamples": samples})
samples3 = torch.rand([1, 2, 3], dtype=torch.float64)  # time, height, width
record("VolumetricFractionalMaxPooling", [2, 2, 3, 3, 4, 2], [1, 2, 5, 6, 7],
       lambda x: F.fractional_max_pool3d(x, (2, 3, 2), output_size=(3, 2, 4), _random_samples=samples3),
       setup=["fixPoolingRegions"], fields={"randomSamples": samples3[..., [0, 2, 1]].contiguous()})

record("SpatialLPPooling", [2, 3, 3, 2, 2, 1], [2, 2, 4, 7],
       lambda x: F.avg_pool2d(x.pow(3), (2, 3), (1, 2)).mul(6).pow(1 / 3), positive=True)
record("FeatureLPPooling", [3, 2, 3, True], [2, 7, 3],
       lambda x: F.lp_pool1d(x.transpose(1, 2), 3, 3, 2).transpose(1, 2), positive=True)


def unpool2d(x):
    y, at = F.max_pool2d(x, (3, 2), (3, 2), (1, 0), return_indices=True)
    return F.max_unpool2d(y, at, (3, 2), (3, 2), (1, 0), output_size=x.shape)


def unpool3d(x):
    y, at = F.max_pool3d(x, 2, 2, return_indices=True)
    return F.max_unpool3d(y, at, 2, 2, output_size=x.shape)


# The module is the pooling with its unpooling behind it.
record("SpatialMaxUnpooling", [2, 3, 2, 3, 0, 1], [2, 2, 7, 5], unpool2d)
record("VolumetricMaxUnpooling", [2, 2, 2], [1, 2, 4, 5, 4], unpool3d)

# Sizes for which float32 has the ratio exactly: PyTorch works it out in float64, Torch7 in float32.
record("SpatialUpSamplingBilinear", [{"owidth": 9, "oheight": 5}], [2, 2, 3, 5],
       lambda x: F.interpolate(x, (5, 9), mode="bilinear", align_corners=True))
record("UpSampling", [{"odepth": 3, "owidth": 3, "oheight": 9}, "trilinear"], [1, 2, 2, 3, 5],
       lambda x: F.interpolate(x, (3, 9, 3), mode="trilinear", align_corners=True))
record("UpSampling", [{"owidth": 7, "oheight": 3}], [2, 2, 2, 3], lambda x: F.interpolate(x, (3, 7), mode="nearest"))
record("UpSampling", [3], [1, 2, 2, 3, 2], lambda x: F.interpolate(x, scale_factor=3, mode="nearest"))

record("SpatialZeroPadding", [2, -1, -2, 3], [2, 2, 4, 3], lambda x: F.pad(x, (2, -1, -2, 3)))
record("SpatialReflectionPadding", [3, 1, 0, 2], [2, 2, 4, 5], lambda x: F.pad(x, (3, 1, 0, 2), mode="reflect"))
record("SpatialReplicationPadding", [4, 1, 0, 5], [2, 2, 3, 2], lambda x: F.pad(x, (4, 1, 0, 5), mode="replicate"))
record("VolumetricReplicationPadding", [1, 2, 0, 3, 2, 1], [1, 2, 2, 3, 2],
       lambda x: F.pad(x, (1, 2, 0, 3, 2, 1), mode="replicate"))
record("PixelShuffle", [3], [2, 18, 2, 3], lambda x: F.pixel_shuffle(x, 3))
record("SpatialGridSamplerBilinear", [], [[2, 3, 4, 5], [2, 3, 4, 2]],
       lambda x, grid: F.grid_sample(x, grid, mode="bilinear", padding_mode="zeros", align_corners=True))

root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
with open(os.path.join(root, "packages", "nn", "testdata", "pytorch", "pooling.json"), "w") as file:
    file.write("[\n" + ",\n".join(json.dumps(entry) for entry in records) + "\n]\n")
