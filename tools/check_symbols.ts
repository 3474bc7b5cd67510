/**
 * Checks that `taimatsu.h`, the FFI tables of the packages and the built library agree, and that version and ABI stand for the
 * same everywhere.
 *
 * @module
 */
import { ABI, libraryName, VERSION } from "../packages/tensor/library_path.ts";
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

function wrongNumbers(header: string): string[] {
  const problems: string[] = [];
  const abi = Number(/TM_ABI = (\d+)/.exec(header)?.[1]);
  if (abi !== ABI) problems.push(`TM_ABI is ${abi} but library_path.ts says ${ABI}`);
  const { version } = JSON.parse(Deno.readTextFileSync(`${ROOT}packages/tensor/deno.json`));
  if (version !== VERSION) problems.push(`the version of tensor is ${version} but library_path.ts says ${VERSION}`);
  return problems;
}

if (import.meta.main) {
  const header = Deno.readTextFileSync(`${ROOT}native/include/taimatsu.h`);
  const flag = Deno.build.os === "darwin" ? "-gU" : "-D";
  const { stdout } = await new Deno.Command("nm", {
    args: [flag, "--defined-only", `${ROOT}native/build/${libraryName()}`],
  }).output();
  const library = readLibrary(new TextDecoder().decode(stdout));
  report("symbols", [...wrongNumbers(header), ...differences(readHeader(header), await readTables(), library)]);
}
