/** A part of the contract: its title, and the functions in their order. */
export interface Section {
  title: string;
  functions: string[];
}

/** Texts of files by their paths. */
export type Files = ReadonlyMap<string, string>;

/** Reads the sections of a header; a title is what stands between dashes, up to a colon or a parenthesis. */
export function sectionsOf(header: string): Section[] {
  const sections: Section[] = [];
  for (const [, title, name] of header.matchAll(/\/\* ---- ([^:(.\n]+)|^TM_API \w+ (tm_\w+)\(/gm)) {
    if (title !== undefined) sections.push({ title: title.replace(/ ----[^]*/, "").trim(), functions: [] });
    else sections.at(-1)?.functions.push(name!);
  }
  return sections.filter(({ functions }) => functions.length > 0);
}

/** Returns where each function is defined. */
export function definitionsOf(sources: Files): Map<string, string> {
  const found = new Map<string, string>();
  for (const [path, text] of sources) {
    for (const [, name] of text.matchAll(/^(?:extern "C" )?(?:TM_API )?int32_t (tm_\w+)\([^;{]*\{/gm)) {
      found.set(name!, path);
    }
  }
  return found;
}

/** Functions that a GPU has no use for, and why. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  tm_isa: "of the processor",
  tm_set_num_threads: "of the processor",
  tm_num_threads: "of the processor",
  tm_prefer_large_pages: "of the processor",
  tm_map_file: "files are the CPU's; copy the tensor",
  tm_unmap_file: "files are the CPU's; copy the tensor",
  tm_random_number: "a number for the host, drawn by the CPU",
};
/** Sections whose functions the CPU computes on copies. */
const COPIED = "linear algebra";

/**
 * Returns the table of the functions that the CUDA library has, as Markdown.
 *
 * @param header The text of `taimatsu.h`.
 * @param sources The sources of the CUDA library.
 */
export function cudaTable(header: string, sources: Files): string {
  const defined = definitionsOf(sources), lines: string[] = [];
  let have = 0, lack = 0;
  for (const { title, functions } of sectionsOf(header)) {
    lines.push("", `## ${title[0]!.toUpperCase()}${title.slice(1)}`, "", "| function | on a GPU |", "| --- | --- |");
    for (const name of functions) {
      const where = defined.get(name);
      const instead = ELSEWHERE[name] ?? (title === COPIED ? "the CPU computes it, on copies" : undefined);
      if (where !== undefined) have++;
      else if (instead === undefined) lack++;
      lines.push(`| \`${name}\` | ${where === undefined ? instead ?? "not built yet" : `\`${where}\``} |`);
    }
  }
  return [`${have} functions are there, ${lack} are not built yet.`, ...lines].join("\n");
}
