import { assert, assertEquals, assertNotEquals } from "@std/assert";

const root = decodeURIComponent(new URL("../../", import.meta.url).pathname);

/** Runs `resume_program.ts` in a process of its own, from a checkpoint (none: from the beginning) to another. */
async function resume(folder: string, from: string, to: string, ...args: string[]): Promise<Uint8Array> {
  const permissions = ["--allow-ffi=native/build", "--allow-read", "--allow-env", `--allow-write=${folder}`];
  const path = (name: string): string => name === "" ? "" : `${folder}/${name}`;
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", ...permissions, "examples/mnist/resume_program.ts", path(from), path(to), ...args],
    cwd: root,
  }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  return await Deno.readFile(path(to));
}

for (const [method, model] of [["adam", "convnet"], ["sgd", "mlp"]] as const) {
  Deno.test(`three epochs of ${method} are one and, in another process, two, bit for bit`, async () => {
    const folder = await Deno.makeTempDir();
    try {
      const first = await resume(folder, "", "first", method, model, "1");
      const whole = await resume(folder, "", "whole", method, model, "3");
      assertEquals(await resume(folder, "first", "rest", method, model, "2"), whole);
      assertNotEquals(first, whole);
      assert(whole.length > 1e4);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}
