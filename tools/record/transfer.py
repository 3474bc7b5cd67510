"""Records outputs and gradients of transfer functions from PyTorch, for layers that Torch7 lacks and for large inputs.

Run it from the root of the repository, with Python 3 and PyTorch (the CPU build will do):

    python3 tools/record/transfer.py

It writes packages/nn/testdata/pytorch/transfer.json: a list of {module, args, input, output, gradOutput, gradInput} in float64.
"""

import json
import torch

PATH = "packages/nn/testdata/pytorch/transfer.json"
KINKS = [0.0, 1e-8, -1e-8, 1e-3, -1e-3, 0.5, -0.5, 1.0, -1.0, 6.0, -6.0]
LARGE = [10.0, -10.0, 19.9, 20.1, 37.0, -37.0, 100.0, -100.0, 700.0, -700.0, 1e4, -1e4]
MODULES = [
    ("GELU", [], torch.nn.GELU()),
    ("SiLU", [], torch.nn.SiLU()),
    ("Mish", [], torch.nn.Mish()),
    ("LogSigmoid", [], torch.nn.LogSigmoid()),
    ("SoftPlus", [], torch.nn.Softplus()),
    ("SoftPlus", [2.5], torch.nn.Softplus(2.5)),
    ("ELU", [0.3], torch.nn.ELU(0.3)),
    ("SoftSign", [], torch.nn.Softsign()),
    ("TanhShrink", [], torch.nn.Tanhshrink()),
]


def tensor(x):
    return {"dtype": "float64", "size": list(x.shape), "data": x.flatten().tolist()}


def record(module, args, function, x, generator):
    x = x.clone().requires_grad_()
    y = function(x)
    g = torch.randn(y.shape, dtype=torch.float64, generator=generator)
    y.backward(g)
    return {
        "module": module,
        "args": args,
        "input": tensor(x.detach()),
        "output": tensor(y.detach()),
        "gradOutput": tensor(g),
        "gradInput": tensor(x.grad),
    }


def main():
    generator = torch.Generator().manual_seed(1)
    inputs = [
        torch.randn(4, 5, dtype=torch.float64, generator=generator),
        torch.randn(2, 3, 2, 3, dtype=torch.float64, generator=generator) * 3,
        torch.tensor(KINKS + LARGE, dtype=torch.float64),
    ]
    records = [record(*entry, x, generator) for entry in MODULES for x in inputs]
    with open(PATH, "w", encoding="utf-8") as file:
        file.write("[\n" + ",\n".join(json.dumps(r) for r in records) + "\n]\n")


main()
