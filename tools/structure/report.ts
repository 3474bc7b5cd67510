/** Prints what a check found and ends the program accordingly. */
export function report(check: string, problems: readonly string[]): void {
  for (const problem of problems) console.error(`${check}: ${problem}`);
  if (problems.length > 0) Deno.exit(1);
  console.log(`${check}: ok`);
}

/** The packages, `tensor` first. */
export const PACKAGES = ["tensor", "nn", "criterion", "optim", "image", "cuda"] as const;

/** The root of the repository. */
export const ROOT: string = decodeURIComponent(new URL("../../", import.meta.url).pathname);

/** Returns the paths of a folder's TypeScript files, below it too, tests and copied sources apart. */
export function sourcesOf(folder: string): string[] {
  const files: string[] = [];
  for (const entry of Deno.readDirSync(folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory && entry.name !== "native" && entry.name !== "testdata") files.push(...sourcesOf(path));
    else if (entry.name.endsWith(".ts")) files.push(path);
  }
  return files.sort();
}
