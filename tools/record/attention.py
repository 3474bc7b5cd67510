"""Records outputs and gradients of normalization and attention from PyTorch, for layers that Torch7 lacks.

Run it from the root of the repository, with Python 3 and PyTorch (the CPU build will do):

    python3 tools/record/attention.py

It writes packages/nn/testdata/pytorch/attention.json: a list of {name, module, args, parameters, input, output, gradOutput,
gradInput, gradParameters} in float64. Parameters and their gradients are listed in the order of PyTorch's modules.
"""

import json
import torch

PATH = "packages/nn/testdata/pytorch/attention.json"
GENERATOR = torch.Generator().manual_seed(1)


def random(*size):
    return torch.randn(size, dtype=torch.float64, generator=GENERATOR)


def tensor(x):
    x = x.detach()
    return {"dtype": "float64", "size": list(x.shape), "data": x.flatten().tolist()}


def record(name, module, args, inputs, layer, run=None):
    """One record: `args` are the arguments of our constructor, `run` calls the layer where its input is a list."""
    layer = layer.double()
    for p in layer.parameters():
        p.data.copy_(random(*p.shape) * 0.5)
    inputs = [x.clone().requires_grad_() for x in inputs]
    y = run(layer, *inputs) if run else layer(*inputs)
    g = random(*y.shape)
    y.backward(g)
    one = len(inputs) == 1
    return {
        "name": name,
        "module": module,
        "args": args,
        "parameters": [tensor(p) for p in layer.parameters()],
        "input": tensor(inputs[0]) if one else [tensor(x) for x in inputs],
        "output": tensor(y),
        "gradOutput": tensor(g),
        "gradInput": tensor(inputs[0].grad) if one else [tensor(x.grad) for x in inputs],
        "gradParameters": [tensor(p.grad) for p in layer.parameters()],
    }


def attention(dim, heads, **options):
    return torch.nn.MultiheadAttention(dim, heads, batch_first=True, **options)


def later(n):
    return torch.triu(torch.ones(n, n, dtype=torch.bool), 1)


def encoder(dim, heads, hidden, **options):
    return torch.nn.TransformerEncoderLayer(dim, heads, hidden, dropout=0.0, batch_first=True, **options)


def main():
    nn = torch.nn
    self_attention = lambda layer, x: layer(x, x, x, need_weights=False)[0]
    causal = lambda layer, x: layer(x, x, x, need_weights=False, attn_mask=later(x.shape[1]))[0]
    cross = lambda layer, q, k, v: layer(q, k, v, need_weights=False)[0]
    records = [
        record("one dimension", "LayerNorm", [6], [random(4, 6) * 3 + 1], nn.LayerNorm(6)),
        record("two dimensions", "LayerNorm", [[3, 4], 1e-3], [random(2, 5, 3, 4)], nn.LayerNorm((3, 4), 1e-3)),
        record("without weights", "LayerNorm", [5, 1e-5, False], [random(3, 5)], nn.LayerNorm(5, elementwise_affine=False)),
        record("maps", "GroupNorm", [2, 6], [random(3, 6, 4, 2) * 2 - 1], nn.GroupNorm(2, 6)),
        record("rows", "GroupNorm", [3, 6, 1e-2], [random(2, 6)], nn.GroupNorm(3, 6, 1e-2)),
        record("without weights", "GroupNorm", [1, 4, 1e-5, False], [random(2, 4, 3)], nn.GroupNorm(1, 4, affine=False)),
        record("maps", "InstanceNorm", [3, 1e-5, True], [random(2, 3, 4, 2)], nn.InstanceNorm2d(3, affine=True)),
        record("self", "MultiHeadAttention", [8, 2], [random(3, 5, 8)], attention(8, 2), self_attention),
        record("one head", "MultiHeadAttention", [4, 1], [random(2, 3, 4)], attention(4, 1), self_attention),
        record("one sample", "MultiHeadAttention", [6, 3], [random(1, 4, 6)], attention(6, 3), self_attention),
        record("without biases", "MultiHeadAttention", [6, 3, {"bias": False}], [random(2, 4, 6)],
               attention(6, 3, bias=False), self_attention),
        record("causal", "MultiHeadAttention", [8, 4, {"causal": True}], [random(2, 6, 8)], attention(8, 4), causal),
        record("cross", "MultiHeadAttention", [8, 2], [random(3, 4, 8), random(3, 6, 8), random(3, 6, 8)],
               attention(8, 2), cross),
        record("after", "TransformerEncoderLayer", [8, 2, {"feedForward": 12, "dropout": 0}], [random(3, 5, 8)],
               encoder(8, 2, 12)),
        record("before", "TransformerEncoderLayer",
               [8, 2, {"feedForward": 12, "dropout": 0, "preNorm": True, "activation": "gelu"}], [random(3, 5, 8)],
               encoder(8, 2, 12, norm_first=True, activation="gelu")),
        record("causal", "TransformerEncoderLayer", [8, 4, {"feedForward": 16, "dropout": 0, "preNorm": True, "causal": True}],
               [random(2, 6, 8)], encoder(8, 4, 16, norm_first=True),
               lambda layer, x: layer(x, src_mask=later(x.shape[1]))),
    ]
    with open(PATH, "w", encoding="utf-8") as file:
        file.write("[\n" + ",\n".join(json.dumps(r) for r in records) + "\n]\n")


main()
