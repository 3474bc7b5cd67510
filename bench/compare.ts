/**
 * Compares rows of two or more runners, from files or from runs that alternate case by case:
 * `deno run -A bench/compare.ts --help`.
 *
 * @module
 */
import { type CompareOptions, HELP, readCompareOptions } from "./compare/options.ts";
import { report } from "./compare/report.ts";
import { Server } from "./compare/server.ts";
import { readSides, type Side } from "./compare/side.ts";
import { type Case, nameOf, readJson, type Workloads } from "./harness/case.ts";
import { UsageError } from "./harness/options.ts";
import { describeMachine } from "./harness/machine.ts";
import { isFigure, type Row } from "./harness/row.ts";

/** Appends a line to the file of rows; a new file begins with a line that describes the machine. */
async function save(file: string, row: Row): Promise<void> {
  try {
    await Deno.writeTextFile(file, JSON.stringify({ machine: describeMachine() }) + "\n", { createNew: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
  }
  await Deno.writeTextFile(file, JSON.stringify(row) + "\n", { append: true });
}

/** Lets all sides visit all cases, in turn, and starts with the other end in every second round. */
async function visit(cases: readonly Case[], servers: readonly Server[], options: CompareOptions): Promise<void> {
  const begin = Date.now(), [ours] = servers;
  for (const [i, c] of cases.entries()) {
    console.error(`[${i + 1}/${cases.length}] ${nameOf(c)}`);
    let able = [...servers];
    for (let round = 0; round < options.rounds && able.includes(ours!); round++) {
      const unable = new Set<Server>();
      for (const server of round % 2 === 0 ? able : able.toReversed()) {
        const row = await server.visit(c);
        if (!isFigure(row)) unable.add(server);
        else if (options.save) await save(options.save, row);
      }
      able = able.filter((server) => !unable.has(server));
    }
  }
  console.error(`${cases.length} cases in ${((Date.now() - begin) / 1000).toFixed(0)} s`);
}

async function main(): Promise<number> {
  const options = readCompareOptions(Deno.args);
  if (options === undefined) {
    console.log(HELP);
    return 0;
  }
  const workloads = await readJson<Workloads>("workloads.json"), { suites, pattern } = options;
  const cases = workloads.cases.filter((c) =>
    (suites.length === 0 || suites.includes(c.suite)) && pattern.test(c.case)
  );
  let sides: Side[];
  if (options.ours === undefined) sides = await readSides(options.files, options.threads);
  else {
    const servers = [options.ours, ...options.peers].map((command) => new Server(command, options));
    const interrupt = () => {
      for (const server of servers) server.stop();
      Deno.exit(130);
    };
    Deno.addSignalListener("SIGINT", interrupt);
    try {
      await visit(cases, servers, options);
    } finally {
      for (const server of servers) server.stop();
      Deno.removeSignalListener("SIGINT", interrupt);
    }
    sides = servers;
  }
  const [ours, ...peers] = sides;
  if (ours === undefined || peers.length === 0) {
    throw new UsageError(`the files must hold rows of two implementations with ${options.threads} thread(s)`);
  }
  const { text, short } = report({ ...workloads, cases }, ours, peers, options);
  console.log(text.trimEnd());
  if (options.markdown) await Deno.writeTextFile(options.markdown, text);
  return short ? 1 : 0;
}

try {
  Deno.exitCode = await main();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`compare: ${error.message}`);
  Deno.exitCode = 2;
}
