/** Names that may be called, and names that may stand after a dot. */
export interface KnownNames {
  readonly exported: ReadonlySet<string>;
  readonly members: ReadonlySet<string>;
}

/** The code in the last column of a table's rows. */
function codeOnTheRight(markdown: string): string[] {
  const rows = markdown.split("\n").filter((line) => line.startsWith("|") && !/^\|[\s:|-]+\|$/.test(line));
  return rows.flatMap((row) => {
    const right = row.replace(/\|\s*$/, "").split(/(?<!\\)\|/).at(-1)!;
    return [...right.matchAll(/`([^`]+)`/g)].map(([, code]) => code!);
  });
}

/** Returns what the right column of tables calls although it does not exist. */
export function unknownNames(markdown: string, { exported, members }: KnownNames): string[] {
  const problems: string[] = [];
  for (const code of codeOnTheRight(markdown)) {
    if (code.startsWith("@")) continue; // a package
    const plain = code.replace(/"[^"]*"/g, '""');
    for (const [, dot, name] of plain.matchAll(/(\.)?\b([A-Za-z]\w*)(?=\()/g)) {
      if (!(dot === undefined ? exported : members).has(name!)) problems.push(`${name} in \`${code}\` does not exist`);
    }
    for (const [, name] of plain.matchAll(/\.([A-Za-z]\w*)\b(?!\()/g)) {
      if (!members.has(name!)) problems.push(`${name} in \`${code}\` does not exist`);
    }
  }
  return problems;
}
