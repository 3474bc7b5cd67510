/** A function as an FFI table declares it. */
export interface Signature {
  parameters: readonly string[];
  result: string;
}

const TYPES: Record<string, string> = {
  "int32_t": "i32",
  "double": "f64",
  "tm_data *": "buffer",
  "const tm_data *": "buffer",
  "tm_bytes *": "buffer",
  "const tm_bytes *": "buffer",
  "tm_frame *": "buffer",
};

/**
 * Reads the prototypes of a header.
 *
 * @throws {Error} If a prototype uses a type outside the closed set.
 */
export function readHeader(header: string): Map<string, Signature> {
  const code = header.replace(/\/\*[\s\S]*?\*\//g, "");
  const functions = new Map<string, Signature>();
  for (const [, result, name, list] of code.matchAll(/TM_API\s+(\w+)\s+(tm_\w+)\(([^)]*)\);/g)) {
    const parameters = list!.trim() === "void" ? [] : list!.split(",").map((parameter) => {
      const type = parameter.trim().replace(/\s+/g, " ").replace(/\w+$/, "").trim();
      const ffi = TYPES[type];
      if (ffi === undefined) {
        throw new Error(`${name} has a parameter of type "${type}", which is not of the closed set`);
      }
      return ffi;
    });
    functions.set(name!, { parameters, result: TYPES[result!] ?? result! });
  }
  return functions;
}

/** Reads the names that `nm --defined-only -D` lists. */
export function readLibrary(listing: string): Set<string> {
  return new Set([...listing.matchAll(/ T (\w+)$/gm)].map(([, name]) => name!.replace(/^_/, "")));
}

/** Functions that only the loader calls, before it opens a table. */
const LOADER = new Set(["tm_abi", "tm_codec_abi", "tm_cuda_abi"]);

/** What the engine calls when it loads the library as an addon. */
const ENTRY = "napi_register_module_v1";

/**
 * Returns how header, tables and library differ.
 *
 * @param header Prototypes by name.
 * @param tables FFI tables by package.
 * @param library Names that the built library exports.
 */
export function differences(
  header: ReadonlyMap<string, Signature>,
  tables: ReadonlyMap<string, Record<string, Signature>>,
  library: ReadonlySet<string>,
): string[] {
  const problems: string[] = [], owner = new Map<string, string>();
  for (const [name, table] of tables) {
    for (const [symbol, found] of Object.entries(table)) {
      const wanted = header.get(symbol), other = owner.get(symbol);
      owner.set(symbol, name);
      if (other !== undefined) problems.push(`${symbol} stands in the tables of ${other} and ${name}`);
      if (wanted === undefined) problems.push(`${symbol} of ${name} is not in the header`);
      else if (
        JSON.stringify([found.parameters, found.result]) !== JSON.stringify([wanted.parameters, wanted.result])
      ) {
        problems.push(
          `${symbol} of ${name} is (${found.parameters}): ${found.result}, in the header (${wanted.parameters}): ${wanted.result}`,
        );
      }
    }
  }
  for (const symbol of header.keys()) {
    if (!owner.has(symbol) && !LOADER.has(symbol)) problems.push(`${symbol} of the header stands in no table`);
    if (!library.has(symbol)) problems.push(`${symbol} of the header is not in the library`);
  }
  for (const symbol of library) {
    if (symbol !== ENTRY && !header.has(symbol)) {
      problems.push(`the library exports ${symbol}, which is not in the header`);
    }
  }
  return problems;
}
