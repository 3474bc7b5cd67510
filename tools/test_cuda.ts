/**
 * Builds the CUDA libraries and runs the tests on the GPUs that they give: emulated on the host, and real where there are some.
 * The report names each: an emulated GPU is never called one.
 *
 * The tests of @taimatsu/cuda run first, then tests of the other packages with the GPU as the default device: the files that
 * tools/cuda_tests.json lists, which must pass. `--all` runs all files instead and counts what the tests still wait for;
 * `--all --write` also renews the list. `--emulated` leaves nvcc and real GPUs out. Other arguments name the packages or files
 * to run.
 *
 * @module
 */
import { ROOT } from "./structure/report.ts";
import { passingFiles, readReport, tally, type TestCase, wantedFunctions } from "./structure/test_report.ts";

const LIST = `${ROOT}tools/cuda_tests.json`, PRELOAD = "packages/cuda/testing_default.ts";
const PACKAGES = ["packages/tensor", "packages/nn", "packages/criterion", "packages/optim"];

/** A recent GPU, and code for all later ones, which takes minutes to compile; `deno task build:cuda` compiles for all. */
const ARCHS = "90";

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

/** Runs tests and returns what became of them; their own output is shown as it comes. */
async function test(
  env: Record<string, string>,
  flags: string[],
  files: string[],
  quiet: boolean,
): Promise<TestCase[]> {
  const junit = await Deno.makeTempFile({ suffix: ".xml" });
  try {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["test", "--no-check", "--parallel", "-A", "--reporter=dot", `--junit-path=${junit}`, ...flags, ...files],
      cwd: ROOT,
      env: { NO_COLOR: "1", ...env },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).output();
    const cases = readReport(await Deno.readTextFile(junit));
    const failed = code !== 0 && !cases.some(({ outcome }) => outcome === "failed" || outcome === "waiting");
    if (failed || (code !== 0 && !quiet)) {
      for (const bytes of [stdout, stderr]) await Deno.stderr.write(bytes);
    }
    if (failed) throw new Error(`the tests of ${files.join(" ")} did not end`);
    return cases;
  } finally {
    await Deno.remove(junit);
  }
}

/** Of some files, those whose tests all pass: reports count a test of a shared helper under the helper's file. */
async function confirm(env: Record<string, string>, files: string[]): Promise<string[]> {
  const passing: string[] = [];
  for (const file of files) {
    const { success } = await new Deno.Command(Deno.execPath(), {
      args: ["test", "--no-check", "-A", "--reporter=dot", "--preload", PRELOAD, file],
      cwd: ROOT,
      env,
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).output();
    if (success) passing.push(file);
  }
  return passing;
}

/** Says what ran, on what, and returns whether all is well. */
function report(device: string, what: string, cases: TestCase[], lenient: boolean): boolean {
  console.log(`${device}: ${what}: ${tally(cases)}`);
  const wanted = wantedFunctions(cases).map(([name, count]) => `${name} (${count})`);
  if (wanted.length > 0) console.log(`  not built yet, and how many tests wait: ${wanted.join(", ")}`);
  return lenient || cases.every(({ outcome }) => outcome === "passed" || outcome === "ignored");
}

async function runOn(device: string, emulate: string, all: boolean, files: string[]): Promise<[boolean, string[]]> {
  const env = { TAIMATSU_CUDA_EMULATE: emulate };
  let good = true;
  if (!all) good = report(device, "@taimatsu/cuda", await test(env, ["--doc"], ["packages/cuda"], false), false);
  const passing: string[] = [];
  for (const name of PACKAGES) {
    const own = files.filter((file) => file === name || file.startsWith(`${name}/`));
    if (own.length === 0) continue;
    const cases = await test(env, ["--preload", PRELOAD], own, all);
    good = report(device, `${name} by default on cuda:0`, cases, all) && good;
    if (Deno.args.includes("--write")) passing.push(...await confirm(env, passingFiles(cases)));
  }
  return [good, passing];
}

if (import.meta.main) {
  if (Deno.build.os !== "linux") {
    console.log("cuda: not run: the emulation is for Linux");
    Deno.exit(0);
  }
  const all = Deno.args.includes("--all"), named = Deno.args.filter((arg) => !arg.startsWith("--"));
  const listed = JSON.parse(Deno.readTextFileSync(LIST)) as string[];
  const files = named.length > 0 ? named : all ? PACKAGES : listed;
  if (!await run("sh", ["native/build.sh", "--cuda", "--emulated"])) Deno.exit(1);
  const compiled = !Deno.args.includes("--emulated") && has("nvcc");
  if (
    compiled && !await run("sh", ["native/build.sh", "--cuda"], { CUDA_ARCHS: Deno.env.get("CUDA_ARCHS") ?? ARCHS })
  ) {
    Deno.exit(1);
  }
  const symbols = ["run", "--allow-read", "--allow-run=nm", "tools/check_symbols.ts", "libtaimatsu_cuda_emulated"];
  if (compiled) symbols.push("libtaimatsu_cuda");
  if (!await run(Deno.execPath(), symbols)) Deno.exit(1);
  const [good, passing] = await runOn("cuda (emulated)", "1", all, files);
  if (all && named.length === 0 && Deno.args.includes("--write")) {
    Deno.writeTextFileSync(LIST, JSON.stringify(passing, null, 2) + "\n");
  }
  const probe = 'import { cuda } from "@taimatsu/cuda"; Deno.exit(cuda.isAvailable() ? 0 : 1);';
  const gpu = compiled && await run(Deno.execPath(), ["eval", "--no-check", probe], { TAIMATSU_CUDA_EMULATE: "0" });
  const real = gpu ? (await runOn("cuda", "0", all, files))[0] : true;
  if (!gpu) {
    console.log(`cuda: not run: ${compiled ? "the library was compiled, but there is no GPU" : "not compiled"}`);
  }
  if (!good || !real) Deno.exit(1);
}
