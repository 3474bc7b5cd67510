"""What the Python peers share: options, the generator of inputs, the clock and rows. bench/README.md describes them."""
import argparse, gc, json, os, re, statistics, sys, time

BENCH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
UNITS = {"ns": 1e9, "us": 1e6, "ms": 1e3}
BLOCK = {"ns": 3e-3, "us": 1e-2, "ms": 1e-2}


class Unsupported(Exception):
    """The library does not have this case."""


def fill(count, seed):
    """Numbers of the list's generator, from 0 to below 1."""
    s = seed * 2654435761 % 2**32
    for _ in range(count):
        s = (1664525 * s + 1013904223) & 0xFFFFFFFF
        yield (s >> 8) / 2**24


def read_options(about):
    p = argparse.ArgumentParser(description=about)
    p.add_argument("--suite", default="I", help="suites, separated by commas")
    p.add_argument("--case", default="", help="regular expression on the names of cases")
    p.add_argument("--threads", type=int, default=1, help="threads that the process may use")
    p.add_argument("--quick", action="store_true", help="0.05 s a case, three runs, no waiting")
    p.add_argument("--serve", action="store_true", help='answer the lines "SUITE CASE" on standard input')
    p.add_argument("--check-only", action="store_true", help="verify and do not time")
    p.add_argument("--budget", type=float, help="seconds a case")
    p.add_argument("--min-runs", type=int, help="least number of runs")
    p.add_argument("--retries", type=int, help="further attempts when other programs were busy")
    p.add_argument("--quiet-wait", type=float, help="seconds to wait for an idle machine before a case")
    o = p.parse_args()
    usual = dict(budget=0.05, min_runs=3, retries=0, quiet_wait=0) if o.quick else dict(budget=0.5, min_runs=5, retries=1, quiet_wait=3)
    for name, value in usual.items():
        if getattr(o, name) is None: setattr(o, name, value)
    return o


def busy_seconds():
    """Processor time that the whole machine has used, or None."""
    try:
        with open("/proc/stat") as f: v = [int(x) for x in f.readline().split()[1:9]]
    except OSError: return None
    return (sum(v) - v[3] - v[4]) / os.sysconf("SC_CLK_TCK")


def watch_others():
    """Returns a function that tells how many processors other programs have kept busy since."""
    wall, busy, own = time.perf_counter(), busy_seconds(), time.process_time()
    if busy is None: return lambda: None
    return lambda: max(0.0, (busy_seconds() - busy - (time.process_time() - own)) / max(time.perf_counter() - wall, 1e-3))


def timed(call, count):
    begin = time.perf_counter()
    for _ in range(count): call()
    return time.perf_counter() - begin


def blocks(call, least, o):
    """Seconds of a call, one for each block of calls."""
    count, t = 1, timed(call, 1)
    while t < least:
        count *= max(2, min(8, int(least / max(t, 1e-9)) + 1)) if t < least / 2 else 2
        t = timed(call, count)
    times, begin = [], time.perf_counter()
    while len(times) < 40 and (len(times) < o.min_runs or time.perf_counter() - begin < o.budget):
        if len(times) >= 3 and time.perf_counter() - begin > 6 * o.budget: break
        times.append(timed(call, count) / count)
    return times


def measure(call, unit, o):
    """Times a call; of several attempts the quietest counts."""
    limit, best = 0.15 + 0.5 * max(0, (os.cpu_count() or 1) - o.threads), None
    gc.collect(); gc.disable()
    try:
        for _ in range(o.retries + 1):
            end = time.perf_counter() + o.quiet_wait
            while time.perf_counter() < end:
                others = watch_others(); time.sleep(0.1)
                if (others() or 0) <= limit: break
            others = watch_others(); times = blocks(call, BLOCK[unit], o); foreign = others()
            if best is None or (foreign or 0) < (best[1] or 0): best = times, foreign
            if (foreign or 0) <= limit: break
    finally: gc.enable()
    return best


def row_of(case, library, o):
    name = dict(suite=case["suite"], case=case["case"], impl=library.IMPL)
    try:
        call, verify = library.build(case)
        verify(call())
        if o.check_only: return dict(name, check="ok")
        times, foreign = measure(call, case["unit"], o)
        v = [float(f"{t * UNITS[case['unit']]:.7g}") for t in times]
        row = dict(name, version=library.VERSION, threads=o.threads, runtime="python " + sys.version.split()[0], unit=case["unit"], median=statistics.median(v), min=min(v), max=max(v), runs=len(v), check="ok")
        return row if foreign is None else dict(row, foreign=round(foreign, 3))
    except Unsupported as e: return dict(name, unsupported=str(e))
    except Exception as e: return dict(name, error=f"{type(e).__name__}: {e}"[:400])


def run(library, o):
    """Prints a row for each case that the options choose; `library` has IMPL, VERSION and build(case) -> (call, verify)."""
    with open(os.path.join(BENCH, "workloads.json")) as f: cases = json.load(f)["cases"]
    named, failed = {f"{c['suite']} {c['case']}": c for c in cases}, False
    chosen = (c for c in cases if c["suite"] in o.suite.split(",") and re.search(o.case, c["case"]))
    asked = (named.get(line.strip(), line.strip()) for line in sys.stdin)
    for case in asked if o.serve else chosen:
        row = dict(suite="", case=case, impl=library.IMPL, unsupported="no such case") if isinstance(case, str) else row_of(case, library, o)
        failed |= "error" in row
        print(json.dumps(row), flush=True)
    sys.exit(1 if failed else 0)
