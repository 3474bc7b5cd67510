/**
 * Loads and saves a tensor of 1 GB in the formats that files come in, each time in a process of its own, turn by turn with `cp`:
 * `deno run -A bench/programs/file_speed.ts [--folder FOLDER] [--runs N] [--bytes N] [--python PROGRAM]`. Prints medians in
 * milliseconds, `cp`'s time over ours, and the most memory that the process held beyond the file. No file that is saved was there
 * before, as none was that `cp` writes: to free an old one takes time of its own. Saving waits for the disk, and so does the `cp`
 * beside it (`cp` and `sync`); in a folder that lies in memory (`/dev/shm`) there is none to wait for. With PyTorch, NumPy or
 * safetensors in Python, their times stand beside.
 *
 * @module
 */
import {
  load,
  loadNpy,
  loadNpz,
  loadSafetensors,
  save,
  saveNpy,
  saveNpz,
  saveSafetensors,
  type Tensor,
  zeros,
} from "@taimatsu/tensor";
import { median } from "../harness/row.ts";

interface Format {
  save: (path: string, x: Tensor) => void;
  load: (path: string) => unknown;
  /** A program in Python that prints milliseconds: `path` is the file, `do` is load or save, `n` the number of elements. */
  python?: { name: string; setup: string; save: string; load: string };
}

const FORMATS: Record<string, Format> = {
  t7: {
    save: (path, x) => save(path, { x }),
    load: (path) => load(path),
    python: {
      name: "torch",
      setup: "import torch\nx = torch.zeros(n)",
      save: "torch.save({'x': x}, path)",
      load: "torch.load(path)",
    },
  },
  npy: {
    save: saveNpy,
    load: loadNpy,
    python: {
      name: "numpy",
      setup: "import numpy\nx = numpy.zeros(n, 'f4')",
      save: "numpy.save(open(path, 'wb'), x)",
      load: "numpy.load(path)",
    },
  },
  npz: {
    save: (path, x) => saveNpz(path, { x }),
    load: (path) => loadNpz(path),
    python: {
      name: "numpy",
      setup: "import numpy\nx = numpy.zeros(n, 'f4')",
      save: "numpy.savez(open(path, 'wb'), x=x)",
      load: "numpy.load(path)['x']",
    },
  },
  safetensors: {
    save: (path, x) => saveSafetensors(path, { x }),
    load: (path) => loadSafetensors(path),
    python: {
      name: "safetensors",
      setup: "import numpy\nimport safetensors.numpy as s\nx = numpy.zeros(n, 'f4')",
      save: "s.save_file({'x': x}, path)",
      load: "s.load_file(path)",
    },
  },
};

type Action = "load" | "save";

/** What a process found. */
interface Found {
  ms: number;
  /** Most bytes that it held. */
  peak: number;
}

/** In a process of its own: does it once and prints what it took. */
function act(action: Action, name: string, path: string, bytes: number): void {
  const { load, save } = FORMATS[name]!;
  const x = action === "save" ? zeros([bytes / 4]).fill(1) : undefined, start = performance.now();
  if (x === undefined) load(path);
  else save(path, x);
  const ms = performance.now() - start, [, kib] = /VmHWM:\s+(\d+)/.exec(Deno.readTextFileSync("/proc/self/status"))!;
  console.log(JSON.stringify({ ms, peak: Number(kib) * 1024 }));
}

function run(command: string, ...args: string[]): string {
  const { success, stdout, stderr } = new Deno.Command(command, { args }).outputSync();
  if (!success) throw new Error(`${command} ${args.join(" ")}: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout);
}

function ours(action: Action, name: string, path: string, bytes: number): Found {
  const script = decodeURIComponent(new URL(import.meta.url).pathname);
  return JSON.parse(run(Deno.execPath(), "run", "-A", "--no-check", script, action, name, path, String(bytes)));
}

function removeIfThere(path: string): void {
  try {
    Deno.removeSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

function copyMs(from: string, to: string, sync: boolean): number {
  const start = performance.now();
  run("cp", from, to);
  if (sync) run("sync", "-d", to);
  return performance.now() - start;
}

/** Milliseconds of a library in Python; `undefined` if it is not there. */
function pythonMs(python: string, action: Action, name: string, path: string, bytes: number): number | undefined {
  const program = FORMATS[name]!.python;
  if (program === undefined) return undefined;
  const text = `import time\npath, n = ${JSON.stringify(path)}, ${bytes / 4}\n${program.setup}\n` +
    `start = time.perf_counter()\n${program[action]}\nprint(1000 * (time.perf_counter() - start))`;
  try {
    return Number(run(python, "-c", text));
  } catch {
    return undefined;
  }
}

function option(name: string, fallback: string): string {
  const at = Deno.args.indexOf(`--${name}`);
  return at < 0 ? fallback : Deno.args[at + 1] ?? fallback;
}

function compare(folder: string, runs: number, bytes: number, python: string): void {
  const text = (x: number | undefined, digits = 0): string => (x === undefined ? "-" : x.toFixed(digits)).padStart(9);
  console.log("what                     ms     range        cp  cp / ours  extra MiB    Python");
  for (const name of Object.keys(FORMATS)) {
    const path = `${folder}/file.${name}`, other = `${folder}/copy.${name}`, pythons = `${folder}/python.${name}`;
    for (const action of ["save", "load"] as const) {
      const times: number[] = [], copies: number[] = [], peers: (number | undefined)[] = [];
      let extra = 0;
      for (let k = 0; k < runs; k++) {
        if (action === "save") [path, pythons].forEach(removeIfThere);
        const { ms, peak } = ours(action, name, path, bytes);
        times.push(ms);
        extra = Math.max(extra, peak - bytes);
        copies.push(copyMs(path, other, action === "save"));
        peers.push(pythonMs(python, action, name, pythons, bytes));
        Deno.removeSync(other);
      }
      const found = peers.filter((ms) => ms !== undefined), ms = median(times), cp = median(copies);
      const peer = found.length === 0 ? undefined : median(found);
      const range = `${Math.min(...times).toFixed(0)}-${Math.max(...times).toFixed(0)}`.padStart(9);
      const label = `${name} ${action}`.padEnd(17),
        program = peer === undefined ? "" : ` ${FORMATS[name]!.python!.name}`;
      console.log(
        `${label} ${text(ms)} ${range} ${text(cp)}  ${text(cp / ms, 2)}  ${text(extra / 2 ** 20)} ${
          text(peer)
        }${program}`,
      );
    }
    [path, pythons].forEach(removeIfThere);
  }
}

if (import.meta.main) {
  const [action, name, path, bytes] = Deno.args;
  if (action === "load" || action === "save") act(action, name!, path!, Number(bytes));
  else {
    const folder = Deno.makeTempDirSync({ dir: option("folder", Deno.env.get("TMPDIR") ?? "/tmp") });
    try {
      compare(folder, Number(option("runs", "5")), Number(option("bytes", "1e9")), option("python", "python3"));
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  }
}
