/**
 * Checks that what the tables in docs/from_torch7.md and docs/from_pytorch.md call exists.
 *
 * @module
 */
import { PACKAGES, report, ROOT } from "./structure/report.ts";
import { unknownNames } from "./structure/translations.ts";

/** What the packages export, and the members of the classes among that. */
async function knownNames(): Promise<{ exported: Set<string>; members: Set<string> }> {
  const exported = new Set<string>(), members = new Set<string>();
  for (const entry of [...PACKAGES.map((name) => `${name}/mod.ts`), "tensor/testing.ts"]) {
    for (const [name, value] of Object.entries(await import(`${ROOT}packages/${entry}`))) {
      exported.add(name);
      if (typeof value === "object" && value !== null) Object.keys(value).forEach((key) => members.add(key));
      if (typeof value !== "function") continue;
      for (const owner of [value, value.prototype ?? {}]) {
        Object.getOwnPropertyNames(owner).forEach((key) => members.add(key));
      }
    }
  }
  return { exported, members };
}

if (import.meta.main) {
  const known = await knownNames();
  report(
    "translations",
    ["from_torch7.md", "from_pytorch.md"].flatMap((file) =>
      unknownNames(Deno.readTextFileSync(`${ROOT}docs/${file}`), known).map((problem) => `docs/${file}: ${problem}`)
    ),
  );
}
