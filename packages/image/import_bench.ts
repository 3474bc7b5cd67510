let times = 0;

// Each query is a module of its own. Importing opens no library: the cost is that of reading a file.
Deno.bench("importing the package", async () => {
  await import(`./mod.ts?${times++}`);
});
