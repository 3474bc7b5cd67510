/**
 * Measures Taimatsu on the cases of `workloads.json`: `deno run -A bench/run.ts --help`.
 *
 * @module
 */
import { setNumThreads } from "@taimatsu/tensor";
import { readJson } from "./harness/case.ts";
import { HELP, readOptions, UsageError } from "./harness/options.ts";
import { Runner } from "./harness/runner.ts";
import { findBuilder } from "./suites/suites.ts";

try {
  const options = readOptions(Deno.args);
  if (options === undefined) console.log(HELP);
  else {
    setNumThreads(options.threads);
    const { version } = await readJson<{ version: string }>("../packages/tensor/deno.json");
    const runner = new Runner(options, findBuilder, { impl: "taimatsu", version });
    await runner.run();
    Deno.exitCode = runner.failed ? 1 : 0;
  }
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`bench: ${error.message}`);
  Deno.exitCode = 2;
}
