/**
 * Races the optimizers on test functions and on MNIST: `deno task optimizers --help`.
 *
 * @module
 */
import { Progress } from "@taimatsu/optim";
import { setNumThreads } from "@taimatsu/tensor";
import { raceOnFunctions } from "./functions/race_all.ts";
import { raceOnMnist } from "./mnist/race_all.ts";
import { readOptions } from "./options.ts";
import { publish } from "./publish.ts";

async function main(): Promise<void> {
  const options = readOptions(Deno.args);
  if (options.threads !== undefined) setNumThreads(options.threads);
  using progress = await Progress.create();
  if (options.functions) await publish(raceOnFunctions(options, progress), options);
  if (options.mnist) await publish(await raceOnMnist(options, progress), options);
}

if (import.meta.main) {
  try {
    await main();
  } catch (error) {
    console.error(`optimizers: ${error instanceof Error ? error.message : error}`);
    Deno.exitCode = 1;
  }
}
