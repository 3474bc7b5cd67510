/**
 * Compares the lists of Torch7's functions in docs/parity with the code: every name exists and a test calls it. With `--write` it
 * writes docs/parity.md, without it the file must be what would be written.
 *
 * @module
 */
import { type Files, type ParityList, parityTable } from "./structure/parity.ts";
import { report, ROOT, sourcesOf } from "./structure/report.ts";

const HEAD = `# Torch7's functions and ours

Written by \`tools/check_parity.ts --write\` from the lists in [parity](parity) and the code: what stands under "here" exists, and the test calls it.
`;

function filesOf(folder: string, wanted: (path: string) => boolean): Files {
  const paths = sourcesOf(`${ROOT}${folder}`).filter(wanted).sort();
  return new Map(paths.map((path) => [path.slice(`${ROOT}${folder}/`.length), Deno.readTextFileSync(path)]));
}

function check(name: string): { text: string; problems: string[] } {
  const list: ParityList = JSON.parse(Deno.readTextFileSync(`${ROOT}docs/parity/${name}.json`));
  const folder = `packages/${name}`, isTest = (path: string): boolean => path.endsWith("_test.ts");
  const { text, problems } = parityTable(list, filesOf(folder, (path) => !isTest(path)), filesOf(folder, isTest));
  return { text: `\n# @taimatsu/${name}\n\n${text}\n`, problems };
}

if (import.meta.main) {
  const parts = ["tensor", "nn", "criterion", "optim", "image", "cuda"].map(check), path = `${ROOT}docs/parity.md`;
  const text = HEAD + parts.map((part) => part.text).join("");
  if (Deno.args.includes("--write")) Deno.writeTextFileSync(path, text);
  const problems = parts.flatMap((part) => part.problems);
  const current = Deno.readTextFileSync(path);
  if (current !== text) {
    problems.push("docs/parity.md is not what the lists and the code give: run tools/check_parity.ts --write");
  }
  report("parity", problems);
}
