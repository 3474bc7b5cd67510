#!/usr/bin/env python3
"""Measures Pillow on suite I of ../workloads.json and prints a JSON row for each case: pillow.py --help.

It needs Pillow (Debian: python3-pil) and nothing else. Pillow computes with one thread, however many are allowed.
"""
import argparse, io, json, math, os, re, statistics, sys, time

from PIL import Image, ImageFilter, __version__

BENCH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
WIDTH, HEIGHT = 1024, 768
METHODS = {"nearest": Image.NEAREST, "bilinear": Image.BILINEAR, "bicubic": Image.BICUBIC, "lanczos": Image.LANCZOS}
# Weights that are no product of a column and a row; each sums to its scale.
KERNELS = {
    3: ([0, -1, 0, -1, 8, -1, 0, -1, 0], 4),
    5: ([0, 0, -1, 0, 0, 0, -1, -2, -1, 0, -1, -2, 32, -2, -1, 0, -1, -2, -1, 0, 0, 0, -1, 0, 0], 16),
}
CHECK_TOLERANCE = 0.02  # of the sum: libraries round differently, and treat borders differently


def picture():
    """The picture of all cases; ../README.md defines it."""
    pixels, state = bytearray(), 2654435761 & 0xFFFFFFFF
    for y in range(HEIGHT):
        for x in range(WIDTH):
            state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
            noise = (state >> 8) * 16 >> 24
            pixels.append(min(255, 255 * x // WIDTH + noise))
            pixels.append(239 * y // HEIGHT + noise)
            pixels.append(int(120 + 100 * math.sin(x / 37) * math.cos(y / 23)) + noise)
    return Image.frombytes("RGB", (WIDTH, HEIGHT), bytes(pixels))


def encoded(image, kind, **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def decoded(file):
    image = Image.open(io.BytesIO(file))
    image.load()
    return image


def affine(size):
    """The map of case "affine" about the centre, as Pillow wants it: from pixels' corners to pixels' corners."""
    (w, h), (a, b, c, d) = size, (0.9, 0.2, -0.1, 1.1)
    return a, b, w / 2 - a * w / 2 - b * h / 2, c, d, h / 2 - c * w / 2 - d * h / 2


def build(c, image):
    """What is timed."""
    op = c["op"]
    if op == "jpeg_decode":
        file = encoded(image, "JPEG", quality=90)
        return lambda: decoded(file)
    if op == "png_decode":
        file = encoded(image, "PNG")
        return lambda: decoded(file)
    if op in ("dilate", "erode"):
        ink = image.convert("L").point(lambda v: 1 if v > 127 else 0)
        spread = ImageFilter.MaxFilter(3) if op == "dilate" else ImageFilter.MinFilter(3)
        return lambda: ink.filter(spread)
    if op == "hsv2rgb":
        hsv = image.convert("HSV")
        return lambda: hsv.convert("RGB")
    if op == "convolve":
        weights, scale = KERNELS[c["side"]]
        return lambda: image.filter(ImageFilter.Kernel((c["side"], c["side"]), weights, scale))
    if op == "affine":
        return lambda: image.transform(image.size, Image.AFFINE, affine(image.size), METHODS[c["method"]])
    if op == "to_float_chw":
        return None
    return {
        "jpeg_encode": lambda: encoded(image, "JPEG", quality=c["q"]),
        "png_encode": lambda: encoded(image, "PNG"),
        "resize": lambda: image.resize((c["ow"], c["oh"]), METHODS[c["method"]]),
        "rotate": lambda: image.rotate(c["deg"], Image.BILINEAR),
        "rotate_nearest": lambda: image.rotate(c["deg"], Image.NEAREST),
        "gaussian_blur": lambda: image.filter(ImageFilter.GaussianBlur(c["radius"])),
        "hflip": lambda: image.transpose(Image.FLIP_LEFT_RIGHT),
        "vflip": lambda: image.transpose(Image.FLIP_TOP_BOTTOM),
        "crop": lambda: image.crop((0, 0, c["ow"], c["oh"])),
        "gray": lambda: image.convert("L"),
        "rgb2hsv": lambda: image.convert("HSV"),
    }.get(op)


def samples(result):
    """The bytes of a result, channel by channel."""
    image = decoded(result) if isinstance(result, bytes) else result
    data, n = image.tobytes(), len(image.getbands())
    return b"".join(data[k::n] for k in range(n))


def digest(data):
    """Count, sum, sum of magnitudes, sum weighted by position."""
    weighted = sum((k - 6) * sum(data[k::13]) for k in range(13))
    return [len(data), sum(data), sum(data), weighted]


def verify(c, data, checks, mean):
    """"ok" or "none"; what is wrong is an error."""
    if c.get("check") == "image":
        found = sum(data) / len(data)
        if c["op"] not in ("rotate", "gray") and abs(found - mean) > 2:
            raise ArithmeticError(f"wrong result: mean {found}, expected {mean}")
        return "ok"
    known = checks.get(f"I {c['case']}")
    if known is None:
        return "none"
    for got, want in zip(digest(data), known["results"][0]):
        if abs(got - want) > known["tol"] * known["results"][0][2] * 6:
            raise ArithmeticError(f"wrong result: {digest(data)}, expected {known['results'][0]}")
    return "ok"


def busy():
    """Seconds of processors that all programs used since the machine started."""
    with open("/proc/stat") as file:
        ticks = [int(x) for x in file.readline().split()[1:9]]
    return (sum(ticks) - ticks[3] - ticks[4]) / os.sysconf("SC_CLK_TCK")


def others(work):
    """Runs `work`; returns its result, and how many processors other programs kept busy meanwhile."""
    start, before, own = time.perf_counter(), busy(), time.process_time()
    result = work()
    used = busy() - before - (time.process_time() - own)
    return result, max(0.0, used / max(time.perf_counter() - start, 1e-3))


def timed(call, times):
    start = time.perf_counter()
    for _ in range(times):
        call()
    return time.perf_counter() - start


def blocks(call, options):
    """Seconds of a call, once for each block of at least 10 ms."""
    times = max(1, math.ceil(0.01 / max(timed(call, 1), 1e-7)))
    found, end = [], time.perf_counter() + options.budget
    while len(found) < 40 and (len(found) < options.min_runs or time.perf_counter() < end):
        found.append(timed(call, times) / times)
    return found


def measure(call, options):
    """The attempt during which other programs were least busy."""
    limit, best = 0.15, None
    for _ in range(options.retries + 1):
        end = time.perf_counter() + options.quiet_wait
        while time.perf_counter() < end and others(lambda: time.sleep(0.1))[1] > limit:
            pass
        attempt = others(lambda: blocks(call, options))
        best = attempt if best is None or attempt[1] < best[1] else best
        if best[1] <= limit:
            break
    return best


def row(c, image, checks, mean, options):
    about = {"suite": c["suite"], "case": c["case"], "impl": "pillow"}
    try:
        source = image if c["iw"] == WIDTH else image.resize((c["iw"], c["ih"]), Image.BICUBIC)
        call = build(c, source)
        if call is None:
            return {**about, "unsupported": f"Pillow has no {c['op']}"}
        verified = verify(c, samples(call()), checks, mean)
        if options.check_only:
            return {**about, "check": verified}
        seconds, foreign = measure(call, options)
        ms = [1000 * s for s in seconds]
        return {**about, "version": __version__, "threads": options.threads, "unit": "ms", "median": statistics.median(ms),
                "min": min(ms), "max": max(ms), "runs": len(ms), "foreign": round(foreign, 3), "check": verified}
    except Exception as error:  # a row tells it, and the other cases go on
        return {**about, "error": f"{type(error).__name__}: {error}"[:400]}


def read_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--suite", default="I", help="suites; there is only I")
    parser.add_argument("--case", default="", help="a regular expression on the case names")
    parser.add_argument("--threads", type=int, default=1, help="threads that are allowed")
    parser.add_argument("--quick", action="store_true", help="a short run that shows that everything works")
    parser.add_argument("--serve", action="store_true", help='answer the lines "SUITE CASE" on standard input')
    parser.add_argument("--check-only", action="store_true", help="verify and do not time")
    parser.add_argument("--budget", type=float, default=0.5, help="seconds a case")
    parser.add_argument("--min-runs", type=int, default=5, help="least number of runs")
    parser.add_argument("--retries", type=int, default=1, help="further attempts when other programs were busy")
    parser.add_argument("--quiet-wait", type=float, default=3, help="seconds to wait for an idle machine before a case")
    parser.add_argument("--print-checks", action="store_true", help="print entries for checks.json")
    options = parser.parse_args()
    if options.quick:
        options.budget, options.min_runs, options.retries, options.quiet_wait = 0.05, 3, 0, 0
    return options


def print_checks(cases, image):
    """Entries of checks.json for the cases that have no check of another kind."""
    for c in cases:
        if "check" not in c:
            known = {"tol": CHECK_TOLERANCE, "results": [digest(samples(build(c, image)()))]}
            print(f"{json.dumps('I ' + c['case'])}: {json.dumps(known)},")


def main():
    options = read_options()
    with open(os.path.join(BENCH, "workloads.json")) as file:
        cases = {f"{c['suite']} {c['case']}": c for c in json.load(file)["cases"] if c["suite"] == "I"}
    with open(os.path.join(BENCH, "checks.json")) as file:
        checks = json.load(file)
    image = picture()
    if options.print_checks:
        return print_checks(cases.values(), image)
    mean, failed = sum(image.tobytes()) / (3 * WIDTH * HEIGHT), False
    chosen = [c for c in cases.values() if "I" in options.suite.split(",") and re.search(options.case, c["case"])]
    for c in (cases.get(line.strip(), line.strip()) for line in sys.stdin) if options.serve else chosen:
        answer = row(c, image, checks, mean, options) if isinstance(c, dict) else {
            "suite": "", "case": c, "impl": "pillow", "unsupported": "no such case"}
        failed = failed or "error" in answer
        print(json.dumps(answer), flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
