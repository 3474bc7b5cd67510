"""Records what PyTorch gives for criterions that Torch7 lacks, and for reductions.

Run it where PyTorch is installed, in the root of the repository:

    python tools/record/criterion.py

It writes packages/criterion/testdata/pytorch.json: a list of records in the style of those from Torch7. A tensor is
{"dtype", "size", "data"}, labels count from 0. The numbers are drawn from a fixed seed in float64, so that another run writes the
same file as far as PyTorch computes the same.
"""

import json
import os

import torch
import torch.nn.functional as F

torch.manual_seed(1)
torch.set_default_dtype(torch.float64)

REDUCTIONS = ["mean", "sum", "none"]
records = []


def tensor_record(x):
    names = {torch.float64: "float64", torch.int64: "int64"}
    return {"dtype": names[x.dtype], "size": list(x.shape), "data": x.reshape(-1).tolist()}


def value_record(x):
    if isinstance(x, torch.Tensor):
        return tensor_record(x)
    if isinstance(x, (list, tuple)):
        return [value_record(entry) for entry in x]
    if isinstance(x, dict):
        return {name: value_record(entry) for name, entry in x.items()}
    return x


def record(criterion, args, inputs, target, function, none=False):
    """Computes function(*inputs), the loss or with `none` the losses, and its gradients."""
    single = isinstance(inputs, torch.Tensor)
    leaves = [x.clone().requires_grad_() for x in ([inputs] if single else inputs)]
    loss = function(*leaves)
    total = loss.sum()
    total.backward()
    gradients = [x.grad for x in leaves]
    entry = {
        "criterion": criterion,
        "args": value_record(args),
        "input": value_record(inputs),
        "target": value_record(target),
        "loss": total.item(),
        "gradInput": value_record(gradients[0] if single else gradients),
    }
    if none:
        entry["losses"] = tensor_record(loss.detach())
    records.append(entry)


def reduced(criterion, args, inputs, target, function, reductions=REDUCTIONS, **options):
    """Records a criterion with each reduction; `args` are those before the options object, None where one is left out."""
    for reduction in reductions:
        name = "batchMean" if reduction == "batchmean" else reduction
        record(
            criterion,
            args + [{**options, "reduction": name}],
            inputs,
            target,
            lambda *leaves: function(*leaves, reduction=reduction),
            none=reduction == "none",
        )


def signs(*size):
    return torch.randint(0, 2, size) * 2.0 - 1


x, y = torch.randn(4, 3), torch.randn(4, 3)
labels = torch.tensor([2, 0, 1, 0])
some = torch.tensor([2, -1, 1, 0])
weights = torch.tensor([0.5, 2.0, 1.0])

# Element by element
reduced("MSECriterion", [True], x, y, lambda a, reduction: F.mse_loss(a, y, reduction=reduction))
reduced("AbsCriterion", [True], x, y, lambda a, reduction: F.l1_loss(a, y, reduction=reduction))
reduced("SmoothL1Criterion", [True], x, y, lambda a, reduction: F.smooth_l1_loss(a, y, reduction=reduction))
for delta in [0.3, 1.7]:
    reduced("HuberCriterion", [delta, True], x, y, lambda a, reduction: F.huber_loss(a, y, reduction=reduction, delta=delta))
logs, probabilities = F.log_softmax(x, 1), F.softmax(y, 1)
reduced(
    "DistKLDivCriterion",
    [],
    logs,
    probabilities,
    lambda a, reduction: F.kl_div(a, probabilities, reduction=reduction),
    REDUCTIONS + ["batchmean"],
)
inside, soft = torch.rand(4, 3) * 0.8 + 0.1, torch.rand(4, 3)
for w in [None, weights]:
    reduced("BCECriterion", [w, True], inside, soft, lambda a, reduction: F.binary_cross_entropy(a, soft, w, reduction=reduction))
    reduced(
        "BCEWithLogitsCriterion",
        [w, True],
        x * 5,
        soft,
        lambda a, reduction: F.binary_cross_entropy_with_logits(a, soft, w, reduction=reduction),
    )
sides = signs(4, 3)
reduced("SoftMarginCriterion", [], x, sides, lambda a, reduction: F.soft_margin_loss(a, sides, reduction=reduction))
for margin in [1, 0.4]:
    reduced(
        "HingeEmbeddingCriterion",
        [margin],
        x.abs(),
        sides,
        lambda a, reduction: F.hinge_embedding_loss(a, sides, margin, reduction=reduction),
    )


