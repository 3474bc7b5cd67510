/** The program that opens an address, by system. */
const OPENERS: Record<string, readonly string[]> = { darwin: ["open"], windows: ["explorer"] };

/** Opens an address in the user's browser. */
export async function openBrowser(caller: string, url: string): Promise<void> {
  const [program, ...args] = OPENERS[Deno.build.os] ?? ["xdg-open"];
  const command = new Deno.Command(program!, { args: [...args, url], stdin: "null", stdout: "null", stderr: "null" });
  try {
    // explorer says 1 even when it succeeded
    const { success } = await command.output();
    if (!success && Deno.build.os !== "windows") {
      throw new Error(`Cannot run ${caller}: ${program} could not open a browser`);
    }
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotCapable)) throw cause;
    const message = `Cannot run ${caller}: ${program} may not be run, which --allow-run=${program} permits`;
    throw new Deno.errors.NotCapable(message, { cause });
  }
}
