"""Records what PyTorch computes for convolutions with groups, dilation, padding and the like, which Torch7 lacks or was not recorded for.

    python tools/record/convolution.py

needs the package torch (2.13 wrote the file that is kept) and writes packages/nn/testdata/pytorch/convolution.json: a list of
{module, args, options, parameters, input, output, gradOutput, gradInput, gradParameters}, where `module` is a class of @taimatsu/nn,
its constructor gets `args`, then `options`, and tensors are {dtype, size, data}, data flat and row-major. All is computed in float64.
"""

import json
from pathlib import Path

import torch
import torch.nn.functional as F

OUT = Path(__file__).resolve().parents[2] / "packages" / "nn" / "testdata" / "pytorch" / "convolution.json"
records = []


def batched(x, dims):
    return (x.unsqueeze(0), True) if x.dim() == dims - 1 else (x, False)


def draw(*size):
    return torch.randn(*size, dtype=torch.float64).round(decimals=2)


def tensor(x):
    return {"dtype": "float64", "size": list(x.shape), "data": x.detach().reshape(-1).tolist()}


def record(module, args, options, sizes, inputs, function, dims):
    """Runs function(x, *parameters) for a batch and for its first sample."""
    parameters = [draw(*size).requires_grad_(True) for size in sizes]
    batch = draw(*inputs)
    for x in (batch, batch[0].clone()):
        x = x.requires_grad_(True)
        whole, sample = batched(x, dims)
        y = function(whole, *parameters)
        y = y[0] if sample else y
        g = draw(*y.shape)
        gradients = torch.autograd.grad(y, [x, *parameters], g)
        records.append({
            "module": module,
            "args": args,
            "options": options,
            "parameters": [tensor(p) for p in parameters],
            "input": tensor(x),
            "output": tensor(y),
            "gradOutput": tensor(g),
            "gradInput": tensor(gradients[0]),
            "gradParameters": [tensor(p) for p in gradients[1:]],
        })


