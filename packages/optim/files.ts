// Writing text files, with errors that say which permission is missing.
import { dirname } from "node:path";

function named<T>(caller: string, path: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    if (cause instanceof Deno.errors.NotCapable) {
      throw new Deno.errors.NotCapable(
        `Cannot run ${caller}: ${path} may not be written, which --allow-write=${dirname(path)} permits`,
        { cause },
      );
    }
    if (cause instanceof Error) cause.message = `Cannot run ${caller}: ${path} cannot be written (${cause.message})`;
    throw cause;
  }
}

/** Writes a file anew; folders that are missing are made, where this is permitted. */
export function writeFile(caller: string, path: string, text: string): void {
  named(caller, path, () => {
    try {
      Deno.writeTextFileSync(path, text);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      Deno.mkdirSync(dirname(path), { recursive: true });
      Deno.writeTextFileSync(path, text);
    }
  });
}

/** Adds text at the end of a file. */
export function appendFile(caller: string, path: string, text: string): void {
  named(caller, path, () => Deno.writeTextFileSync(path, text, { append: true }));
}

/** Writes all of a text to standard output or standard error, at once. */
export function writeStream(stream: { writeSync(bytes: Uint8Array): number }, text: string): void {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length;) at += stream.writeSync(bytes.subarray(at));
}

/** Returns the date and time in local time, with each part in two digits, the year in four. */
export function dateParts(date: Date): Record<"Y" | "m" | "d" | "H" | "M" | "S", string> {
  const two = (n: number): string => String(n).padStart(2, "0");
  return {
    Y: String(date.getFullYear()),
    m: two(date.getMonth() + 1),
    d: two(date.getDate()),
    H: two(date.getHours()),
    M: two(date.getMinutes()),
    S: two(date.getSeconds()),
  };
}
