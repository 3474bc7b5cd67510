/**
 * Builds the CUDA libraries and runs the tests on the GPUs that they give: emulated on the host, and real where there are some.
 * The report names each: an emulated GPU is never called one.
 *
 * The tests of @taimatsu/cuda run first, then all tests of the other packages with the GPU as the default device, but for those that
 * tools/cuda_exclusions.json names with the reason: tests under `never`, and files under `slow` unless `--all` is given.
 * `--emulated` leaves nvcc and real GPUs out; `--sanitize` does as well, and runs the emulated GPU under the address and
 * undefined-behaviour sanitizers. Other arguments name the packages, folders or files to run.
 *
 * @module
 */
import { ROOT } from "./structure/report.ts";
import {
  exclude,
  type Exclusions,
  readReport,
  tally,
  type TestCase,
  wantedFunctions,
} from "./structure/test_report.ts";

const { never, slow } = JSON.parse(Deno.readTextFileSync(`${ROOT}tools/cuda_exclusions.json`)) as Record<
  "never" | "slow",
  Exclusions
>;
const PRELOAD = "packages/cuda/testing_default.ts";
const PACKAGES = ["packages/tensor", "packages/nn", "packages/criterion", "packages/optim"];

/** Where there is no GPU, nvcc tells whether the library compiles and links for these, with code for all later ones. */
const ARCHS = "75 80 86 89 90";

async function run(command: string, args: string[], env: Record<string, string> = {}): Promise<boolean> {
  const child = new Deno.Command(command, {
    args,
    cwd: ROOT,
    env,
    stdin: "null",
    stdout: "inherit",
    stderr: "inherit",
  });
  return (await child.spawn().status).success;
}

function has(program: string): boolean {
  const places = (Deno.env.get("PATH") ?? "").split(":");
  return places.some((place) => {
    try {
      return Deno.statSync(`${place}/${program}`).isFile;
    } catch {
      return false;
    }
  });
}

/** What a program prints. */
async function outputOf(command: string, args: string[]): Promise<string> {
  const { stdout } = await new Deno.Command(command, { args, stdin: "null", stderr: "null" }).output();
  return new TextDecoder().decode(stdout);
}

/** Builds the library by nvcc: for the GPUs that there are, or as a check for many. */
async function compile(): Promise<boolean> {
  const query = ["--query-gpu=compute_cap", "--format=csv,noheader"];
  const found = has("nvidia-smi") ? (await outputOf("nvidia-smi", query)).match(/^\d+\.\d$/gm) ?? [] : [];
  const archs = [...new Set(found)].map((capability) => capability.replace(".", "")).join(" ");
  const env = archs === "" ? { CUDA_ARCHS: ARCHS, CUDA_CHECK: "1" } : { CUDA_ARCHS: archs };
  return await run("sh", ["native/build.sh", "--cuda"], env);
}

/** What the emulated library needs to run under the sanitizers. */
async function sanitizing(): Promise<Record<string, string>> {
  return {
    LD_PRELOAD: (await outputOf("gcc", ["-print-file-name=libasan.so"])).trim(),
    ASAN_OPTIONS: "detect_leaks=0:allocator_may_return_null=1:quarantine_size_mb=1",
    UBSAN_OPTIONS: "print_stacktrace=1",
    TAIMATSU_CUDA_LIBRARY: `${ROOT}native/build/sanitize/libtaimatsu_cuda_emulated.so`,
  };
}

/** Runs tests and returns what became of them. */
async function test(env: Record<string, string>, flags: string[], files: string[]): Promise<TestCase[]> {
  const junit = await Deno.makeTempFile({ suffix: ".xml" });
  try {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["test", "--no-check", "-A", "--reporter=dot", `--junit-path=${junit}`, ...flags, ...files],
      cwd: ROOT,
      env: { NO_COLOR: "1", ...env },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).output();
    const cases = readReport(await Deno.readTextFile(junit));
    if (code !== 0 && !cases.some(({ outcome }) => outcome === "failed" || outcome === "waiting")) {
      for (const bytes of [stdout, stderr]) await Deno.stderr.write(bytes);
      throw new Error(`the tests of ${files.join(" ")} did not end`);
    }
    return cases;
  } finally {
    await Deno.remove(junit);
  }
}

/** The test files below a folder, or the file itself, by their folders. */
function filesIn(path: string, folders: Map<string, string[]> = new Map()): Map<string, string[]> {
  if (Deno.statSync(ROOT + path).isFile) return folders.set(path, [path]);
  for (const { name, isDirectory } of Deno.readDirSync(ROOT + path)) {
    if (isDirectory) filesIn(`${path}/${name}`, folders);
    else if (name.endsWith("_test.ts")) folders.set(path, [...folders.get(path) ?? [], `${path}/${name}`]);
  }
  return folders;
}

