/**
 * Returns what is missing in a package's changelog: a section `Unreleased`, or one of the version, with at least one entry.
 *
 * @param name The package.
 * @param version Its version.
 * @param changelog Its text.
 */
export function missingEntries(name: string, version: string, changelog: string): string[] {
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find((text) => text.startsWith("Unreleased") || text.startsWith(version));
  if (section === undefined) return [`${name} has neither a section "Unreleased" nor one of version ${version}`];
  return /^- \S/m.test(section) ? [] : [`the newest section of ${name} has no entry`];
}
