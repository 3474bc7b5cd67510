/**
 * Lists which functions of `taimatsu.h` the CUDA library has. With `--write` it writes docs/cuda.md, without it the file must be
 * what would be written.
 *
 * @module
 */
import { cudaTable } from "./structure/cuda.ts";
import { report, ROOT } from "./structure/report.ts";

const HEAD = `# What the CUDA library has

Written by \`tools/check_cuda.ts --write\` from the contract, [taimatsu.h](../native/include/taimatsu.h), and the sources of
the CUDA library. A function that is not built yet says so when it is called: \`Cannot run topk: not implemented on cuda\`.

No GPU has run this yet: the tests run on the emulated one, and no speed is claimed.
`;

function sources(): Map<string, string> {
  const files = new Map<string, string>();
  for (const folder of ["core", "entries", "cuda"]) {
    let entries: Deno.DirEntry[];
    try {
      entries = [...Deno.readDirSync(`${ROOT}native/${folder}`)];
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) continue;
      throw error;
    }
    for (const { name } of entries.sort((a, b) => a.name < b.name ? -1 : 1)) {
      if (/\.(c|cu)$/.test(name)) {
        files.set(`${folder}/${name}`, Deno.readTextFileSync(`${ROOT}native/${folder}/${name}`));
      }
    }
  }
  return files;
}

if (import.meta.main) {
  const path = `${ROOT}docs/cuda.md`, header = Deno.readTextFileSync(`${ROOT}native/include/taimatsu.h`);
  const text = `${HEAD}\n${cudaTable(header, sources())}\n`;
  if (Deno.args.includes("--write")) Deno.writeTextFileSync(path, text);
  const same = Deno.readTextFileSync(path) === text;
  report("cuda", same ? [] : ["docs/cuda.md is not what the sources give: run tools/check_cuda.ts --write"]);
}
