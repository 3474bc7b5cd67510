import { cpus } from "node:os";
import type { Figure } from "@taimatsu/optim";
import { getNumThreads } from "@taimatsu/tensor";

/** What a race gives. */
export interface Report {
  /** Its name, which the markers in the README and the picture's file have. */
  name: string;
  /** Tables, in Markdown. */
  text: string;
  /** The picture, if there is one. */
  figure: Figure | undefined;
  /** What the picture shows. */
  caption: string;
}

/** Says where and when numbers were measured. */
export function conditions(): string {
  const threads = getNumThreads(), date = new Date().toISOString().slice(0, 10);
  return `Measured on ${date}: ${cpus()[0]?.model ?? Deno.build.arch}, ${threads} thread${threads === 1 ? "" : "s"}.`;
}

/**
 * Returns a document with `text` in place of what stands between the markers of a name.
 *
 * @throws {Error} If it has no such markers.
 */
export function replaceSection(document: string, name: string, text: string): string {
  const begin = `<!-- ${name} -->`, end = `<!-- end of ${name} -->`;
  const from = document.indexOf(begin), to = document.indexOf(end);
  if (from < 0 || to < from) throw new Error(`Cannot write the tables: the README must hold ${begin} and ${end}`);
  return `${document.slice(0, from + begin.length)}\n\n${text}\n\n${document.slice(to)}`;
}

/** Prints a report and saves its picture; with `write`, the README of the folder shows both. */
export async function publish(report: Report, { folder, write }: { folder: string; write: boolean }): Promise<void> {
  const { name, figure, caption } = report, text = `${conditions()}\n\n${report.text}`;
  console.log(`${text}\n`);
  const picture = `${write ? "pictures" : "runs"}/${name}.svg`;
  await figure?.save(`${folder}/${picture}`);
  if (figure !== undefined) console.log(`${caption}: ${folder}/${picture}`);
  if (!write) return;
  const readme = `${folder}/README.md`, shown = figure === undefined ? text : `${text}\n\n![${caption}](${picture})`;
  await Deno.writeTextFile(readme, replaceSection(await Deno.readTextFile(readme), name, shown));
  console.log(`tables in ${readme}`);
}
