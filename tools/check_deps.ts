/**
 * Checks that the packages form a star: tensor imports nothing, the others import tensor alone.
 *
 * @module
 */
import { wrongImports } from "./structure/deps.ts";
import { PACKAGES, report, ROOT, sourcesOf } from "./structure/report.ts";

if (import.meta.main) {
  const problems = PACKAGES.flatMap((name) =>
    sourcesOf(`${ROOT}packages/${name}`).flatMap((path) =>
      wrongImports(name, path.slice(ROOT.length), Deno.readTextFileSync(path))
    )
  );
  report("dependencies", problems);
}
