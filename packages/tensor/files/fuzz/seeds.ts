// Files to damage: those that were recorded, and those that are made here.
import { tensor, zeros } from "../../create.ts";
import { DTYPES } from "../../dtype.ts";
import { Storage } from "../../storage.ts";
import type { Tensor } from "../../tensor.ts";
import { encodeNpy } from "../npy/save_npy.ts";
import { serialize } from "../t7/save.ts";
import { TdsHash, TdsVec } from "../t7/tds.ts";
import { TorchFunction } from "../t7/torch_function.ts";
import { UnknownObject } from "../t7/unknown_object.ts";
import { safetensorsOf, zipOf } from "./wrap.ts";

/** Formats that are told apart in what is reported. */
export const FORMATS = ["t7 binary", "t7 ASCII", "npy", "npz", "safetensors"] as const;

/** One of them. */
export type Format = typeof FORMATS[number];

/** A file that is damaged. */
export interface Seed {
  /** What it is called. */
  readonly name: string;
  /** What it is. */
  readonly format: Format;
  /** All of it. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Larger files take too long to read so often. */
const LARGEST = 2 ** 15;

function formatOf(name: string, bytes: Uint8Array): Format | undefined {
  if (name.endsWith(".npy")) return "npy";
  if (name.endsWith(".npz")) return "npz";
  if (name.endsWith(".safetensors")) return "safetensors";
  if (/\.(t7|th|dat|asc|txt|bin)$/.test(name)) return bytes[1] === 10 || bytes[1] === 32 ? "t7 ASCII" : "t7 binary";
  return undefined;
}

function* recorded(folder: URL): Generator<Seed> {
  for (const entry of [...Deno.readDirSync(folder)].sort((a, b) => a.name < b.name ? -1 : 1)) {
    if (entry.isDirectory) yield* recorded(new URL(`${entry.name}/`, folder));
    else {
      const bytes = Deno.readFileSync(new URL(entry.name, folder)), format = formatOf(entry.name, bytes);
      if (format !== undefined && bytes.length <= LARGEST) yield { name: entry.name, format, bytes };
    }
  }
}

function network(): UnknownObject {
  const flat = tensor(Array.from({ length: 12 }, (_, i) => i / 4)), gradients = zeros([12]);
  const linear = (at: number, bias: boolean): UnknownObject =>
    new UnknownObject("nn.Linear", {
      weight: flat.narrow(0, at, 4).view(2, 2),
      gradWeight: gradients.narrow(0, at, 4).view(2, 2),
      ...(bias ? { bias: flat.narrow(0, at + 4, 2), gradBias: gradients.narrow(0, at + 4, 2) } : {}),
      output: zeros([0]),
      train: true,
    });
  return new UnknownObject("nn.Sequential", {
    modules: [
      linear(0, true),
      new UnknownObject("nn.View", { size: Storage.from("int64", [2, 2]), dimension: 1, numElements: 4 }),
      new UnknownObject("nn.Reshape", { size: tensor([2, 2], { dtype: "int64" }), dimension: -1 }),
      new UnknownObject("cudnn.Tanh", { mode: "CUDNN_ACTIVATION_TANH" }, null),
      linear(6, false),
    ],
    _type: "torch.FloatTensor",
    output: flat,
  });
}

/** Values that lie in Torch7's files, by what they show. */
function values(): Record<string, unknown> {
  const x = tensor([[1, 2, 3], [4, 5, 6]]), self: Record<string, unknown> = { x, part: x.select(1, 1) };
  self.self = [self, x, x.t(), x.storage()];
  const ring = new UnknownObject("nn.Ring", {});
  ring.fields = { ring, inner: new UnknownObject("nn.Inner", { outer: ring }) };
  const kinds = DTYPES.filter((dtype) => dtype !== "bfloat16").map((dtype) => tensor([[0, 1], [1, 0]], { dtype }));
  return {
    network: network(),
    recursion: self,
    ring,
    dtypes: kinds,
    storages: kinds.map((kind) => kind.storage()),
    layouts: [x.t(), x.narrow(1, 1, 2), tensor([7]).expand(4, 3), zeros([0]), zeros([2, 2]).select(0, 1)],
    tds: [new TdsHash<unknown, unknown>([["a", 1], [2, x], [x, "key"]]), new TdsVec<unknown>(1, "two", x, null, true)],
    functions: [
      new TorchFunction(Uint8Array.of(27, 76, 74, 2), [{ name: "_ENV", value: null }, { name: "x", value: x }]),
      new TorchFunction(Uint8Array.of(27, 76, 74, 1), [1, "two"], 7),
      new TorchFunction(Uint8Array.of(27, 76, 74, 1), [3], 6),
    ],
    mixed: new Map<unknown, unknown>([[1, "one"], ["two", 2], [3.5, true], [x, false], [-1, [NaN, Infinity, -0]]]),
    texts: ["", "text", "größer", Uint8Array.of(255, 0, 10, 13), "x".repeat(300)],
    deep: Array.from({ length: 40 }).reduce<unknown>((inner) => [inner], "bottom"),
    generator: new UnknownObject("torch.Generator", new Uint8Array(5048), 1),
  };
}

function* torchFiles(): Generator<Seed> {
  for (const [name, value] of Object.entries(values())) {
    const make = (kind: string, format: Format, options: Parameters<typeof serialize>[1]): Seed => ({
      name: `${name} (${kind})`,
      format,
      bytes: serialize(value, options),
    });
    yield make("binary", "t7 binary", {});
    yield make("b32", "t7 binary", { format: "b32" });
    yield make("big", "t7 binary", { endian: "big" });
    yield make("b32 big", "t7 binary", { format: "b32", endian: "big" });
    yield make("ASCII", "t7 ASCII", { format: "ascii" });
    if (name === "network") yield make("not referenced", "t7 binary", { referenced: false });
  }
}

function* others(): Generator<Seed> {
  const tensors: [string, Tensor][] = [
    ["x", tensor([[1, 2, 3], [4, 5, 6]])],
    ["layer.0/weight", zeros([64, 8])],
    ["half", tensor([1, 2], { dtype: "float16" })],
    ["long", tensor([[1], [-2]], { dtype: "int64" }).t()],
  ];
  for (const [name, x] of tensors) yield { name: `${name}.npy (made)`, format: "npy", bytes: encodeNpy(x) };
  const files = tensors.map(([name, x]) => [`${name}.npy`, encodeNpy(x)] as const);
  yield { name: "stored.npz (made)", format: "npz", bytes: zipOf(files, false) };
  yield { name: "deflated.npz (made)", format: "npz", bytes: zipOf(files, true) };
  const header = '{"__metadata__":{"epoch":"3"},"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},' +
    '"b":{"dtype":"BF16","shape":[3],"data_offsets":[16,22]},"é":{"dtype":"U32","shape":[],"data_offsets":[22,26]}}  ';
  yield { name: "made.safetensors", format: "safetensors", bytes: safetensorsOf(header, new Uint8Array(26).fill(1)) };
}

/** Returns all files to damage: those that lie beside the tests when this is called, and those that are made. */
export function seeds(): Seed[] {
  return [...recorded(new URL("../testdata/", import.meta.url)), ...torchFiles(), ...others()];
}
