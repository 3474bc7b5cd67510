import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { describeReport, inspect, type InspectOptions } from "./inspect.ts";
import {
  encodeNpy,
  FileFormatError,
  saveNpz,
  saveSafetensors,
  serialize,
  Storage,
  TdsHash,
  TdsVec,
  tensor,
  TorchFunction,
  UnknownObject,
  zeros,
} from "./mod.ts";

const program = new URL("./inspect.ts", import.meta.url).pathname;
const testdata = new URL("./files/testdata/", import.meta.url);

/** Returns the lines about a file without the first one, which has its name. */
function lines(file: Uint8Array | string | URL, options?: InspectOptions): string[] {
  return [...describeReport("file", inspect(file, options))].slice(1);
}

function withFolder(act: (folder: string) => void): void {
  const folder = Deno.makeTempDirSync();
  try {
    act(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

function network(): UnknownObject {
  const flat = tensor([1, 2, 3, 4, 0.5, 0.25]), gradients = zeros([6]);
  const linear = new UnknownObject("nn.Linear", {
    weight: flat.narrow(0, 0, 4).view(2, 2),
    bias: flat.narrow(0, 4, 2),
    gradWeight: gradients.narrow(0, 0, 4).view(2, 2),
    gradBias: gradients.narrow(0, 4, 2),
    output: zeros([2]),
  });
  const alpha = new UnknownObject("nn.Mine", { alpha: tensor([7]), gradAlpha: zeros([1]), mean: tensor([9]) }, null);
  return new UnknownObject("nn.Sequential", { modules: [linear, alpha, linear], train: false });
}

Deno.test("inspect() shows modules, their parameters, and what shares memory", () => {
  const bytes = serialize(network());
  assertEquals([...describeReport("net.t7", inspect(bytes))], [
    `net.t7: Torch7, binary, little endian, long of 8 bytes, 1,221 bytes`,
    "nn.Sequential V 1, 7 parameters with sum 17.75",
    "  modules: list of 3",
    "    1: nn.Linear V 1, 6 parameters with sum 10.75 #1",
    "      weight: torch.FloatTensor 2 x 2, sum 10, min 1, max 4, storage #2 of 6 from 0",
    "      bias: torch.FloatTensor 2, sum 0.75, min 0.25, max 0.5, storage #2 of 6 from 4",
    "      gradWeight: torch.FloatTensor 2 x 2, sum 0, min 0, max 0, storage #3 of 6 from 0",
    "      gradBias: torch.FloatTensor 2, sum 0, min 0, max 0, storage #3 of 6 from 4",
    "      output: torch.FloatTensor 2, sum 0, min 0, max 0",
    "    2: nn.Mine, 1 parameter with sum 7",
    "      alpha: torch.FloatTensor 1, sum 7, min 7, max 7",
    "      gradAlpha: torch.FloatTensor 1, sum 0, min 0, max 0",
    "      mean: torch.FloatTensor 1, sum 9, min 9, max 9",
    "    3: -> 1",
    "  train: false",
    "total: 8 tensors over 6 storages of 17 elements, 68 bytes, 7 parameters with sum 17.75",
  ]);
  for (const options of [{ format: "ascii" }, { format: "b32", endian: "big" }] as const) {
    assertEquals(lines(serialize(network(), options)), lines(bytes));
  }
});

Deno.test("inspect() shows everything that Torch7 files hold", () => {
  const x = tensor([[1, 2, 3], [4, 5, 6]]), self: Record<string, unknown> = { x, t: x.t(), storage: x.storage() };
  self.self = self;
  const value = [
    self,
    new Map<unknown, unknown>([[x, true], [1.5, null], ["a key", "é\x1b"], [-1, "x".repeat(100)]]),
    [1, "two", true, 4, 5, 6, 7, 8, 9],
    new TdsHash([["a", 1]]),
    new TdsVec<unknown>(1, null),
    new TorchFunction(Uint8Array.of(27, 76, 74), [x]),
    Uint8Array.of(255, 254),
    new UnknownObject("torch.Generator", new Uint8Array(5048)),
    new UnknownObject("Odd", 3),
    Storage.from("int64", [2n ** 62n, 2n ** 62n]),
    tensor([7], { dtype: "float64" }).expand(2, 3),
    zeros([0]),
    {},
  ];
  assertEquals(lines(serialize(value)), [
    "list of 13",
    "  1: table of 4 #1",
    "    x: torch.FloatTensor 2 x 3, sum 21, min 1, max 6, storage #3 of 6 from 0 #2",
    "    t: torch.FloatTensor 3 x 2, strides 1 x 3, sum 21, min 1, max 6, storage #3 of 6 from 0",
    "    storage: torch.FloatStorage of 6, sum 21, min 1, max 6 #3",
    "    self: -> 1",
    "  2: table of 3",
    "    [-> 2]: true",
    '    "a key": "é\\u001b"',
    `    -1: "${"x".repeat(59)}…" (100 bytes)`,
    '  3: list of 9: 1, "two", true, 4, 5, 6, 7, 8, …',
    "  4: tds.Hash of 1",
    "    a: 1",
    "  5: tds.Vec of 2",
    "    1: 1",
    "    2: nil",
    "  6: function, 3 bytes",
    "    upvalues: list of 1",
    "      1: -> 2",
    "  7: a string of 2 bytes that are no text",
    "  8: torch.Generator, 5,048 bytes",
    "  9: Odd V 1",
    "    contents: 3",
    "  10: torch.LongStorage of 2, sum 9223372036854775808, min 4611686018427387904, max 4611686018427387904",
    "  11: torch.DoubleTensor 2 x 3, strides 0 x 0, sum 42, min 7, max 7, storage of 1 from 0",
    "  12: torch.FloatTensor empty, sum 0",
    "  13: table of 0",
    "total: 4 tensors over 3 storages of 9 elements, 48 bytes",
  ]);
});

Deno.test("inspect() shows as many levels as are asked for, and adds up nothing if that is asked for", () => {
  const bytes = serialize(network());
  assertEquals(lines(bytes, { depth: 2, sums: false }), [
    "nn.Sequential V 1, 7 parameters",
    "  modules: list of 3",
    "    1: nn.Linear V 1, 6 parameters #1",
    "    2: nn.Mine, 1 parameter",
    "    3: -> 1",
    "  train: false",
    "total: 8 tensors over 6 storages of 17 elements, 68 bytes, 7 parameters",
  ]);
  assertEquals(lines(bytes, { depth: 0 }).length, 2);
  let deep: unknown = "bottom";
  for (let i = 0; i < 100_000; i++) deep = [deep];
  assertEquals(lines(serialize(deep)).length, 42);
  assertThrows(() => inspect(bytes, { depth: -1 }), RangeError, "depth must be");
});

Deno.test("inspect() tells of what follows the first object", () => {
  const twice = new Uint8Array([...serialize(true), ...serialize("more")]);
  assertEquals(lines(twice), ["true", "12 bytes follow", "total: 0 tensors over 0 storages of 0 elements, 0 bytes"]);
  assertEquals(lines(new URL("numpy/several.npy", testdata)).at(-2), "130 bytes follow");
});

Deno.test("inspect() shows .npy and .npz files", () => {
  assertEquals(lines(encodeNpy(tensor([[1, 2], [3, NaN]]).t())), [
    "  float32 2 x 2, 16 bytes, Fortran order, sum NaN, min 1, max 3, 1 NaN",
    "total: 1 tensor of 4 elements, 16 bytes",
  ]);
  assertEquals(
    lines(new URL("numpy/u8_big.npy", testdata), { sums: false })[0],
    "  uint64 2 x 3, 48 bytes, big endian",
  );
  withFolder((folder) => {
    saveNpz(`${folder}/a.npz`, { x: tensor([1, 2]), "a b": zeros([1000]) }, { compressed: true });
    const [x, zero, total] = lines(`${folder}/a.npz`) as [string, string, string];
    assert(/^ {2}x: float32 2, 8 bytes in \d+, sum 3, min 1, max 2$/.test(x), x);
    assert(/^ {2}"a b": float32 1000, 4,000 bytes in \d+, sum 0, min 0, max 0$/.test(zero), zero);
    assertEquals(total, "total: 2 tensors of 1,002 elements, 4,008 bytes");
  });
});

Deno.test("inspect() shows safetensors files", () => {
  withFolder((folder) => {
    const metadata = { epoch: "3" };
    saveSafetensors(`${folder}/a`, { x: tensor([0.5, 1], { dtype: "bfloat16" }) }, { metadata });
    assertEquals(lines(`${folder}/a`), [
      '  metadata epoch: "3"',
      "  x: BF16 2, 4 bytes, sum 1.5, min 0.5, max 1",
      "total: 1 tensor of 2 elements, 4 bytes",
    ]);
  });
  assertEquals(lines(new URL("safetensors/float8.safetensors", testdata))[0], "  f8: F8_E4M3 4, 4 bytes");
  const { tensors } = inspect(new URL("safetensors/refused.safetensors", testdata));
  assertStringIncludes(tensors![0]!.problem!, "a number of at most 2^63 - 1");
});

Deno.test("inspect() has one tensor of a file in memory", () => {
  withFolder((folder) => {
    const names = Array.from({ length: 12 }, (_, i) => `x${i}`), x = zeros([2 ** 20]);
    saveSafetensors(`${folder}/a`, Object.fromEntries(names.map((name) => [name, x])));
    const before = Deno.memoryUsage().external;
    assertEquals(inspect(`${folder}/a`).total, { tensors: 12, elements: 12 * 2 ** 20, bytes: 48 * 2 ** 20 });
    const grown = Deno.memoryUsage().external - before;
    assert(grown < 12 * 2 ** 20, `${grown} bytes`);
  });
});

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--allow-read", program, ...args],
    env: { NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder();
  return { code, out: text.decode(stdout), err: text.decode(stderr).replace(/^Check .*\n/gm, "") };
}

Deno.test("the program needs permission to read alone", async () => {
  const file = new URL("numpy/compressed.npz", testdata).pathname;
  const { code, out, err } = await run(file);
  assertEquals([code, err], [0, ""]);
  assertStringIncludes(out, "  x: float32 2 x 3, 24 bytes in 85, sum 15, min 0, max 5\n");
  const json = await run("--json", "--no-sums", file);
  assertEquals(JSON.parse(json.out), JSON.parse(JSON.stringify(inspect(file, { sums: false }))));
});

Deno.test("the program says in one line what is wrong", async () => {
  for (
    const [args, problem] of [
      [["/no/such/file"], "Cannot run inspect: /no/such/file cannot be read"],
      [[program], "Cannot read"],
      [["--depth", "x", "a"], "--depth is not understood: inspect FILE"],
      [[], "inspect FILE [--depth N]"],
    ] as const
  ) {
    const { code, out, err } = await run(...args);
    assertEquals([code, out, err.split("\n").length], [1, "", 2], err);
    assertStringIncludes(err, problem);
  }
  const { code, out } = await run(new URL("safetensors/refused.safetensors", testdata).pathname);
  assertEquals(code, 1);
  assertStringIncludes(out, "total: 3 tensors");
});

Deno.test("inspect() refuses what is of no format", () => {
  assertThrows(() => inspect(new Uint8Array(0)), FileFormatError, "the file is empty");
  assertThrows(
    () => inspect(new TextEncoder().encode("PK, no zip file")),
    FileFormatError,
    "the record that ends a zip file",
  );
});