/** Runs the tests of folders, several at once. */
async function testFolders(env: Record<string, string>, paths: string[]): Promise<TestCase[]> {
  const left = paths.flatMap((path) => [...filesIn(path).values()]), cases: TestCase[] = [];
  const work = async (): Promise<void> => {
    for (let files = left.shift(); files !== undefined; files = left.shift()) {
      if (!all) files = files.filter((file) => !(file in slow));
      if (files.length > 0) cases.push(...await test(env, ["--preload", PRELOAD], files));
    }
  };
  await Promise.all(Array.from({ length: navigator.hardwareConcurrency }, work));
  return cases;
}

/** Says what ran, on what, and returns whether all is well. */
function report(device: string, what: string, cases: TestCase[]): boolean {
  console.log(`${device}: ${what}: ${tally(cases)}`);
  const wanted = wantedFunctions(cases).map(([name, count]) => `${name} (${count})`);
  if (wanted.length > 0) console.log(`  not built yet, and how many tests wait: ${wanted.join(", ")}`);
  const failed = cases.filter(({ outcome }) => outcome === "failed");
  for (const { file, name, message } of failed) console.log(`  FAILED ${file}: ${name}\n${message.slice(0, 2000)}`);
  return failed.length === 0 && wanted.length === 0;
}

async function runOn(device: string, settings: Record<string, string>, paths: string[]): Promise<boolean> {
  const env = { TM_EMU_THREADS: "1", ...settings };
  // One after another: tests at once would be threads of one process, and some count what the process has on the GPU.
  let good = report(device, "@taimatsu/cuda", await test(env, ["--doc"], ["packages/cuda"]));
  // What is wrong with data is reported at once, where the CPU reports it.
  const cases = await testFolders({ ...env, TAIMATSU_CUDA_SYNC: "1" }, paths);
  const stale = exclude(cases, never).filter((text) => all || !(text.slice(0, text.indexOf(":")) in slow));
  for (const name of PACKAGES) {
    const own = cases.filter(({ file }) => file.startsWith(`${name}/`));
    if (own.length > 0) good = report(device, `${name} by default on cuda:0`, own) && good;
  }
  if (paths !== PACKAGES) return good;
  for (const text of stale) console.log(`  excluded, but nothing fails: ${text}`);
  return good && stale.length === 0;
}

const all = Deno.args.includes("--all"), sanitized = Deno.args.includes("--sanitize");
const named = Deno.args.filter((arg) => !arg.startsWith("--"));

if (import.meta.main) {
  if (Deno.build.os !== "linux") {
    console.log("cuda: not run: the emulation is for Linux");
    Deno.exit(0);
  }
  const paths = named.length > 0 ? named : PACKAGES;
  // Programs that are wrong on purpose, and the stand-ins of cuBLAS and cuDNN, run without the sanitizers.
  for (const options of sanitized ? [[], ["--sanitize"]] : [[]]) {
    if (!await run("sh", ["native/build.sh", "--cuda", "--emulated", ...options])) Deno.exit(1);
  }
  const compiled = !sanitized && !Deno.args.includes("--emulated") && has("nvcc");
  if (compiled && !await compile()) Deno.exit(1);
  const symbols = ["run", "--allow-read", "--allow-run=nm", "tools/check_symbols.ts"];
  if (!sanitized) symbols.push("libtaimatsu_cuda_emulated");
  if (compiled) symbols.push("libtaimatsu_cuda");
  if (!await run(Deno.execPath(), symbols)) Deno.exit(1);
  const emulated = { TAIMATSU_CUDA_EMULATE: "1", ...sanitized ? await sanitizing() : {} };
  const good = await runOn(`cuda (emulated${sanitized ? ", sanitized" : ""})`, emulated, paths);
  const probe = 'import { cuda } from "@taimatsu/cuda"; Deno.exit(cuda.isAvailable() ? 0 : 1);';
  const gpu = compiled && await run(Deno.execPath(), ["eval", "--no-check", probe], { TAIMATSU_CUDA_EMULATE: "0" });
  const real = gpu ? await runOn("cuda", { TAIMATSU_CUDA_EMULATE: "0" }, paths) : true;
  if (!gpu) {
    console.log(`cuda: not run: ${compiled ? "the library was compiled, but there is no GPU" : "not compiled"}`);
  }
  if (!good || !real) Deno.exit(1);
}
