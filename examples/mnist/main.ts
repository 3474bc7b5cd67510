/**
 * Trains a net on MNIST and tests it after every epoch: `deno task mnist --help`.
 *
 * @module
 */
import { dirname } from "node:path";
import process from "node:process";
import { HELP, type Options, readOptions, UsageError } from "./options.ts";
import { plot } from "./plot.ts";
import { Report } from "./report.ts";
import { type Run, train } from "./train.ts";

function summary(options: Options, run: Run): Record<string, string | number | null> {
  const last = run.epochs.at(-1);
  const trained = run.epochs.reduce((sum, e) => sum + e.examplesPerSecond, 0);
  return {
    model: options.model,
    epochs: run.epochs.length,
    trainLoss: last?.trainLoss ?? null,
    testAccuracy: last?.testAccuracy ?? null,
    seconds: Number(run.seconds.toFixed(3)),
    examplesPerSecond: run.epochs.length === 0 ? null : Math.round(trained / run.epochs.length),
    threads: run.threads,
    seed: options.seed,
    peakRssMiB: Number((process.resourceUsage().maxRSS / 1024).toFixed(1)),
  };
}

/** Saves a picture of the run; says why where it cannot be drawn or written, and goes on. */
async function savePlot(options: Options, run: Run, report: Report): Promise<void> {
  try {
    const svg = await plot(`MNIST, ${options.model}`, run.epochs);
    await Deno.mkdir(dirname(options.plot), { recursive: true });
    await Deno.writeTextFile(options.plot, svg);
    report.line(`loss and accuracy over the run: ${options.plot}`);
  } catch (error) {
    report.line(`no picture of the run in ${options.plot}: ${(error as Error).message.split("\n")[0]}`);
  }
}

async function main(): Promise<number> {
  const options = readOptions(Deno.args);
  if (options === undefined) {
    console.log(HELP);
    return 0;
  }
  const report = await Report.create(options.epochs, options.json), stop = new AbortController();
  const interrupt = () => stop.abort();
  Deno.addSignalListener("SIGINT", interrupt);
  try {
    const run = await train(options, report, stop.signal);
    if (run.stopped) report.line("stopped");
    const values = summary(options, run);
    if (run.epochs.length > 0) {
      report.line(String(run.confusion));
      await savePlot(options, run, report);
    }
    report.line(
      `${values.model}: ${values.epochs} epochs, loss ${values.trainLoss?.toString() ?? "none"}, test accuracy ` +
        `${run.epochs.length > 0 ? (100 * run.epochs.at(-1)!.testAccuracy).toFixed(2) + " %" : "none"}, ` +
        `${run.seconds.toFixed(1)} s, ${values.examplesPerSecond ?? 0} examples/s, ${values.threads} threads, ` +
        `peak memory ${values.peakRssMiB} MiB`,
    );
    if (options.json) console.log(JSON.stringify(values));
    return run.stopped ? 130 : 0;
  } finally {
    Deno.removeSignalListener("SIGINT", interrupt);
  }
}

if (import.meta.main) {
  try {
    Deno.exitCode = await main();
  } catch (error) {
    if (error instanceof UsageError) console.error(`mnist: ${error.message}`);
    else console.error(`mnist: ${error instanceof Error ? error.message : error}`);
    Deno.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
