"""Records trajectories of PyTorch's AdamW, which Torch7 lacks.

Run it where PyTorch is installed, in the root of the repository:

    python tools/record/optim.py

It writes packages/optim/testdata/pytorch.json: a list of records in the style of those from Torch7. Each holds the settings by
Taimatsu's names, the parameters at the start, the gradient of each step and the parameters after it, all float64. The numbers are
drawn from a fixed seed, so that another run writes the same file as far as PyTorch computes the same.
"""

import json
import os

import torch

torch.manual_seed(1)
torch.set_default_dtype(torch.float64)

N, STEPS = 5, 8
records = []


def tensor_record(x):
    return {"dtype": "float64", "size": list(x.shape), "data": x.tolist()}


def record(config, decay=0.0, **settings):
    """Follows AdamW; the learning rate is divided by 1 + t * decay after t steps."""
    x = torch.randn(N, requires_grad=True)
    start = tensor_record(x.detach())
    optimizer = torch.optim.AdamW([x], **settings)
    rate = settings.get("lr", 1e-3)
    gradients, places = [], []
    for t in range(STEPS):
        # Gradients that shrink, so that the largest mean square is not the last.
        x.grad = torch.randn(N) * 0.5**t
        for group in optimizer.param_groups:
            group["lr"] = rate / (1 + t * decay)
        gradients.append(tensor_record(x.grad))
        optimizer.step()
        places.append(tensor_record(x.detach()))
    records.append({"method": "adamW", "config": config, "x0": start, "gradients": gradients, "x": places})


record({})
record({"learningRate": 0.1, "weightDecay": 0}, lr=0.1, weight_decay=0)
record({"learningRate": 0.1, "weightDecay": 0.5, "learningRateDecay": 0.25}, decay=0.25, lr=0.1, weight_decay=0.5)
record(
    {"learningRate": 0.05, "beta1": 0.5, "beta2": 0.6, "epsilon": 1e-3, "amsgrad": True},
    lr=0.05,
    betas=(0.5, 0.6),
    eps=1e-3,
    amsgrad=True,
)

path = os.path.join("packages", "optim", "testdata", "pytorch.json")
with open(path, "w") as file:
    json.dump(records, file)
    file.write("\n")
print(f"{len(records)} records in {path}")
