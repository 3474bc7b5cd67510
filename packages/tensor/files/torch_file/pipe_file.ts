import process from "node:process";
import { checkOneOf, describe } from "../../check.ts";
import { channelOf } from "./file_control.ts";
import type { FileStore } from "./file_store.ts";
import { MemoryStore } from "./memory_store.ts";
import { TorchFile } from "./torch_file.ts";

/** Runs a command to its end. */
function run(command: string, input?: Uint8Array): { output: Uint8Array; failure: Error | undefined } {
  const stdio = input === undefined ? ["inherit", "pipe", "inherit"] as const : ["pipe", "inherit", "inherit"] as const;
  const options = { stdio: [...stdio], maxBuffer: Infinity, ...input && { input } };
  const { spawnSync } = process.getBuiltinModule("node:child_process");
  let result: ReturnType<typeof spawnSync>;
  try {
    result = spawnSync("sh", ["-c", command], options);
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotCapable)) throw cause;
    throw new Deno.errors.NotCapable(
      "Cannot run PipeFile: commands may not be run, which --allow-run and --allow-env permit",
      { cause },
    );
  }
  const { status, signal, error, stdout } = result, end = status === null ? `signal ${signal}` : `status ${status}`;
  if (error !== undefined) throw error;
  const failure = status === 0 ? undefined : new Error(`Cannot run PipeFile: ${describe(command)} ended with ${end}`);
  return { output: stdout as Uint8Array | null ?? new Uint8Array(), failure };
}

/** Collects what a command is to read, and runs it in the end. */
class InputStore extends MemoryStore {
  override [Symbol.dispose](): void {
    const { failure } = run(this.name, this.contents());
    if (failure !== undefined) throw failure;
  }
}

/**
 * What a command writes, or what it is to read. For reading, the command has ended before the first byte is read; for writing, it runs
 * when the file is closed. It is run by `sh`, and needs `--allow-run` and `--allow-env`. What it says otherwise goes where the
 * program's own output goes.
 *
 * Torch7: `torch.PipeFile` in `lib/TH/THDiskFile.c`.
 *
 * @example Usage
 * ```ts
 * import { PipeFile } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * using file = PipeFile.open("seq 3");
 * assertEquals(file.readInt(3).toArray(), [1, 2, 3]);
 * ```
 */
export class PipeFile extends TorchFile {
  private constructor(store: FileStore, mode: "r" | "w") {
    super(store, mode);
  }

  /**
   * Runs a command, or gets ready to.
   *
   * @param command What `sh` is to run.
   * @param mode `r` reads what it writes; `w` writes what it reads, in the end.
   * @param quiet Whether the file is quiet: a command that fails sets `hasError`.
   * @throws {Error} If the command fails; for writing, `close()` throws it. The message has its status.
   */
  static open(command: string, mode: "r" | "w" = "r", quiet = false): PipeFile {
    checkOneOf("PipeFile.open", "mode", mode, ["r", "w"]);
    if (typeof command !== "string") {
      throw new TypeError(`Cannot run PipeFile.open: command must be a string but is ${describe(command)}`);
    }
    const { output, failure } = mode === "r" ? run(command) : {};
    const store = output === undefined ? InputStore.of(command) : MemoryStore.of(command, output);
    const file = new PipeFile(store, mode);
    if (quiet) file.quiet();
    if (failure !== undefined) channelOf(file).fail(failure);
    return file;
  }
}
