/**
 * A row of Torch7's functions: what it is called here, a function, class, method or `Class.member`; what takes the place of what is
 * not there, and the names of tests that show it; or neither while it is not built.
 */
export interface ParityRow {
  row: string;
  torch7: string;
  ours?: string[];
  instead?: string;
  shown?: string[];
}

/** A list: its sections, in order. */
export type ParityList = Record<string, ParityRow[]>;

/** Texts of files by their paths. */
export type Files = ReadonlyMap<string, string>;

const exportOf = (name: string): RegExp =>
  new RegExp(
    String.raw`^export (?:(?:abstract |async )?(?:function\*?|const|class) ${name}\b|\{.*\bas ${name} \})`,
    "m",
  );

/** Where a name is declared: the file of the function or class, else the file of the method. */
function declarationOf(name: string, sources: Files): string | undefined {
  const [owner, member] = name.split(".");
  if (member !== undefined) {
    const declared = new RegExp(
      String.raw`^  (?:static |override |async |get |readonly |\*)*${member}(?:[(<:]| =)|\(readonly ${member}:`,
      "m",
    );
    for (const [path, text] of sources) if (exportOf(owner!).test(text) && declared.test(text)) return path;
    return undefined;
  }
  const method = new RegExp(String.raw`^  (?:static |abstract |override |async |get |\*)*${name}[(<]`, "m");
  for (const pattern of [exportOf(name), method]) {
    for (const [path, text] of sources) if (pattern.test(text)) return path;
  }
}

/** A test that calls a name; the one beside the declaration if it does. */
function testOf(name: string, where: string | undefined, tests: Files): string | undefined {
  const [owner, member] = name.split(".");
  const call = member === undefined
    ? new RegExp(String.raw`\b${name}(?:[(.]|\b.*\bof\b|["'\]:,])`)
    : new RegExp(String.raw`\b${owner}\b[^]*\.${member}\b`);
  const beside = where?.replace(".ts", "_test.ts");
  if (beside !== undefined && call.test(tests.get(beside) ?? "")) return beside;
  for (const [path, text] of tests) if (call.test(text)) return path;
}

/** What one name stands for in the table, and what is wrong with it. */
function describe(name: string, sources: Files, tests: Files): { where: string; test: string; problems: string[] } {
  const where = declarationOf(name, sources), test = testOf(name, where, tests), problems: string[] = [];
  if (where === undefined) problems.push(`${name} does not exist`);
  if (test === undefined) problems.push(`${name} is called by no test`);
  return { where: where ?? "", test: test ?? "", problems };
}

/** The file of a test of that name, or of that beginning. */
function fileOfTest(name: string, tests: Files): string | undefined {
  for (const [path, text] of tests) if (text.includes(`Deno.test("${name}`) || text.includes(`\`${name}`)) return path;
}

const unique = (list: readonly string[]): string => [...new Set(list)].filter((text) => text !== "").join(", ");
const cell = (text: string): string => text.replaceAll("|", "\\|");

/** Returns the table of a list as Markdown, and what is wrong with the list. */
export function parityTable(list: ParityList, sources: Files, tests: Files): { text: string; problems: string[] } {
  const problems: string[] = [], lines: string[] = [];
  for (const [section, rows] of Object.entries(list)) {
    lines.push("", `## ${section}`, "", "| row | Torch7 | here | where | test |", "| --- | --- | --- | --- | --- |");
    for (const { row, torch7, ours, instead, shown = [] } of rows) {
      const found = (ours ?? []).map((name) => describe(name, sources, tests));
      problems.push(...found.flatMap(({ problems }) => problems.map((problem) => `${row}: ${problem}`)));
      const files = shown.map((name) => fileOfTest(name, tests) ?? "");
      files.forEach((file, i) => file === "" && problems.push(`${row}: there is no test "${shown[i]}"`));
      const names = (ours ?? []).map((name) => `\`${name}\``).join(", ");
      const here = [names, instead ?? ""].filter((text) => text !== "").join("; ") || "not built yet";
      const cells = [
        row,
        `\`${torch7}\``,
        here,
        unique(found.map((f) => f.where)),
        unique([...found.map((f) => f.test), ...files]),
      ];
      lines.push(`| ${cells.map(cell).join(" | ")} |`);
    }
  }
  return { text: lines.join("\n").trim(), problems };
}