def spatial():
    # nIn, nOut, kW, kH, dW, dH, padW, padH; dilationW, dilationH, groups
    for args, dilation, groups in [
        ([2, 4, 3, 2, 1, 1, 0, 0], (1, 1), 1),
        ([4, 6, 3, 3, 2, 1, 1, 2], (1, 1), 2),
        ([3, 3, 2, 3, 1, 2, 0, 1], (2, 1), 3),
        ([4, 2, 1, 1, 1, 1, 0, 0], (1, 1), 2),
        ([2, 2, 3, 2, 3, 2, 3, 4], (2, 3), 1),
    ]:
        n_in, n_out, kw, kh, dw, dh, pw, ph = args
        options = {"dilationW": dilation[0], "dilationH": dilation[1], "groups": groups}

        def convolve(x, w, b):
            return F.conv2d(x, w, b, (dh, dw), (ph, pw), dilation[::-1], groups)

        sizes = [(n_out, n_in // groups, kh, kw), (n_out,)]
        record("SpatialConvolution", args, options, sizes, (2, n_in, 6, 7), convolve, 4)
        if dilation != (1, 1):
            record("SpatialDilatedConvolution", args + list(dilation), {"groups": groups}, sizes, (2, n_in, 6, 7), convolve, 4)


def full():
    # ..., adjW, adjH
    for args, dilation, groups in [
        ([2, 3, 3, 3, 1, 1, 0, 0, 0, 0], (1, 1), 1),
        ([4, 6, 4, 3, 2, 3, 1, 0, 1, 2], (1, 1), 2),
        ([3, 3, 2, 3, 2, 1, 1, 2, 0, 0], (2, 3), 3),
    ]:
        n_in, n_out, kw, kh, dw, dh, pw, ph, aw, ah = args
        options = {"dilationW": dilation[0], "dilationH": dilation[1], "groups": groups}

        def spread(x, w, b):
            return F.conv_transpose2d(x, w, b, (dh, dw), (ph, pw), (ah, aw), groups, dilation[::-1])

        record("SpatialFullConvolution", args, options, [(n_in, n_out // groups, kh, kw), (n_out,)], (2, n_in, 4, 3), spread, 4)


def depth_wise():
    for args, dilation in [([3, 2, 3, 2, 2, 1, 1, 0], 1), ([2, 1, 2, 2, 1, 1, 0, 1], 2), ([2, 3, 1, 3, 1, 1, 0, 0], 1)]:
        n, m, kw, kh, dw, dh, pw, ph = args

        def convolve(x, w, b):
            kernels = w.view(m, n, kh, kw).transpose(0, 1).reshape(n * m, 1, kh, kw)
            return F.conv2d(x, kernels, b.t().reshape(-1), (dh, dw), (ph, pw), dilation, n)

        options = {"dilationW": dilation}
        record("SpatialDepthWiseConvolution", args, options, [(m, n * kh * kw), (m, n)], (2, n, 5, 6), convolve, 4)

        def separate(x, depth, mix, b):
            return F.conv2d(F.conv2d(x, depth, None, (dh, dw), (ph, pw), dilation, n), mix, b)

        sizes = [(n * m, 1, kh, kw), (4, n * m, 1, 1), (4,)]
        both = {**options, "multiplier": m}
        record("SpatialSeparableConvolution", [n, 4, *args[2:]], both, sizes, (2, n, 5, 6), separate, 4)


def local():
    for args in ([2, 3, 5, 4, 3, 2, 1, 1, 0, 0], [2, 2, 4, 5, 2, 3, 2, 1, 1, 2]):
        n_in, n_out, iw, ih, kw, kh, dw, dh, pw, ph = args
        ow, oh = (iw + 2 * pw - kw) // dw + 1, (ih + 2 * ph - kh) // dh + 1

        def convolve(x, w, b):
            columns = F.unfold(x, (kh, kw), 1, (ph, pw), (dh, dw)).view(x.shape[0], -1, oh, ow)
            return torch.einsum("bkhw,hwok->bohw", columns, w.reshape(oh, ow, n_out, -1)) + b

        sizes = [(oh, ow, n_out, n_in, kh, kw), (n_out, oh, ow)]
        record("SpatialConvolutionLocal", args, {}, sizes, (2, n_in, ih, iw), convolve, 4)


def maps():
    table = [[0, 0], [2, 0], [1, 1], [2, 2], [0, 2], [2, 0]]
    for kw, kh, dw, dh in ((3, 2, 1, 1), (2, 2, 2, 1)):

        def dense(w, order):
            zeros = torch.zeros(9, kh, kw, dtype=torch.float64)
            return zeros.index_add(0, torch.tensor([pair[order[0]] * 3 + pair[order[1]] for pair in table]), w).view(3, 3, kh, kw)

        sizes, args = [(len(table), kh, kw), (3,)], [table, kw, kh, dw, dh]
        record("SpatialConvolutionMap", args, {}, sizes, (2, 3, 5, 4), lambda x, w, b: F.conv2d(x, dense(w, (1, 0)), b, (dh, dw)), 4)
        record("SpatialFullConvolutionMap", args, {}, sizes, (2, 3, 3, 4), lambda x, w, b: F.conv_transpose2d(x, dense(w, (0, 1)), b, (dh, dw)), 4)


def sub_sampling():
    for n, kw, kh, dw, dh in ((2, 3, 2, 2, 1), (3, 2, 2, 3, 3)):

        def sample(x, w, b):
            return F.avg_pool2d(x, (kh, kw), (dh, dw)) * (kh * kw) * w.view(-1, 1, 1) + b.view(-1, 1, 1)

        record("SpatialSubSampling", [n, kw, kh, dw, dh], {}, [(n,), (n,)], (2, n, 5, 6), sample, 4)
    for n, kw, dw in ((3, 2, 1), (2, 3, 2)):

        def frames(x, w, b):
            return F.avg_pool1d(x.transpose(1, 2), kw, dw).transpose(1, 2) * kw * w + b

        record("TemporalSubSampling", [n, kw, dw], {}, [(n,), (n,)], (2, 7, n), frames, 3)


def temporal():
    for n_in, n_out, kw, dw in ((3, 4, 3, 1), (2, 3, 2, 2), (2, 2, 1, 1), (3, 2, 2, 3)):

        def convolve(x, w, b):
            kernels = w.view(n_out, kw, n_in).transpose(1, 2)
            return F.conv1d(x.transpose(1, 2), kernels, b, dw).transpose(1, 2)

        record("TemporalConvolution", [n_in, n_out, kw, dw], {}, [(n_out, kw * n_in), (n_out,)], (2, 8, n_in), convolve, 3)
    for n, kw, dw in ((3, 3, 1), (2, 2, 2)):
        sizes = [(n, 1, kw), (n,)]

        def rows(x, w, b):
            return F.conv1d(x, w, b, dw, groups=n)

        record("TemporalRowConvolution", [n, kw, dw, True], {}, sizes, (2, n, 7), rows, 3)
        record("TemporalRowConvolution", [n, kw, dw, False], {}, sizes, (2, 7, n), lambda x, w, b: rows(x.transpose(1, 2), w, b).transpose(1, 2), 3)


def volumetric():
    # nIn, nOut, kT, kW, kH, dT, dW, dH, padT, padW, padH; dilationT, dilationW, dilationH, groups
    for args, dilation, groups in [
        ([2, 3, 2, 3, 2, 1, 1, 1, 0, 0, 0], (1, 1, 1), 1),
        ([4, 2, 3, 2, 3, 2, 1, 2, 1, 0, 2], (1, 1, 1), 2),
        ([2, 2, 2, 2, 2, 1, 2, 1, 2, 1, 1], (3, 1, 2), 1),
        ([3, 3, 1, 3, 3, 1, 1, 1, 0, 1, 1], (1, 1, 1), 3),
        ([2, 2, 3, 1, 1, 1, 1, 1, 1, 0, 0], (1, 1, 1), 1),
    ]:
        n_in, n_out, kt, kw, kh, dt, dw, dh, pt, pw, ph = args
        lt, lw, lh = dilation
        options = {"dilationT": lt, "dilationW": lw, "dilationH": lh, "groups": groups}

        def convolve(x, w, b):
            return F.conv3d(x, w, b, (dt, dh, dw), (pt, ph, pw), (lt, lh, lw), groups)

        sizes = [(n_out, n_in // groups, kt, kh, kw), (n_out,)]
        record("VolumetricConvolution", args, options, sizes, (2, n_in, 4, 3, 4), convolve, 5)
        if dilation != (1, 1, 1):
            record("VolumetricDilatedConvolution", args + list(dilation), {"groups": groups}, sizes, (2, n_in, 4, 3, 4), convolve, 5)


def volumetric_full():
    # ..., adjT, adjW, adjH
    for args, dilation, groups in [
        ([2, 3, 2, 3, 2, 1, 1, 1, 0, 0, 0, 0, 0, 0], (1, 1, 1), 1),
        ([4, 2, 3, 2, 2, 2, 3, 1, 1, 0, 0, 1, 2, 0], (1, 1, 1), 2),
        ([2, 2, 2, 2, 2, 1, 2, 2, 1, 1, 0, 0, 0, 1], (2, 1, 3), 1),
    ]:
        n_in, n_out, kt, kw, kh, dt, dw, dh, pt, pw, ph, at, aw, ah = args
        lt, lw, lh = dilation
        options = {"dilationT": lt, "dilationW": lw, "dilationH": lh, "groups": groups}

        def spread(x, w, b):
            return F.conv_transpose3d(x, w, b, (dt, dh, dw), (pt, ph, pw), (at, ah, aw), groups, (lt, lh, lw))

        sizes = [(n_in, n_out // groups, kt, kh, kw), (n_out,)]
        record("VolumetricFullConvolution", args, options, sizes, (2, n_in, 3, 2, 3), spread, 5)


torch.manual_seed(7)
for family in (spatial, full, depth_wise, local, maps, sub_sampling, temporal, volumetric, volumetric_full):
    family()
OUT.parent.mkdir(parents=True, exist_ok=True)
OUT.write_text("[\n" + ",\n".join(json.dumps(r, separators=(",", ":")) for r in records) + "\n]\n")
