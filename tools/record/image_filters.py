"""Records what SciPy's filters and Python's colorsys give, for packages/image/testdata/filters and packages/image/testdata/color.

    python tools/record/image_filters.py packages/image/testdata
"""

import colorsys
import json
import pathlib
import sys

import numpy as np
from scipy import ndimage, signal

rng = np.random.default_rng(1)


def tensor(a):
    a = np.asarray(a, dtype=np.float64)
    return {"dtype": "float64", "size": list(a.shape), "data": [float(f"{v:.12g}") for v in a.ravel()]}


def blurs():
    for h, w, sigma, radius in [(5, 6, 0.8, 2), (9, 7, 1.5, 5), (4, 3, 2, 6), (3, 40, (0.5, 3), None)]:
        x = rng.random((h, w))
        pair = sigma if isinstance(sigma, tuple) else (sigma, sigma)
        radii = [int(np.ceil(3 * s)) if radius is None else radius for s in pair]
        y = ndimage.gaussian_filter(x, pair, mode="nearest", radius=radii)
        yield {"src": tensor(x), "sigma": list(pair), **({} if radius is None else {"radius": radius}), "result": tensor(y)}


def convolutions():
    for (h, w), (kh, kw) in [((6, 7), (3, 3)), ((6, 20), (4, 5)), ((5, 5), (5, 2)), ((17, 33), (7, 7))]:
        x, k = rng.random((h, w)), rng.standard_normal((kh, kw))
        separable = np.outer(rng.standard_normal(kh), rng.standard_normal(kw))
        for kernel in (k, separable):
            for mode in ("valid", "full"):
                y = signal.convolve2d(x, kernel, mode)
                yield {"src": tensor(x), "kernel": tensor(kernel), "mode": mode, "result": tensor(y)}


def morphology():
    for h, w, kernel in [(6, 7, np.ones((3, 3))), (8, 5, np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]])), (7, 9, np.ones((1, 5)))]:
        x = rng.random((h, w)) < 0.7
        eroded = ndimage.binary_erosion(x, kernel, border_value=1)
        dilated = ndimage.binary_dilation(x, kernel, border_value=0)
        yield {"src": tensor(x), "kernel": tensor(kernel), "eroded": tensor(eroded), "dilated": tensor(dilated)}


def colors():
    rgb = np.concatenate([rng.random((20, 3)), [[0, 0, 0], [1, 1, 1], [0.5, 0.5, 0.5], [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 0, 1]]])
    hsv = [colorsys.rgb_to_hsv(*c) for c in rgb]
    hsl = [(h, s, l) for h, l, s in (colorsys.rgb_to_hls(*c) for c in rgb)]
    planes = lambda rows: tensor(np.array(rows).T[:, None, :])
    return {"rgb": planes(rgb), "hsv": planes(hsv), "hsl": planes(hsl)}


if __name__ == "__main__":
    root = pathlib.Path(sys.argv[1])
    records = {"blurs": list(blurs()), "convolutions": list(convolutions()), "morphology": list(morphology())}
    (root / "filters" / "scipy.json").write_text(json.dumps(records) + "\n")
    (root / "color" / "colorsys.json").write_text(json.dumps(colors()) + "\n")
