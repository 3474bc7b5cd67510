/** Returns the modules that a source names, whether it takes values or types from them. */
export function importsOf(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
  const specifiers = [
    ...code.matchAll(
      /(?:^|[;}])\s*(?:import|export)\b[^"';]*?\bfrom\s*["']([^"'\n]+)["']|\bimport\s*\(?\s*["']([^"'\n]+)["']/gm,
    ),
  ];
  return specifiers.map(([, from, bare]) => (from ?? bare)!);
}

/** What others wrote and a package may load when it is first used, by `import("…")` alone. */
const ON_DEMAND: Record<string, readonly string[]> = { optim: ["cli-progress", "vega", "vega-lite"] };

/**
 * Returns what is wrong with the imports of a file: packages form a star around tensor.
 *
 * @param name The package that the file belongs to.
 * @param path The file, for messages.
 * @param source Its text.
 */
export function wrongImports(name: string, path: string, source: string): string[] {
  // What helps tests is written on what tests are written on.
  const test = /(_test|_bench|\/testing\w*|\/tester)\.ts$|\/property\//.test(path);
  const problems: string[] = [];
  for (const specifier of importsOf(source)) {
    if (specifier.startsWith("./") || specifier.startsWith("../")) {
      const target = new URL(specifier, `file:///${path}`).pathname.slice(1);
      if (!target.startsWith(`packages/${name}/`)) {
        problems.push(`${path} imports ${specifier} from outside its package`);
      }
      continue;
    }
    const [, other] = /^@taimatsu\/([a-z]+)/.exec(specifier) ?? [];
    if (other === name) continue; // by its published name, as its examples do
    if (other === "tensor" && name !== "tensor") continue;
    // Optimizers are tried on nets.
    if (test && name === "optim" && (other === "nn" || other === "criterion")) continue;
    if (test && name === "cuda" && (other === "nn" || other === "criterion" || other === "optim")) continue;
    if (specifier.startsWith("node:")) continue; // part of Deno
    if (test && (specifier === "@std/assert" || specifier === "fast-check")) continue;
    const loaded = source.split(`"${specifier}"`).length === source.split(`import("${specifier}")`).length;
    if (ON_DEMAND[name]?.includes(specifier) && loaded) continue;
    problems.push(
      `${path} imports ${specifier}; ${name} may import ${name === "tensor" ? "nothing" : "@taimatsu/tensor only"}`,
    );
  }
  return problems;
}
