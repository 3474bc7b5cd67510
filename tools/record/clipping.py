"""Records what PyTorch's gradient clipping returns and leaves, with gradients of several sizes.

Run it from the root of the repository, with Python 3 and PyTorch (the CPU build will do):

    python3 tools/record/clipping.py

It writes packages/optim/testdata/pytorch/clipping.json: lists of cases {gradients, maxNorm, normType, norm, clipped} under "norm" and
{gradients, clipValue, clipped} under "value", in float64.
"""

import json
import torch

PATH = "packages/optim/testdata/pytorch/clipping.json"
SIZES = [[3, 4], [4], [2, 1, 5], [1]]
NORMS = [(0.5, 2), (3.0, 2), (1e3, 2), (0.5, float("inf")), (100.0, float("inf")), (2.0, 1), (2.0, 3), (1.5, 0.5), (0.0, 2)]
VALUES = [0.1, 1.0, 0.0, 50.0]


def tensor(x):
    return {"dtype": "float64", "size": list(x.shape), "data": x.flatten().tolist()}


def parameters(gradients):
    made = [torch.zeros_like(g, requires_grad=True) for g in gradients]
    for x, g in zip(made, gradients):
        x.grad = g.clone()
    return made


def main():
    generator = torch.Generator().manual_seed(1)
    cases = {"norm": [], "value": []}
    for scale in (1.0, 1e-3):
        gradients = [torch.randn(s, dtype=torch.float64, generator=generator) * scale for s in SIZES]
        recorded = [tensor(g) for g in gradients]
        for limit, kind in NORMS:
            made = parameters(gradients)
            norm = torch.nn.utils.clip_grad_norm_(made, limit, norm_type=kind)
            cases["norm"].append({
                "gradients": recorded,
                "maxNorm": limit,
                "normType": "Infinity" if kind == float("inf") else kind,
                "norm": norm.item(),
                "clipped": [tensor(x.grad) for x in made],
            })
        for limit in VALUES:
            made = parameters(gradients)
            torch.nn.utils.clip_grad_value_(made, limit)
            cases["value"].append({
                "gradients": recorded,
                "clipValue": limit,
                "clipped": [tensor(x.grad) for x in made],
            })
    with open(PATH, "w", encoding="utf-8") as file:
        json.dump(cases, file)
        file.write("\n")


main()