def focal(a, target, gamma, alpha, reduction):
    """The formula of Lin et al., 2017, in logarithms."""
    log_right = torch.where(target == 1, F.logsigmoid(a), F.logsigmoid(-a))
    losses = -((1 - log_right.exp()) ** gamma) * log_right
    if alpha is not None:
        losses = losses * torch.where(target == 1, alpha, 1 - alpha)
    return {"mean": losses.mean, "sum": losses.sum, "none": lambda: losses}[reduction]()


ones = torch.randint(0, 2, (4, 3)).double()
for gamma, alpha in [(2, 0.25), (1.5, None)]:
    reduced("FocalCriterion", [gamma, alpha], x * 3, ones, lambda a, reduction: focal(a, ones, gamma, alpha, reduction))

# Labels
for w in [None, weights]:
    for ignore, target in [(-100, labels), (-1, some)]:
        reduced(
            "ClassNLLCriterion",
            [w, True, ignore],
            logs,
            target,
            lambda a, reduction: F.nll_loss(a, target, w, ignore_index=ignore, reduction=reduction),
        )
        for smoothing in [0.0, 0.15]:
            reduced(
                "CrossEntropyCriterion",
                [w, True],
                x,
                target,
                lambda a, reduction: F.cross_entropy(
                    a, target, w, ignore_index=ignore, label_smoothing=smoothing, reduction=reduction
                ),
                ignoreIndex=ignore,
                labelSmoothing=smoothing,
            )
    for p in [1, 2]:
        reduced(
            "MultiMarginCriterion",
            [p, w, 0.8],
            x,
            labels,
            lambda a, reduction: F.multi_margin_loss(a, labels, p, 0.8, w, reduction=reduction),
        )
images, pixels = torch.randn(2, 3, 2, 2), torch.randint(-1, 3, (2, 2, 2))
reduced(
    "SpatialClassNLLCriterion",
    [weights, True],
    images,
    pixels,
    lambda a, reduction: F.nll_loss(a, pixels, weights, ignore_index=-1, reduction=reduction),
    ignoreIndex=-1,
)
lists = torch.tensor([[2, 0, -1], [-1, 0, 0], [1, -1, 0], [0, 1, 2]])
reduced("MultiLabelMarginCriterion", [], x, lists, lambda a, reduction: F.multilabel_margin_loss(a, lists, reduction=reduction))

# Pairs and triplets
pair, alike = [torch.randn(4, 5), torch.randn(4, 5)], signs(4)
reduced(
    "CosineEmbeddingCriterion",
    [-0.2],
    pair,
    alike,
    lambda a, b, reduction: F.cosine_embedding_loss(a, b, alike, margin=-0.2, reduction=reduction),
)
scores = [torch.randn(6), torch.randn(6)]
order = signs(6)
reduced(
    "MarginRankingCriterion",
    [0.3],
    scores,
    order,
    lambda a, b, reduction: F.margin_ranking_loss(a, b, order, margin=0.3, reduction=reduction),
)
triplet = [torch.randn(6, 4), torch.randn(6, 4), torch.randn(6, 4)]
for p, swap in [(2, False), (2, True), (1, True), (3, False)]:
    reduced(
        "TripletMarginCriterion",
        [0.7, p],
        triplet,
        0,
        lambda a, b, c, reduction: F.triplet_margin_loss(a, b, c, margin=0.7, p=p, swap=swap, reduction=reduction),
        swap=swap,
    )


# Sequences
def ctc(a, labels, lengths, blank, reduction, zero_infinity):
    return F.ctc_loss(
        F.log_softmax(a, -1),
        torch.tensor([label for list_ in labels for label in list_]),
        torch.tensor(lengths),
        torch.tensor([len(list_) for list_ in labels]),
        blank=blank,
        reduction=reduction,
        zero_infinity=zero_infinity,
    )


steps = torch.randn(7, 3, 5)
for blank, sequences, lengths, zero in [
    (0, [[1, 2, 2, 3], [4], [3, 1]], [7, 7, 7], False),
    (4, [[1, 0, 1], [3, 3], [2, 0]], [7, 4, 5], False),
    (2, [[1, 1, 1, 1], [0, 3], [4]], [6, 7, 2], True),
]:
    reduced(
        "CTCCriterion",
        [blank],
        steps,
        {"labels": sequences, "lengths": lengths},
        lambda a, reduction: ctc(a, sequences, lengths, blank, reduction, zero),
        zeroInfinity=zero,
    )

path = os.path.join("packages", "criterion", "testdata", "pytorch.json")
with open(path, "w", encoding="utf-8") as file:
    file.write("[\n" + ",\n".join(json.dumps(entry) for entry in records) + "\n]\n")
print(f"{len(records)} records in {path}")
