import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { Linear, LogSoftMax, save, Sequential, SpatialConvolution, Tanh } from "@taimatsu/nn";
import { loadSafetensors, manualSeed } from "@taimatsu/tensor";

const root = decodeURIComponent(new URL("../../", import.meta.url).pathname);

/** Runs the program as a user would, with the permissions of its task. */
async function run(output: string, ...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const permissions = ["--allow-ffi=native/build", "--allow-read", "--allow-env", `--allow-write=${output}`];
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", ...permissions, "examples/load_torch7/main.ts", "--output", output, ...args],
    cwd: root,
  }).output();
  return { code, stdout: new TextDecoder().decode(stdout), stderr: new TextDecoder().decode(stderr) };
}

async function withFolder(fn: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await fn(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("load_torch7 prints and runs networks, plays a game and saves parameters", () =>
  withFolder(async (folder) => {
    manualSeed(3);
    const xor = new Sequential().add(new Linear(2, 20)).add(new Tanh()).add(new Linear(20, 1));
    save(`${folder}/xor_model.net`, xor);
    save(`${folder}/tracker_random.net`, new Sequential().add(new SpatialConvolution(3, 4, 7, 7)).add(new Tanh()));
    const board = new Sequential().add(new Linear(9, 9)).add(new LogSoftMax());
    save(`${folder}/tictactoe_3000_O.t7`, board, { format: "ascii" });
    const { code, stdout, stderr } = await run(folder, "--data", folder);
    assertEquals([code, stderr], [0, ""]);
    assertStringIncludes(stdout, "xor_model.net: 81 parameters\nnn.Sequential {");
    assertMatch(stdout, /-1,1 → -?\d\.\d{3}\n/);
    assertStringIncludes(stdout, "a random image of 3 x 46 x 46 gives 4 x 40 x 40");
    assertMatch(stdout, /\n(a draw|the network \(O\) wins|X wins)\n/);
    assertEquals(Object.keys(loadSafetensors(`${folder}/xor_model.safetensors`)).sort(), [
      "0.bias",
      "0.weight",
      "2.bias",
      "2.weight",
    ]);
  }));

Deno.test("load_torch7 says where a file can be had that is not there", () =>
  withFolder(async (folder) => {
    const { code, stderr } = await run(folder, "--data", folder);
    assertEquals(code, 1);
    assertStringIncludes(
      stderr,
      `Cannot find xor_model.net in ${folder}: it is from github.com/clementfarabet/torch-ios`,
    );
  }));

Deno.test("load_torch7 loads the published networks, where they are", {
  ignore: Deno.env.get("TAIMATSU_DATA") === undefined,
}, () =>
  withFolder(async (folder) => {
    const { code, stdout, stderr } = await run(folder);
    assertEquals([code, stderr], [0, ""]);
    for (const text of ["xor_model.net: 81", "tracker_random.net: 8224", "tictactoe_3000_O.t7: 3509"]) {
      assert(stdout.includes(`${text} parameters`), text);
    }
  }));
