/**
 * Writes the table of ratios of recorded rows: `deno run -A bench/report.ts [--write README.md] ROWS.jsonl …`.
 * With `--write` it takes the place of what stands between the markers in that file.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { readRows } from "./compare/side.ts";
import { replaceBetweenMarkers, summary } from "./compare/summary.ts";
import { readJson, type Workloads } from "./harness/case.ts";

const { values, positionals } = parseArgs({
  args: Deno.args,
  allowPositionals: true,
  options: { write: { type: "string" } },
});
if (positionals.length === 0) {
  console.error("report: give files of rows: deno run -A bench/report.ts [--write README.md] ROWS.jsonl …");
  Deno.exit(2);
}
const { cases } = await readJson<Workloads>("workloads.json"), runs = await Promise.all(positionals.map(readRows));
const text = summary(cases, runs);
if (values.write === undefined) console.log(text);
else await Deno.writeTextFile(values.write, replaceBetweenMarkers(await Deno.readTextFile(values.write), text));
