#!/usr/bin/env python3
"""PyTorch on the batches of images of suite I, with the functions that torchvision calls."""
import math, sys
import torch
import torch.nn.functional as F
import runner
from runner import Unsupported

IMPL, VERSION = "pytorch", torch.__version__


def source(c):
    spec = c["in"][0]
    numbers = torch.tensor(list(runner.fill(math.prod(spec["shape"]), 1)), dtype=torch.float64)
    return (spec["lo"] + (spec["hi"] - spec["lo"]) * numbers).float().reshape(spec["shape"])


def resize(x, c):
    return lambda: F.interpolate(x, (c["oh"], c["ow"]), mode=c["method"], antialias=True, align_corners=False)


def rotate(x, c):
    """The border is drawn out. The grid of one image serves all of the batch."""
    t, (h, w) = math.radians(c["deg"]), x.shape[-2:]
    theta = torch.tensor([[[math.cos(t), -math.sin(t) * h / w, 0], [math.sin(t) * w / h, math.cos(t), 0]]], dtype=x.dtype)

    def call():
        grid = F.affine_grid(theta, [1, x.shape[1], h, w], align_corners=False).expand(x.shape[0], -1, -1, -1)
        return F.grid_sample(x, grid, mode="bilinear", padding_mode="border", align_corners=False)
    return call


OPS = {"resize_batch": resize, "rotate_batch": rotate}


def digest(y):
    y = y.double().flatten()
    return [y.numel(), y.sum().item(), y.abs().sum().item(), (y * (torch.arange(y.numel()) % 13 - 6)).sum().item()]


def build(c):
    """What is timed, and what checks its result: a float64 run of the same function."""
    if c["op"] not in OPS: raise Unsupported(f"there is no operation {c['op']}")
    x = source(c)

    def verify(result):
        if not torch.allclose(result.double(), OPS[c["op"]](x.double(), c)(), rtol=0, atol=1e-3): raise ArithmeticError("wrong result")
    return OPS[c["op"]](x, c), verify


def print_checks():
    """Prints entries for checks.json, computed in float64."""
    import json
    with open(f"{runner.BENCH}/workloads.json") as f: cases = [c for c in json.load(f)["cases"] if c["suite"] == "I" and c["op"] in OPS]
    for c in cases: print(f"{json.dumps('I ' + c['case'])}: " + json.dumps(dict(tol=1e-5, results=[[float(f"{v:.12g}") for v in digest(OPS[c["op"]](source(c).double(), c)())]])))


if __name__ == "__main__":
    if sys.argv[1:] == ["--print-checks"]: print_checks()
    else:
        options = runner.read_options(__doc__)
        torch.set_num_threads(options.threads)
        runner.run(sys.modules[__name__], options)
