// What is left of checkpoints when the process is killed, or the disk is full.
import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Tensor } from "@taimatsu/tensor";
import { loadCheckpoint } from "../mod.ts";

const KILLS = 200, KEEP = 3;

function programOf(name: string): string {
  return decodeURIComponent(new URL(name, import.meta.url).pathname);
}

const RUN = ["run", "--no-check", "--allow-ffi", "--allow-read", "--allow-write", "--allow-env"];

/** Runs the program that saves for ever, kills it after a while, and returns the last checkpoint that it called complete. */
async function saveUntilKilled(path: string, first: number, delayMs: number): Promise<number> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [...RUN, programOf("../testing_kill.ts"), path, String(first), String(KEEP)],
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  let text = "", killed = false;
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (killed) continue;
    killed = true;
    setTimeout(() => child.kill("SIGKILL"), delayMs);
  }
  assertEquals((await child.status).signal, "SIGKILL");
  return Number(text.slice(0, text.lastIndexOf("\n")).split("\n").at(-1));
}

Deno.test(`the newest complete checkpoint loads after each of ${KILLS} kills while it is saved`, async () => {
  const folder = await Deno.makeTempDir(), path = `${folder}/a`;
  try {
    let next = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const said = await saveUntilKilled(path, next, Math.random() * 20);
      const { epoch, x } = loadCheckpoint<{ epoch: number; x: Tensor }>(path);
      assert(epoch === said || epoch === said + 1, `${said} was complete, but ${epoch} is there`);
      assertEquals([x.min(), x.max()], [epoch, epoch]);
      // The first kills may come before there were as many.
      for (let k = 1; k < KEEP && k <= epoch; k++) {
        const older = loadCheckpoint<{ epoch: number }>(`${path}.${k}`).epoch;
        assert(older <= epoch && older >= epoch - k, `${path}.${k} is of ${older}, the newest of ${epoch}`);
      }
      next = epoch + 1;
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

// A disk of 1 MiB where one may be mounted, else files of at most 512 KiB.
const ON_A_SMALL_DISK = `
folder=$1; shift
if unshare -rm mount -t tmpfs -o size=1m none "$folder" 2>/dev/null; then
  exec unshare -rm sh -c 'mount -t tmpfs -o size=1m none "$0" && exec "$@"' "$folder" "$@"
fi
trap '' XFSZ
ulimit -f 1024
exec "$@"`;

Deno.test("a disk that is full is an error, and the old checkpoint is left", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const args = [Deno.execPath(), ...RUN, programOf("../testing_full_disk.ts"), folder];
    const { stdout } = await new Deno.Command("sh", { args: ["-c", ON_A_SMALL_DISK, "sh", folder, ...args] }).output();
    const { message, names, epoch } = JSON.parse(new TextDecoder().decode(stdout));
    assertMatch(
      message,
      /^Error: Cannot run saveCheckpoint: \S+\/a cannot be written \((No space left on device|File too large)/,
    );
    assertEquals([names, epoch], [["a"], 1]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
