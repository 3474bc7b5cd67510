// Files that real Torch7 wrote, with the modules of this package: testdata/serialization, or the folder serialization in
// $TAIMATSU_GOLDEN; and the files that were published, in $TAIMATSU_DATA/t7.
import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  defaultDevice,
  deserialize,
  FileFormatError,
  load,
  serialize,
  type Tensor,
  UnknownObject,
} from "@taimatsu/tensor";
import { assertClose, assertSerialized, fromRecord, type RecordedTensor } from "@taimatsu/tensor/testing";
import * as nn from "./mod.ts";

interface NetRecord {
  input: RecordedTensor;
  output: RecordedTensor;
  text: string;
}

interface Record {
  file: string;
  ascii: string;
  value?: unknown;
}

const classes = [nn], golden = Deno.env.get("TAIMATSU_GOLDEN"), data = Deno.env.get("TAIMATSU_DATA");
const folder = golden
  ? `${golden}/serialization`
  : decodeURIComponent(new URL("./testdata/serialization", import.meta.url).pathname);
const records: Record[] = JSON.parse(Deno.readTextFileSync(`${folder}/index.json`));

function isNet(value: unknown): value is NetRecord {
  return typeof value === "object" && value !== null && "input" in value && "output" in value;
}

/** Nets that are graphs cannot be made yet: they stay objects to look at. */
const GRAPHS = ["nn.gModule"];

function inputOf(file: string, { input }: NetRecord): Tensor {
  const x = fromRecord(input);
  return file.startsWith("lookup") ? x.add(-1) : x; // the recorded indices count from 1
}

for (const { file, ascii, value } of records) {
  for (const [name, format] of [[file, "binary"], [ascii, "ascii"]] as const) {
    const bytes = Deno.readFileSync(`${folder}/${name}`);

    Deno.test(`${name} loads to what is recorded`, () => {
      const plain = load(`${folder}/${name}`), made = load(`${folder}/${name}`, { classes });
      assertSerialized(plain, value);
      assertSerialized(made, value);
      if (!isNet(value)) return;
      if (GRAPHS.includes(value.text)) return assert(made instanceof UnknownObject && made.className === value.text);
      const net = nn.load(`${folder}/${name}`).to(defaultDevice());
      assertEquals(String(net), value.text);
      // The sums of a matrix product are taken in another order than by Torch7.
      const tolerance = value.output.dtype === "float32" ? { relative: 1e-6 } : { relative: 1e-14 };
      assertClose(net.forward(inputOf(file, value)), fromRecord(value.output), tolerance);
    });

    Deno.test(`${name} is saved as it was loaded, with classes and without`, () => {
      assertEquals(serialize(deserialize(bytes), { format }), bytes);
      assertEquals(serialize(deserialize(bytes, { classes }), { format }), bytes);
    });
  }
}

/** Number of parameters, their sum, and that of the squares, which are taken in place as in the program that recorded them. */
function sumsOf(net: nn.AnyModule): number[] {
  const copies = net.clone().double().parameters()[0];
  let count = 0, sum = 0, squares = 0;
  for (const x of copies) {
    count += x.nElement();
    sum += x.sum();
    squares += x.pow(2).sum();
  }
  return [count, sum, squares];
}

/** What real Torch7 found in files that were published. */
const PUBLISHED: Readonly<globalThis.Record<string, number[]>> = {
  "tracker_random.net": [8224, 43.15080606, 30.58121254],
  "xor_model.net": [81, -2.58458968, 26.03818624],
  "tictactoe_3000_O.t7": [3509, 63.90763237, 2593.876091],
};

const ignore = data === undefined;

for (const [name, wanted] of Object.entries(PUBLISHED)) {
  Deno.test({
    name: `${name} has the parameters that Torch7 found`,
    ignore,
    fn() {
      const path = `${data}/t7/${name}`, bytes = Deno.readFileSync(path);
      const found = sumsOf(nn.load(path));
      found.forEach((value, i) => assertClose(value, wanted[i]!, { relative: 1e-9 }));
      assertEquals(serialize(load(path)), bytes);
    },
  });
}

Deno.test({
  name: "a checkpoint of char-rnn loads, with its graph and a class of its own to look at",
  ignore,
  fn() {
    const path = `${data}/t7/char_rnn_epoch21.28_val1.3881.t7`;
    // deno-lint-ignore no-explicit-any -- a tree of a file that is known
    const checkpoint = load<any>(path, { classes });
    assertEquals(checkpoint.protos.rnn.className, "nn.gModule");
    assertEquals(checkpoint.protos.criterion.className, "nn.ClassNLLCriterion");
    const modules = checkpoint.protos.rnn.get("modules") as unknown[];
    assert(modules.some((module) => module instanceof nn.Linear));
    assert(modules.some((module) => module instanceof UnknownObject && module.className === "OneHot"));
    assertEquals(serialize(load(path)), Deno.readFileSync(path));
  },
});

Deno.test({
  name: "a net with a function loads where Torch7 stops, as the function is not executed",
  ignore,
  fn() {
    // Its bytecode is of a LuaJIT with addresses of 32 bits. One with 64 does not load it, and then takes the next mention of the
    // function for another one: "unknown object". In the file nothing is wrong.
    const path = `${data}/t7/corrupt_sequencer.t7`,
      bytes = Deno.readFileSync(path),
      net = load<UnknownObject>(path, { classes });
    assertEquals(net.className, "nn.Sequencer");
    assertEquals(serialize(load(path)), bytes);
    // Its layers are of a package that is not here.
    const error = assertThrows(
      () => nn.load(path),
      FileFormatError,
      "a module was expected but is nn.Sequencer; nothing can be made of nn.Sequencer at byte 0, nn.Recursor at byte 285",
    );
    assertEquals(error.offset, 0);
    // What is damaged is found.
    for (const [at, byte] of [[9477 + 23, 99], [60, 200], [bytes.length - 30, 44]] as const) {
      const damaged = bytes.slice();
      damaged[at] = byte;
      assertThrows(() => deserialize(damaged), FileFormatError, "expected");
    }
  },
});

Deno.test({
  name: "a sample of MNIST has the sum that Torch7 found",
  ignore,
  fn() {
    const x = load<Tensor>(`${data}/t7/mnistsample.t7`);
    assertEquals([x.dtype, x.size()], ["float32", [16, 28, 28, 1]]);
    assertClose(x.double().sum(), 1656.55303651, { relative: 1e-10 });
  },
});

Deno.test("a file that was cut or changed says where and what was expected", () => {
  const bytes = Deno.readFileSync(`${folder}/mlp.t7`), changed = bytes.slice();
  changed[40] = 77;
  for (const damaged of [bytes.subarray(0, bytes.length - 9), changed]) {
    const error = assertThrows(() => deserialize(damaged, { classes }), FileFormatError);
    assert(error.offset > 0 && error.offset <= damaged.length && error.message.includes("expected"), error.message);
  }
});
