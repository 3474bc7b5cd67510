"""Records what Pillow decodes of WebP, GIF and BMP files.

Run it from the root of the repository, with Python 3 and Pillow:

    python3 tools/record/formats.py

It writes packages/image/codecs/testdata/formats.json: a list of {name, file (base64), orient, size [channels, height, width],
tolerance, samples (base64 of the interleaved pixels)}. Files that Pillow does not write are put together here.
"""

import base64
import io
import json
import struct
from PIL import Image, ImageOps

TARGET = "packages/image/codecs/testdata/formats.json"
W, H = 21, 14


def value(x, y, c):
    return (x * (5 + c) + y * (3 + 2 * c) + (x * y >> 2) + 40 * c) & 255


def picture(mode):
    n = 1 if mode in "LP" else len(mode)
    im = Image.frombytes(mode, (W, H), bytes(value(x, y, c) for y in range(H) for x in range(W) for c in range(n)))
    return im


def few(colours, levels=4):
    """A picture of few colours, as indices and a palette."""
    im = Image.frombytes("P", (W, H), bytes((x // 2 + y // 3) % colours for y in range(H) for x in range(W)))
    im.putpalette([value(k, k * k % levels, c) for k in range(colours) for c in range(3)])
    return im


def saved(im, kind, **options):
    out = io.BytesIO()
    im.save(out, kind, **options)
    return out.getvalue()


def has_alpha(im):
    return "A" in im.mode or "transparency" in im.info


def record(name, data, orient=False, tolerance=0):
    im = Image.open(io.BytesIO(data))
    im.load()
    im = im.convert("RGBA" if has_alpha(im) else "RGB")
    if orient:
        im = ImageOps.exif_transpose(im)
    text = lambda data: base64.b64encode(data).decode()
    size = [len(im.getbands()), im.height, im.width]
    return {"name": name, "file": text(data), "orient": orient, "size": size, "tolerance": tolerance, "samples": text(im.tobytes())}


# ---- WebP


def webp():
    yield record("WebP, lossy", saved(picture("RGB"), "WEBP", quality=80))
    yield record("WebP, lossy with alpha", saved(picture("RGBA"), "WEBP", quality=80, exact=True))
    yield record("WebP, lossless", saved(picture("RGB"), "WEBP", lossless=True))
    yield record("WebP, lossless with alpha", saved(picture("RGBA"), "WEBP", lossless=True, exact=True))
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x112] = orientation
        data = saved(picture("RGB"), "WEBP", lossless=True, exif=exif)
        for orient in (False, True):
            yield record(f"WebP, orientation {orientation}", data, orient)
    frames = [picture("RGB"), picture("RGB").transpose(Image.Transpose.ROTATE_180)]
    yield record("WebP, animated", saved(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True))
    frames = [picture("RGBA"), picture("RGBA").transpose(Image.Transpose.ROTATE_180)]
    yield record("WebP, animated with alpha", saved(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True, exact=True))


# ---- GIF


def placed(data, left, top, screen):
    """Puts the picture of a GIF file elsewhere on a larger screen."""
    data = bytearray(data)
    data[6:10] = struct.pack("<HH", *screen)
    at = 13 + (3 << (data[10] & 7) + 1 if data[10] & 0x80 else 0)
    while data[at] == 0x21:
        at += 2
        while data[at]:
            at += data[at] + 1
        at += 1
    assert data[at] == 0x2C
    data[at + 1 : at + 5] = struct.pack("<HH", left, top)
    return bytes(data)


def gif():
    for colours in (2, 3, 16, 200):
        im = few(colours)
        for interlace in (0, 1):
            yield record(f"GIF, {colours} colours{', interlaced' * interlace}", saved(im, "GIF", interlace=interlace))
    yield record("GIF, transparent", saved(few(16), "GIF", transparency=3))
    yield record("GIF, transparent and interlaced", saved(few(16), "GIF", transparency=3, interlace=1))
    yield record("GIF, gray", saved(picture("L"), "GIF"))
    small = few(16).resize((5, 3))
    yield record("GIF, one row", saved(few(16).resize((30, 1)), "GIF", interlace=1))
    yield record("GIF, one pixel", saved(few(2).resize((1, 1)), "GIF"))
    frames = [few(16), few(7), few(5)]
    yield record("GIF, animated", saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=40, loop=0))
    yield record("GIF, placed", placed(saved(small, "GIF"), 4, 2, (12, 9)))
    yield record("GIF, placed and transparent", placed(saved(small, "GIF", transparency=1), 4, 2, (12, 9)))
    yield record("GIF, beyond its screen", placed(saved(small, "GIF", interlace=1), 4, 2, (3, 3)))


# ---- BMP


def header(bits, w, h, kind=0, size=40, colours=0, masks=b""):
    info = struct.pack("<IiiHHIIiiII", size, w, h, 1, bits, kind, 0, 2835, 2835, colours, 0)
    return info + masks.ljust(max(size - 40, len(masks)), b"\0")


def bmp(info, palette, pixels):
    at = 14 + len(info) + len(palette)
    return b"BM" + struct.pack("<IHHI", at + len(pixels), 0, 0, at) + info + palette + pixels


def padded(rows):
    return b"".join(row + bytes(-len(row) % 4) for row in rows)


def colour_table(colours, reserved=True):
    return b"".join(bytes(value(k, k * k % 4, c) for c in (2, 1, 0)) + b"\0" * reserved for k in range(colours))


def index_rows(bits, colours):
    for y in range(H):
        indices = [(x // 2 + y // 3) % colours for x in range(W)]
        number = 0
        for i in indices:
            number = number << bits | i
        spare = -W * bits % 8
        yield (number << spare).to_bytes((W * bits + 7) // 8, "big")


def pixel_rows(code, pixel):
    for y in range(H):
        yield b"".join(struct.pack(code, pixel(x, y)) for x in range(W))


def rgb555(x, y):
    return value(x, y, 0) >> 3 << 10 | value(x, y, 1) >> 3 << 5 | value(x, y, 2) >> 3


def rgb565(x, y):
    return value(x, y, 0) >> 3 << 11 | value(x, y, 1) >> 2 << 5 | value(x, y, 2) >> 3


def packed(order, alpha=None):
    shifts = {c: 8 * k for k, c in enumerate(order)}
    return lambda x, y: sum(value(x, y, c) << shifts[c] for c in shifts if c is not None and c != alpha)


# Pillow misreads runs that leave out lines, and odd numbers of pixels of 4 bits as they are.
RUNS8 = bytes([5, 1, 3, 2, 0, 0, 0, 4, 1, 2, 3, 0, 2, 3, 0, 0, 0, 3, 1, 2, 3, 0, 5, 1, 0, 0, 4, 3, 0, 0, 8, 2, 0, 0, 3, 1, 5, 4, 0, 1])
RUNS4 = bytes([5, 0x12, 3, 0x33, 0, 0, 0, 6, 0x12, 0x31, 0x20, 0, 2, 0x21, 0, 0, 0, 4, 0x12, 0x30, 4, 0x13, 0, 0, 8, 0x31, 0, 0, 8, 0x20, 0, 0, 8, 0x43, 0, 1])


def bmps():
    yield record("BMP, 1 bit", saved(picture("L").convert("1"), "BMP"))
    yield record("BMP, 8 bits, gray", saved(picture("L"), "BMP"))
    yield record("BMP, 8 bits", saved(few(200), "BMP"))
    yield record("BMP, 24 bits", saved(picture("RGB"), "BMP"))
    yield record("BMP, 32 bits", bmp(header(32, W, H), b"", padded(pixel_rows("<I", packed([2, 1, 0, 3])))))
    for bits, colours in ((1, 2), (4, 11), (8, 30)):
        pixels = padded(index_rows(bits, colours))
        table = colour_table(colours)
        yield record(f"BMP, {bits} bits, {colours} colours", bmp(header(bits, W, H, colours=colours), table, pixels))
        yield record(f"BMP, {bits} bits, top down", bmp(header(bits, W, -H, colours=colours), table, pixels))
        core = struct.pack("<IHHHH", 12, W, H, 1, bits)
        yield record(f"BMP, {bits} bits, OS/2", bmp(core, colour_table(1 << bits, False), pixels))
    yield record("BMP, 24 bits, OS/2", bmp(struct.pack("<IHHHH", 12, W, H, 1, 24), b"", padded(pixel_rows("<3s", lambda x, y: bytes(value(x, y, c) for c in (2, 1, 0))))))
    yield record("BMP, 24 bits, OS/2 version 2", bmp(header(24, W, H, size=64), b"", padded(pixel_rows("<3s", lambda x, y: bytes(value(x, y, c) for c in (2, 1, 0))))))
    yield record("BMP, 16 bits", bmp(header(16, W, H), b"", padded(pixel_rows("<H", rgb555))), tolerance=1)
    masks = struct.pack("<III", 0xF800, 0x7E0, 0x1F)
    yield record("BMP, 16 bits, 5-6-5", bmp(header(16, W, H, 3, masks=masks), b"", padded(pixel_rows("<H", rgb565))), tolerance=1)
    yield record("BMP, 16 bits, 5-6-5, version 5, top down", bmp(header(16, W, -H, 3, 124, masks=masks), b"", padded(pixel_rows("<H", rgb565))), tolerance=1)
    masks = struct.pack("<III", 0xFF0000, 0xFF00, 0xFF)
    yield record("BMP, 32 bits, masks", bmp(header(32, W, H, 3, masks=masks), b"", padded(pixel_rows("<I", packed([2, 1, 0, 3], 3)))))
    masks = struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF000000)
    yield record("BMP, 32 bits, alpha", bmp(header(32, W, H, 3, 108, masks=masks), b"", padded(pixel_rows("<I", packed([2, 1, 0, 3])))))
    masks = struct.pack("<IIII", 0xFF, 0xFF00, 0xFF0000, 0xFF000000)
    yield record("BMP, 32 bits, red first, alpha", bmp(header(32, W, H, 3, 124, masks=masks), b"", padded(pixel_rows("<I", packed([0, 1, 2, 3])))))
    yield record("BMP, 8 bits in runs", bmp(header(8, 8, 6, 1, colours=5), colour_table(5), RUNS8))
    yield record("BMP, 4 bits in runs", bmp(header(4, 8, 6, 2, colours=5), colour_table(5), RUNS4))


def main():
    entries = [*webp(), *gif(), *bmps()]
    with open(TARGET, "w") as file:
        json.dump(entries, file, indent=0)
        file.write("\n")


main()
