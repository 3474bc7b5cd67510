"""Records a training in PyTorch with two groups of parameters, clipping and a schedule.

Run it from the root of the repository, with Python 3 and PyTorch (the CPU build will do):

    python3 tools/record/optimizer.py

It writes packages/optim/testdata/pytorch/optimizer.json: for each case the start, and after each step the loss, the learning rates, the
norm of the gradients before clipping and the parameters, in float64. The loss is the sum of weight (x - centre)^2 / 2.
"""

import json
import torch

PATH = "packages/optim/testdata/pytorch/optimizer.json"
STEPS = 12
GROUPS = [
    {"lr": 0.2, "momentum": 0.9, "nesterov": True},
    {"lr": 0.05, "momentum": 0.5, "weight_decay": 0.1},
]


def draw(size, generator):
    return torch.randn(size, dtype=torch.float64, generator=generator)


def record(clip_norm, clip_value, generator):
    xs = [draw(s, generator).requires_grad_() for s in ([2, 3], [3], [4])]
    centres = [draw(x.shape, generator) for x in xs]
    weights = [draw(x.shape, generator).abs() for x in xs]
    start = [x.detach().flatten().tolist() for x in xs]
    groups = [{"params": xs[:2], **GROUPS[0]}, {"params": xs[2:], **GROUPS[1]}]
    optimizer = torch.optim.SGD(groups, lr=1)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 10, eta_min=0.01)
    steps = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss = sum((w * (x - c) ** 2).sum() / 2 for w, x, c in zip(weights, xs, centres))
        loss.backward()
        if clip_value is not None:
            torch.nn.utils.clip_grad_value_(xs, clip_value)
        norm = None if clip_norm is None else torch.nn.utils.clip_grad_norm_(xs, clip_norm).item()
        rates = [g["lr"] for g in optimizer.param_groups]
        optimizer.step()
        schedule.step()
        x = [x.detach().flatten().tolist() for x in xs]
        steps.append({"loss": loss.item(), "rates": rates, "norm": norm, "parameters": x})
    return {
        "clipNorm": clip_norm,
        "clipValue": clip_value,
        "sizes": [list(x.shape) for x in xs],
        "centres": [c.flatten().tolist() for c in centres],
        "weights": [w.flatten().tolist() for w in weights],
        "start": start,
        "steps": steps,
    }


def main():
    generator = torch.Generator().manual_seed(1)
    cases = [record(*limits, generator) for limits in ((None, None), (0.7, None), (None, 0.3), (0.7, 0.3))]
    with open(PATH, "w", encoding="utf-8") as file:
        json.dump(cases, file)
        file.write("\n")


main()
