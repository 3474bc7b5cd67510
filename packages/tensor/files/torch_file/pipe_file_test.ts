import { assertEquals, assertThrows } from "@std/assert";
import { PipeFile, tensor } from "../../mod.ts";

Deno.test("PipeFile reads what a command writes", () => {
  using file = PipeFile.open("printf '1 2\\nrest of it'");
  assertEquals([file.readInt(), file.readInt(), file.readString("*a")], [1, 2, "rest of it"]);
  assertEquals([file.isReadable(), file.isWritable()], [true, false]);
});

Deno.test("PipeFile reads much", () => {
  using file = PipeFile.open("head -c 3000000 /dev/zero", "r").binary();
  assertEquals(file.readByte(3_000_000).get(-1), 0);
});

Deno.test("PipeFile writes what a command reads", () => {
  const path = Deno.makeTempFileSync();
  try {
    const file = PipeFile.open(`cat > '${path}'`, "w");
    file.writeFloat(tensor([0.5, 2]).storage());
    file.writeString("end");
    file.close();
    assertEquals(Deno.readTextFileSync(path), "0.5 2\nend");
  } finally {
    Deno.removeSync(path);
  }
});

Deno.test("PipeFile names the status of a command that fails", () => {
  assertThrows(() => PipeFile.open("exit 3"), Error, 'Cannot run PipeFile: "exit 3" ended with status 3');
  assertThrows(() => PipeFile.open("kill -9 $$"), Error, "ended with signal SIGKILL");
  const file = PipeFile.open("cat > /dev/null; exit 4", "w");
  file.writeInt(1);
  assertThrows(() => file.close(), Error, "ended with status 4");
  const quiet = PipeFile.open("echo 7; exit 5", "r", true);
  assertEquals([quiet.hasError(), quiet.isQuiet(), quiet.readInt()], [true, true, 7]);
  quiet.close();
  assertEquals(PipeFile.open("exit 6", "w", true).close().hasError(), true);
});

Deno.test("PipeFile refuses other arguments", () => {
  assertThrows(() => PipeFile.open("true", "rw" as "r"), TypeError, "mode must be one of r, w");
  assertThrows(() => PipeFile.open(3 as unknown as string), TypeError, "command must be a string");
});
