import { assertEquals } from "@std/assert";
import { missingEntries } from "./changelogs.ts";

Deno.test("missingEntries() wants an entry in the newest section", () => {
  assertEquals(missingEntries("nn", "0.1.0", "# Changelog\n\n## Unreleased\n\n- Linear.\n"), []);
  assertEquals(missingEntries("nn", "0.1.0", "# Changelog\n\n## 0.1.0\n\n- Linear.\n"), []);
  assertEquals(missingEntries("nn", "0.1.0", "# Changelog\n\n## Unreleased\n").length, 1);
  assertEquals(missingEntries("nn", "0.2.0", "# Changelog\n\n## 0.1.0\n\n- Linear.\n").length, 1);
});
