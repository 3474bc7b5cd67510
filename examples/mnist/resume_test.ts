import { deserialize } from "node:v8";
import { assertEquals, assertNotEquals } from "@std/assert";

const root = decodeURIComponent(new URL("../../", import.meta.url).pathname);

/** Runs `resume_program.ts` in a process of its own, from a state to another. */
async function resume(state: Uint8Array<ArrayBuffer>, ...args: string[]): Promise<Uint8Array<ArrayBuffer>> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--allow-ffi=native/build",
      "--allow-read",
      "--allow-env",
      "examples/mnist/resume_program.ts",
      ...args,
    ],
    cwd: root,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const [, { code, stdout, stderr }] = await Promise.all([
    new Blob([state]).stream().pipeTo(child.stdin),
    child.output(),
  ]);
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  return stdout;
}

for (const [method, model] of [["adam", "convnet"], ["sgd", "mlp"]] as const) {
  Deno.test(`three epochs of ${method} are one and, in another process, two, bit for bit`, async () => {
    const nothing = new Uint8Array(), first = await resume(nothing, method, model, "1");
    const whole = deserialize(await resume(nothing, method, model, "3"));
    const rest = deserialize(await resume(first, method, model, "2"));
    assertEquals(rest, whole);
    assertEquals([whole.data.epoch, whole.optimizer.steps, whole.parameters.numbers.length > 1e4], [3, 60, true]);
    assertNotEquals(deserialize(first).parameters, whole.parameters);
  });
}
