/**
 * Checks that `taimatsu.h`, `taimatsu_image.h` and `taimatsu_cuda.h`, the FFI tables of the packages and the built libraries agree,
 * and that version and ABI stand for the same everywhere. Arguments name the CUDA libraries that were just built.
 *
 * @module
 */
import { ABI, libraryName, VERSION } from "../packages/tensor/library_path.ts";
import { CODEC_ABI } from "../packages/image/codecs/library.ts";
import { CUDA_ABI } from "../packages/cuda/library.ts";
import { CUDA_SYMBOLS } from "../packages/cuda/symbols.ts";
import { CODEC_SYMBOLS } from "../packages/image/codecs/symbols.ts";
import { PACKAGES, report, ROOT } from "./structure/report.ts";
import { differences, readHeader, readLibrary, type Signature } from "./structure/symbols.ts";

async function readTables(): Promise<Map<string, Record<string, Signature>>> {
  const tables = new Map<string, Record<string, Signature>>();
  for (const name of PACKAGES) {
    if (name === "cuda") continue; // its table is that of another header
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

function wrongNumbers(header: string, codecs: string, cuda: string): string[] {
  const problems: string[] = [];
  const abi = Number(/TM_ABI = (\d+)/.exec(header)?.[1]), codecAbi = Number(/TM_CODEC_ABI = (\d+)/.exec(codecs)?.[1]);
  const cudaAbi = Number(/TM_CUDA_ABI = (\d+)/.exec(cuda)?.[1]);
  if (abi !== ABI) problems.push(`TM_ABI is ${abi} but library_path.ts says ${ABI}`);
  if (codecAbi !== CODEC_ABI) problems.push(`TM_CODEC_ABI is ${codecAbi} but library.ts says ${CODEC_ABI}`);
  if (cudaAbi !== CUDA_ABI) problems.push(`TM_CUDA_ABI is ${cudaAbi} but library.ts says ${CUDA_ABI}`);
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

/** What a library that is built on demand has that its header lacks, and the reverse; nothing where it is not built. */
async function checkBuilt(name: string, header: string, table: [string, Record<string, Signature>]): Promise<string[]> {
  const exports = await exportsOf(name);
  if (exports.size > 0) return differences(readHeader(header), new Map([table]), exports);
  console.log(`symbols: ${name} is not built, and not checked`);
  return [];
}

/** The CUDA libraries have functions of both headers; where none is named, the header alone is compared. */
async function checkCuda(header: string, cuda: string, libraries: string[]): Promise<string[]> {
  const shared = readHeader(header), own = readHeader(cuda), table = new Map([["cuda (CUDA_SYMBOLS)", CUDA_SYMBOLS]]);
  if (libraries.length === 0) return differences(own, table, new Set(own.keys()));
  const problems: string[] = [];
  for (const name of libraries) {
    const exports = [...await exportsOf(name)].filter((symbol) => symbol.startsWith("tm_") && !shared.has(symbol));
    problems.push(...differences(own, table, new Set(exports)));
  }
  return problems;
}

if (import.meta.main) {
  const [header, codecs, cuda] = ["taimatsu.h", "taimatsu_image.h", "taimatsu_cuda.h"].map((file) =>
    Deno.readTextFileSync(`${ROOT}native/include/${file}`)
  ) as [string, string, string];
  const problems = wrongNumbers(header, codecs, cuda);
  problems.push(...differences(readHeader(header), await readTables(), await exportsOf("libtaimatsu")));
  problems.push(...await checkBuilt("libtaimatsu_image", codecs, ["image (CODEC_SYMBOLS)", CODEC_SYMBOLS]));
  problems.push(...await checkCuda(header, cuda, Deno.args));
  report("symbols", problems);
}
