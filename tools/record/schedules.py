"""Records learning rates of PyTorch's schedules.

Run it from the root of the repository, with Python 3 and PyTorch (the CPU build will do):

    python3 tools/record/schedules.py

It writes packages/optim/testdata/pytorch/schedules.json: a list of {schedule, options, rates} with the rates of two groups, which
begin at 0.1 and 0.02, at first and after each step; ReduceLROnPlateau has metrics too, OneCycleLR momenta, WarmUp what it wraps.
"""

import json
import warnings
import torch
from torch.optim import lr_scheduler as lr

PATH = "packages/optim/testdata/pytorch/schedules.json"
STEPS = 24


def optimizer():
    groups = [{"params": [torch.zeros(1)], "lr": r} for r in (0.1, 0.02)]
    return torch.optim.SGD(groups, lr=1, momentum=0.9)


def rates(o):
    return [g["lr"] for g in o.param_groups]


def record(name, options, make, steps=STEPS, metrics=None, momenta=False, **more):
    o = optimizer()
    schedule = make(o)
    entry = {"schedule": name, "options": options, **more, "rates": [rates(o)]}
    if momenta:
        entry["momenta"] = [o.param_groups[0]["momentum"]]
    for k in range(steps):
        o.step()
        schedule.step() if metrics is None else schedule.step(metrics[k])
        entry["rates"].append(rates(o))
        if momenta:
            entry["momenta"].append(o.param_groups[0]["momentum"])
    if metrics is not None:
        entry["metrics"] = metrics
    return entry


def plateau(options, metrics):
    names = {"mode": "mode", "factor": "factor", "patience": "patience", "threshold": "threshold", "cooldown": "cooldown",
             "thresholdMode": "threshold_mode", "minLearningRate": "min_lr", "epsilon": "eps"}
    kwargs = {names[k]: v for k, v in options.items()}
    make = lambda o: lr.ReduceLROnPlateau(o, **kwargs)
    return record("ReduceLROnPlateau", options, make, steps=len(metrics), metrics=metrics)


def one_cycle(options, momenta=False):
    names = {"maxLearningRate": "max_lr", "totalSteps": "total_steps", "pctStart": "pct_start", "annealStrategy": "anneal_strategy",
             "divFactor": "div_factor", "finalDivFactor": "final_div_factor", "threePhase": "three_phase",
             "cycleMomentum": "cycle_momentum", "baseMomentum": "base_momentum", "maxMomentum": "max_momentum"}
    kwargs = {"cycle_momentum": False, **{names[k]: v for k, v in options.items()}}
    make = lambda o: lr.OneCycleLR(o, **kwargs)
    return record("OneCycleLR", options, make, steps=options["totalSteps"] - 1, momenta=momenta)


def warm_up(options, wrapped, inner, make):
    n = options["steps"]
    build = lambda o: lr.SequentialLR(
        o, [lr.LinearLR(o, start_factor=options["startFactor"], total_iters=n), make(o)], milestones=[n])
    return record("WarmUp", options, build, wrapped=wrapped, inner=inner)


def main():
    warnings.simplefilter("ignore")
    generator = torch.Generator().manual_seed(1)
    noise = torch.rand(60, dtype=torch.float64, generator=generator).tolist()
    falling = [0.9 ** k + 0.2 * noise[k] for k in range(60)]
    rising = [1 - x for x in falling]
    entries = [
        record("StepLR", {"stepSize": 5}, lambda o: lr.StepLR(o, 5)),
        record("StepLR", {"stepSize": 3, "gamma": 0.7}, lambda o: lr.StepLR(o, 3, 0.7)),
        record("MultiStepLR", {"milestones": [4, 9, 17]}, lambda o: lr.MultiStepLR(o, [4, 9, 17])),
        record("MultiStepLR", {"milestones": [9, 2, 9], "gamma": 0.5}, lambda o: lr.MultiStepLR(o, [9, 2, 9], 0.5)),
        record("ExponentialLR", {"gamma": 0.9}, lambda o: lr.ExponentialLR(o, 0.9)),
        record("LinearLR", {"totalSteps": 20}, lambda o: lr.LinearLR(o, 1, 0, 20)),
        record("LinearLR", {"totalSteps": 7, "startFactor": 0.25, "endFactor": 0.75}, lambda o: lr.LinearLR(o, 0.25, 0.75, 7)),
        record("CosineAnnealingLR", {"tMax": 24}, lambda o: lr.CosineAnnealingLR(o, 24)),
        record("CosineAnnealingLR", {"tMax": 7, "etaMin": 0.01}, lambda o: lr.CosineAnnealingLR(o, 7, 0.01)),
        record("CosineAnnealingWarmRestarts", {"t0": 5}, lambda o: lr.CosineAnnealingWarmRestarts(o, 5)),
        record("CosineAnnealingWarmRestarts", {"t0": 3, "tMult": 2, "etaMin": 0.001},
               lambda o: lr.CosineAnnealingWarmRestarts(o, 3, 2, 0.001)),
        one_cycle({"maxLearningRate": 0.5, "totalSteps": 20}),
        one_cycle({"maxLearningRate": [0.5, 0.1], "totalSteps": 17, "pctStart": 0.4, "annealStrategy": "linear",
                   "divFactor": 10, "finalDivFactor": 100}),
        one_cycle({"maxLearningRate": 0.3, "totalSteps": 21, "threePhase": True}),
        one_cycle({"maxLearningRate": 0.3, "totalSteps": 20, "cycleMomentum": True}, momenta=True),
        one_cycle({"maxLearningRate": 0.3, "totalSteps": 20, "cycleMomentum": True, "baseMomentum": 0.7, "maxMomentum": 0.8,
                   "threePhase": True}, momenta=True),
        plateau({"patience": 2}, falling),
        plateau({"patience": 1, "factor": 0.5, "cooldown": 2, "minLearningRate": [0.01, 0.001]}, falling),
        plateau({"patience": 1, "factor": 0.3, "threshold": 0.05, "thresholdMode": "abs", "epsilon": 1e-4}, falling),
        plateau({"mode": "max", "patience": 2, "factor": 0.5}, rising),
        plateau({"mode": "max", "patience": 1, "factor": 0.8, "threshold": 0.1, "thresholdMode": "abs"}, rising),
        warm_up({"steps": 4, "startFactor": 0.1}, "CosineAnnealingLR", {"tMax": 20}, lambda o: lr.CosineAnnealingLR(o, 20)),
        warm_up({"steps": 5, "startFactor": 0.25}, "StepLR", {"stepSize": 3}, lambda o: lr.StepLR(o, 3)),
        warm_up({"steps": 1, "startFactor": 0.5}, "ExponentialLR", {"gamma": 0.8}, lambda o: lr.ExponentialLR(o, 0.8)),
    ]
    with open(PATH, "w", encoding="utf-8") as file:
        file.write("[\n" + ",\n".join(json.dumps(e) for e in entries) + "\n]\n")


main()
