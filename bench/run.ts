/**
 * Measures Taimatsu on the cases of `workloads.json`: `deno run -A bench/run.ts --help`.
 *
 * @module
 */
import { setDefaultDevice, setNumThreads } from "@taimatsu/tensor";
import { readJson } from "./harness/case.ts";
import { HELP, type Options, readOptions, UsageError } from "./harness/options.ts";
import { type Library, Runner } from "./harness/runner.ts";
import { findBuilder } from "./suites/suites.ts";

/** Makes a GPU the default device. An emulated one may verify, but is never timed. */
async function openDevice({ device, checkOnly }: Options): Promise<Partial<Library>> {
  if (device === "cpu") return {};
  const { cuda } = await import("@taimatsu/cuda"), index = Number(device.slice("cuda:".length));
  if (!cuda.isAvailable()) throw new UsageError(cuda.describe());
  if (cuda.isEmulated() && !checkOnly) {
    throw new UsageError("an emulated GPU is not timed: --check-only verifies on it");
  }
  setDefaultDevice(cuda(index));
  return { device: cuda.deviceProperties(index).name, settle: () => cuda.synchronize(index), collect: cuda.collect };
}

try {
  const options = readOptions(Deno.args);
  if (options === undefined) console.log(HELP);
  else {
    setNumThreads(options.threads);
    const { version } = await readJson<{ version: string }>("../packages/tensor/deno.json");
    const runner = new Runner(options, findBuilder, { impl: "taimatsu", version, ...await openDevice(options) });
    await runner.run();
    Deno.exitCode = runner.failed ? 1 : 0;
  }
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`bench: ${error.message}`);
  Deno.exitCode = 2;
}
