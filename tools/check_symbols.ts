/**
 * Checks that `taimatsu.h` and `taimatsu_image.h`, the FFI tables of the packages and the built libraries agree, and that version and ABI stand for the
 * same everywhere.
 *
 * @module
 */
import { ABI, libraryName, VERSION } from "../packages/tensor/library_path.ts";
import { CODEC_ABI } from "../packages/image/codecs/library.ts";
import { CODEC_SYMBOLS } from "../packages/image/codecs/symbols.ts";
import { PACKAGES, report, ROOT } from "./structure/report.ts";
import { differences, readHeader, readLibrary, type Signature } from "./structure/symbols.ts";

async function readTables(): Promise<Map<string, Record<string, Signature>>> {
  const tables = new Map<string, Record<string, Signature>>();
  for (const name of PACKAGES) {
    const path = `${ROOT}packages/${name}/symbols.ts`;
    try {
      Deno.statSync(path);
    } catch {
      continue; // a package without kernels of its own
    }
    for (const [table, symbols] of Object.entries(await import(path))) {
      tables.set(`${name} (${table})`, symbols as Record<string, Signature>);
    }
  }
  return tables;
}

function wrongNumbers(header: string, codecs: string): string[] {
  const problems: string[] = [];
  const abi = Number(/TM_ABI = (\d+)/.exec(header)?.[1]), codecAbi = Number(/TM_CODEC_ABI = (\d+)/.exec(codecs)?.[1]);
  if (abi !== ABI) problems.push(`TM_ABI is ${abi} but library_path.ts says ${ABI}`);
  if (codecAbi !== CODEC_ABI) problems.push(`TM_CODEC_ABI is ${codecAbi} but library.ts says ${CODEC_ABI}`);
  const { version } = JSON.parse(Deno.readTextFileSync(`${ROOT}packages/tensor/deno.json`));
  if (version !== VERSION) problems.push(`the version of tensor is ${version} but library_path.ts says ${VERSION}`);
  return problems;
}

async function exportsOf(name: string): Promise<Set<string>> {
  const flag = Deno.build.os === "darwin" ? "-gU" : "-D";
  const { stdout } = await new Deno.Command("nm", {
    args: [flag, "--defined-only", `${ROOT}native/build/${libraryName(Deno.build.os, name)}`],
  }).output();
  return readLibrary(new TextDecoder().decode(stdout));
}

if (import.meta.main) {
  const [header, codecs] = ["taimatsu.h", "taimatsu_image.h"].map((file) =>
    Deno.readTextFileSync(`${ROOT}native/include/${file}`)
  ) as [string, string];
  const problems = wrongNumbers(header, codecs);
  problems.push(...differences(readHeader(header), await readTables(), await exportsOf("libtaimatsu")));
  const library = await exportsOf("libtaimatsu_image"), table = new Map([["image (CODEC_SYMBOLS)", CODEC_SYMBOLS]]);
  if (library.size > 0) problems.push(...differences(readHeader(codecs), table, library));
  else console.log("symbols: libtaimatsu_image is not built, and not checked");
  report("symbols", problems);
}
