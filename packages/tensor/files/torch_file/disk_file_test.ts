import { assert, assertEquals, assertThrows } from "@std/assert";
import { DiskFile, load, save, tensor } from "../../mod.ts";

function withFolder(run: (folder: string) => void): void {
  const folder = Deno.makeTempDirSync();
  try {
    run(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("DiskFile.open() begins with an empty file, keeps what there is, or only reads", () =>
  withFolder((folder) => {
    const path = `${folder}/a.txt`;
    assertThrows(() => DiskFile.open(path), Deno.errors.NotFound, `Cannot run DiskFile.open: ${path} cannot be read`);
    assertEquals(DiskFile.open(path, "r", true), null);
    {
      using file = DiskFile.open(path, "rw");
      assert(file.isReadable() && file.isWritable() && !file.isBinary());
      file.writeString("12 34\n");
      assertEquals([file.seek(0).readInt(), file.readInt()], [12, 34]);
    }
    {
      using file = DiskFile.open(path, "rw", false)!;
      file.seekEnd().writeInt(56);
    }
    assertEquals(Deno.readTextFileSync(path), "12 34\n56\n");
    using quiet = DiskFile.open(new URL(`file://${path}`), "r", true)!;
    assert(quiet.isQuiet() && !quiet.isWritable());
    assertEquals(quiet.readInt(9).toArray(), [12, 34, 56]);
    assert(quiet.hasError());
    DiskFile.open(path, "w").close();
    assertEquals(Deno.statSync(path).size, 0);
  }));

Deno.test("DiskFile refuses modes and folders", () =>
  withFolder((folder) => {
    assertThrows(() => DiskFile.open(folder), TypeError, "must be a file but is a folder or a device");
    assertThrows(() => DiskFile.open(folder, "a" as "w"), TypeError, "mode must be one of r, w, rw");
    assertThrows(() => DiskFile.open(3 as unknown as string), TypeError, "path must be a string");
  }));

Deno.test("DiskFile holds what save() writes and load() reads", () =>
  withFolder((folder) => {
    const path = `${folder}/a.t7`, other = `${folder}/b.t7`, value = { x: tensor([[1, 2], [3, 4]]), name: "n" };
    for (const format of ["ascii", "binary"] as const) {
      save(path, value, { format });
      {
        using file = DiskFile.open(other, "w")[format]();
        file.writeObject(value);
      }
      assertEquals(Deno.readFileSync(other), Deno.readFileSync(path));
      using file = DiskFile.open(path)[format]();
      assertEquals(file.readObject<typeof value>().x.toArray(), [[1, 2], [3, 4]]);
      assertEquals(load<typeof value>(other).name, "n");
    }
  }));

Deno.test("DiskFile reads and writes in turn over more than it reads ahead", () =>
  withFolder((folder) => {
    using file = DiskFile.open(`${folder}/a.bin`, "rw").binary();
    const n = 50_000;
    for (let i = 0; i < n; i++) file.writeInt(i);
    for (let i = 0; i < n; i += 9973) {
      assertEquals(file.seek(4 * i).readInt(), i);
      file.writeInt(-i);
    }
    file.seek(0);
    const all = file.readInt(n).toArray();
    assertEquals(all.filter((x, i) => x !== i).length, 6);
    assertEquals([all[9974], all[2]], [-9973, 2]);
  }));

Deno.test("DiskFile.synchronize() and noBuffer() let others see what was written", () =>
  withFolder((folder) => {
    const path = `${folder}/a.txt`;
    using file = DiskFile.open(path, "rw");
    file.writeInt(1);
    assertEquals(Deno.readTextFileSync(path), "");
    file.synchronize();
    assertEquals(Deno.readTextFileSync(path), "1\n");
    file.noBuffer().writeObject(true);
    assertEquals(Deno.readTextFileSync(path), "1\n5\n1\n");
    assertEquals(file.seek(0).readInt(), 1);
    Deno.writeTextFileSync(path, "1\n7\n1\n");
    assertEquals(file.readInt(), 7);
  }));

Deno.test("DiskFile has holes where nothing was written", () =>
  withFolder((folder) => {
    const path = `${folder}/a.bin`;
    using file = DiskFile.open(path, "rw");
    file.seek(3).writeString("x");
    assertEquals([...file.seek(0).readByte(4).toArray()], [0, 0, 0, 120]);
    assertEquals(file.seek(9).quiet().readByte(1).length, 0);
  }));
