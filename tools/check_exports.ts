/**
 * Checks that every file of a package is reached from one of its entry points, and that layer packages' `mod.ts` only exports.
 *
 * @module
 */
import { strayLines, unreachedFiles } from "./structure/exports.ts";
import { PACKAGES, report, ROOT, sourcesOf } from "./structure/report.ts";

function problemsOf(name: string): string[] {
  const folder = `${ROOT}packages/${name}`;
  const { exports } = JSON.parse(Deno.readTextFileSync(`${folder}/deno.json`)) as {
    exports: string | Record<string, string>;
  };
  const entries = (typeof exports === "string" ? [exports] : Object.values(exports)).map((path) =>
    path.replace("./", "")
  );
  const files = new Map(sourcesOf(folder).map((path) => [path.slice(folder.length + 1), Deno.readTextFileSync(path)]));
  const problems = unreachedFiles(files, entries).map((path) =>
    `packages/${name}/${path} is reached from no entry point`
  );
  if (files.size > 4) {
    problems.push(
      ...strayLines(files.get("mod.ts") ?? "").map((line) =>
        `packages/${name}/mod.ts holds more than exports: ${line}`
      ),
    );
  }
  return problems;
}

if (import.meta.main) report("exports", PACKAGES.flatMap(problemsOf));
