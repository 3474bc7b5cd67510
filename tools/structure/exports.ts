import { importsOf } from "./deps.ts";

/**
 * Returns the files that nobody can reach: neither exported by an entry point nor imported by a file that is reached.
 *
 * @param files Text by path, relative to the package.
 * @param entries The entry points' paths.
 */
export function unreachedFiles(files: ReadonlyMap<string, string>, entries: readonly string[]): string[] {
  const reached = new Set<string>(), waiting = [...entries];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    const text = files.get(path) ?? "";
    const workers = [...text.matchAll(/new URL\("(\.\/[^"]+\.ts)", import\.meta\.url\)/g)].map(([, worker]) => worker!);
    for (const specifier of [...importsOf(text), ...workers]) {
      if (specifier.startsWith(".")) waiting.push(new URL(specifier, `file:///${path}`).pathname.slice(1));
    }
  }
  return [...files.keys()].filter((path) =>
    !/(_test|_bench)\.ts$|^testing\w*\.ts$|^(property|files\/fuzz)\//.test(path) && !reached.has(path)
  );
}

/** Returns the lines of a `mod.ts` that are neither comments nor exports of other files. */
export function strayLines(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, "").split("\n").map((line) => line.trim());
  return code.filter((line) =>
    line !== "" && !/^export (\*( as \w+)?|(type )?\{[^}]*\}) from "\.\/[a-z0-9_/]+\.ts";$/.test(line)
  );
}
