/**
 * Copies the C sources into `packages/tensor/native`, with a list of the files, so that the published package carries them.
 *
 * @module
 */

const SOURCE = new URL("../native/", import.meta.url), TARGET = new URL("../packages/tensor/native/", import.meta.url);

async function* filesIn(folder: URL, path = ""): AsyncGenerator<string> {
  for await (const entry of Deno.readDir(folder)) {
    if (entry.isDirectory && entry.name !== "build") {
      yield* filesIn(new URL(`${entry.name}/`, folder), `${path}${entry.name}/`);
    } else if (entry.name === "Makefile" || /\.(c|h|inc|def)$/.test(entry.name)) yield path + entry.name;
  }
}

if (import.meta.main) {
  const files = (await Array.fromAsync(filesIn(SOURCE))).sort();
  await Deno.remove(TARGET, { recursive: true }).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
  for (const file of files) {
    const to = new URL(file, TARGET);
    await Deno.mkdir(new URL(".", to), { recursive: true });
    await Deno.copyFile(new URL(file, SOURCE), to);
  }
  await Deno.writeTextFile(new URL("manifest.json", TARGET), JSON.stringify(files, null, 2) + "\n");
}
