/**
 * Checks that every package's changelog says what is new.
 *
 * @module
 */
import { missingEntries } from "./structure/changelogs.ts";
import { PACKAGES, report, ROOT } from "./structure/report.ts";

if (import.meta.main) {
  const problems = PACKAGES.flatMap((name) => {
    const folder = `${ROOT}packages/${name}`;
    const { version } = JSON.parse(Deno.readTextFileSync(`${folder}/deno.json`));
    return missingEntries(name, version, Deno.readTextFileSync(`${folder}/CHANGELOG.md`));
  });
  report("changelogs", problems);
}
