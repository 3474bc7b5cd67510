"""Records what Pillow decodes of JPEG files.

Run it from the root of the repository, with Python 3 and Pillow:

    python3 tools/record/jpeg.py

It writes packages/image/codecs/testdata/jpeg.json: a list of {name, file (base64; none for files that lie in jpeg/), orient, size
[channels, height, width], every, samples}: every `every`th byte of the interleaved pixels, in base64.
"""

import base64
import glob
import io
import json
import os
from PIL import Image, ImageOps

FOLDER = "packages/image/codecs/testdata/"
W, H = 37, 22


def picture(mode):
    n = len(mode) if mode != "L" else 1
    data = bytes(
        (x * (5 + c) + y * (3 + 2 * c) + (x * y >> 3) + 40 * c) & 255 for y in range(H) for x in range(W) for c in range(n)
    )
    return Image.frombytes(mode, (W, H), data)


def text(data):
    return base64.b64encode(data).decode()


def decoded(data, orient):
    im = Image.open(io.BytesIO(data))
    if orient:
        im = ImageOps.exif_transpose(im)
    return im.convert("RGB") if im.mode == "CMYK" else im


def record(name, data, orient=False, keep=True):
    im = decoded(data, orient)
    pixels = im.tobytes()
    every = 1 if keep else 7
    entry = {"name": name, "orient": orient, "size": [len(im.getbands()), im.height, im.width], "every": every}
    return {**entry, **({"file": text(data)} if keep else {}), "samples": text(pixels[::every])}


def save(im, **options):
    out = io.BytesIO()
    im.save(out, "JPEG", **options)
    return out.getvalue()


def main():
    entries = []
    for path in sorted(glob.glob(FOLDER + "jpeg/*.jpg")):
        if "monkey12" not in path:
            for orient in (False, True):
                entries.append(record(os.path.basename(path), open(path, "rb").read(), orient, keep=False))
    entries.append(record("gray", save(picture("L"), quality=90)))
    entries.append(record("gray, progressive", save(picture("L"), quality=90, progressive=True)))
    for k, kind in enumerate(("4:4:4", "4:2:2", "4:2:0")):
        entries.append(record(kind, save(picture("RGB"), quality=95, subsampling=k)))
        entries.append(record(kind + ", progressive", save(picture("RGB"), quality=80, subsampling=k, progressive=True)))
    cmyk = save(picture("CMYK"), quality=95)
    entries.append(record("CMYK", cmyk))
    adobe = cmyk.index(b"Adobe")
    entries.append(record("YCCK", cmyk[: adobe + 11] + b"\x02" + cmyk[adobe + 12 :]))
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        entries.append(record(f"orientation {orientation}", save(picture("RGB"), quality=90, exif=exif), True))
    with open(FOLDER + "jpeg.json", "w") as f:
        json.dump(entries, f, indent=1)
        f.write("\n")


main()
