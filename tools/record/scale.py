"""Records images that PyTorch and Pillow resized with antialiasing.

Run it from the root of the repository, with Python 3, PyTorch (the CPU build will do) and Pillow:

    python3 tools/record/scale.py

It writes packages/image/testdata/pytorch/scale.json: a list of {mode, size, input, output}, where `size` is [height, width] and the
tensors are {dtype, size, data}. Bilinear and bicubic come from PyTorch in float64, lanczos from Pillow's images of 32-bit floats.
"""

import json
import torch
from PIL import Image

PATH = "packages/image/testdata/pytorch/scale.json"
SIZES = [((9, 7), (4, 3)), ((5, 6), (11, 13)), ((8, 10), (8, 5)), ((3, 4), (7, 2)), ((1, 5), (3, 3)), ((12, 1), (5, 2)), ((13, 11), (1, 1))]


def flat(x):
    return {"dtype": "float64", "size": list(x.shape), "data": x.flatten().tolist()}


def pillow(x, size):
    planes = []
    for plane in x:
        image = Image.new("F", (plane.shape[1], plane.shape[0]))
        image.putdata(plane.flatten().tolist())
        r = image.resize((size[1], size[0]), Image.LANCZOS)
        planes.append(torch.tensor(list(r.getdata()), dtype=torch.float64).view(size))
    return torch.stack(planes)


def main():
    generator = torch.Generator().manual_seed(1)
    entries = []
    for before, after in SIZES:
        x = torch.rand((2, *before), dtype=torch.float64, generator=generator)
        for mode in ("bilinear", "bicubic"):
            y = torch.nn.functional.interpolate(x[None], size=after, mode=mode, antialias=True)[0]
            entries.append({"mode": mode, "size": after, "input": flat(x), "output": flat(y)})
        entries.append({"mode": "lanczos", "size": after, "input": flat(x), "output": flat(pillow(x, after))})
    with open(PATH, "w", encoding="utf-8") as file:
        file.write("[\n" + ",\n".join(json.dumps(e) for e in entries) + "\n]\n")


main()
