// Programs of their own, for tests of what is decided when a process begins.

function file(path: string): string {
  return JSON.stringify(new URL(path, import.meta.url).href);
}

/**
 * Runs a program with `cuda`, `t` (`@taimatsu/tensor`), `nn` and `assertClose`, on the emulated GPU unless `env` says otherwise,
 * and returns what it writes.
 */
export async function runProgram(source: string, env: Record<string, string>): Promise<string> {
  const imports = `import { cuda } from ${file("mod.ts")};
    import * as t from ${file("../tensor/mod.ts")};
    import * as nn from ${file("../nn/mod.ts")};
    import { assertClose } from ${file("../tensor/testing.ts")};`;
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-check", `${imports}\n${source}`],
    cwd: decodeURIComponent(new URL(".", import.meta.url).pathname),
    env: { NO_COLOR: "1", TAIMATSU_CUDA_EMULATE: "1", ...env },
  }).output();
  return new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
}
