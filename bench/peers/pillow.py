#!/usr/bin/env python3
"""Pillow on the images of suite I. It has one thread, however many it may use. Numbers in floats need numpy."""
import io, math, sys
import PIL
from PIL import Image, ImageCms, ImageFilter, ImageStat
import runner
from runner import Unsupported

IMPL, VERSION = "pillow", PIL.__version__
WIDTH, HEIGHT = 1024, 768
FILTERS = {"simple": Image.NEAREST, "bilinear": Image.BILINEAR, "bicubic": Image.BICUBIC, "lanczos": Image.LANCZOS}


def make_picture():
    """The picture that bench/README.md defines."""
    noise, data, at = runner.fill(WIDTH * HEIGHT, 1), bytearray(3 * WIDTH * HEIGHT), 0
    waves = [math.sin(x / 37) for x in range(WIDTH)]
    for y in range(HEIGHT):
        green, wave = 239 * y // HEIGHT, math.cos(y / 23)
        for x in range(WIDTH):
            e = int(16 * next(noise))
            data[at] = min(255, 255 * x // WIDTH + e)
            data[at + 1] = green + e
            data[at + 2] = int(120 + 100 * waves[x] * wave) + e
            at += 3
    return Image.frombytes("RGB", (WIDTH, HEIGHT), bytes(data))


PICTURE = make_picture()


def mean_of(image):
    return sum(ImageStat.Stat(image).mean) / len(image.getbands())


PICTURE_MEAN = mean_of(PICTURE)


def encoded(image, kind, **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def decoded(file):
    image = Image.open(io.BytesIO(file))
    image.load()
    return image


def affine(image, c):
    """The list's matrix maps (y, x) about the centre of the result to the source; Pillow's (x, y) from the corner."""
    (a, b), (d, e) = c["matrix"]
    x, y = image.width / 2, image.height / 2
    numbers = (e, d, x - e * x - d * y, b, a, y - b * x - a * y)
    return lambda: image.transform(image.size, Image.AFFINE, numbers, FILTERS[c["method"]])


def lab(image, c):
    srgb = ImageCms.createProfile("sRGB")
    change = ImageCms.buildTransform(srgb, ImageCms.createProfile("LAB"), "RGB", "LAB")
    return lambda: ImageCms.applyTransform(image, change)


def to_float(image, c):
    try: import numpy
    except ImportError: raise Unsupported("needs numpy")
    return lambda: numpy.ascontiguousarray((numpy.asarray(image, dtype=numpy.float32) / 255).transpose(2, 0, 1))


def binary(image):
    return image.point(lambda v: 1 if v > 127 else 0)


def convolve(image, c):
    k = c["k"]
    kernel = ImageFilter.Kernel((k, k), [1 + i % 4 for i in range(k * k)])
    return lambda: image.filter(kernel)


def convert(mode):
    return lambda image, c: lambda: image.convert(mode)


def hsv2rgb(image, c):
    hsv = image.convert("HSV")
    return lambda: hsv.convert("RGB")


def morphology(kind):
    def build(image, c):
        source = binary(image)
        return lambda: source.filter(kind(3))
    return build


def jpeg_decode(image, c):
    file = encoded(image, "JPEG", quality=90)
    return lambda: decoded(file)


def png_decode(image, c):
    file = encoded(image, "PNG")
    return lambda: decoded(file)


OPS = {
    "jpeg_decode": jpeg_decode, "png_decode": png_decode,
    "jpeg_encode": lambda x, c: lambda: encoded(x, "JPEG", quality=c["q"]),
    "png_encode": lambda x, c: lambda: encoded(x, "PNG"),
    "resize": lambda x, c: lambda: x.resize((c["ow"], c["oh"]), FILTERS[c["method"]]),
    "rotate": lambda x, c: lambda: x.rotate(c["deg"], FILTERS[c.get("method", "bilinear")]),
    "affine": affine,
    "hflip": lambda x, c: lambda: x.transpose(Image.FLIP_LEFT_RIGHT),
    "vflip": lambda x, c: lambda: x.transpose(Image.FLIP_TOP_BOTTOM),
    "crop": lambda x, c: lambda: x.crop(((x.width - c["ow"]) // 2, (x.height - c["oh"]) // 2, (x.width + c["ow"]) // 2, (x.height + c["oh"]) // 2)),
    "gaussian_blur": lambda x, c: lambda: x.filter(ImageFilter.GaussianBlur(c["radius"])),
    "convolve": convolve, "dilate": morphology(ImageFilter.MaxFilter), "erode": morphology(ImageFilter.MinFilter),
    "gray": convert("L"), "rgb2hsv": convert("HSV"), "rgb2yuv": convert("YCbCr"), "hsv2rgb": hsv2rgb, "rgb2lab": lab,
    "to_float_chw": to_float,
}
FIRST_BAND = {"rgb2lab", "rgb2yuv"}  # the other bands have another zero in each library


def build(c):
    """What is timed, and what checks its result."""
    if c["op"] not in OPS: raise Unsupported(f"there is no operation {c['op']}")
    image = PICTURE if (c["iw"], c["ih"]) == PICTURE.size else PICTURE.resize((c["iw"], c["ih"]), Image.BICUBIC)

    def verify(result):
        if c["op"] in ("gray", "rotate") and "mean" not in c: return
        if c["op"] == "to_float_chw": found = float(result.mean()) * 255
        else:
            if isinstance(result, bytes): result = decoded(result)
            found = mean_of(result.getchannel(0) if c["op"] in FIRST_BAND else result) * (255 if c["op"] in ("dilate", "erode") else 1)
        wanted = c.get("mean", PICTURE_MEAN)
        if abs(found - wanted) > 2: raise ArithmeticError(f"wrong result: mean {found}, expected {wanted}")
    return OPS[c["op"]](image, c), verify


if __name__ == "__main__": runner.run(sys.modules[__name__], runner.read_options(__doc__))
