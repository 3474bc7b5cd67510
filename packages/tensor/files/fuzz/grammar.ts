// Files of Torch7 whose every token is right, and whose meaning may be wrong: what belongs together is drawn at random.
import { cpu } from "../../device.ts";
import { Storage } from "../../storage.ts";
import { ByteWriter, MemoryTarget } from "../byte_writer.ts";
import { AsciiEncoder } from "../t7/ascii_encoder.ts";
import { BinaryEncoder } from "../t7/binary_encoder.ts";
import type { Encoder } from "../t7/encoder.ts";
import { BOOLEAN, CLOSURE, NIL, NUMBER, OLD_CLOSURE, OLD_FUNCTION, STRING, TABLE, TORCH } from "../t7/tags.ts";
import type { Draw } from "./draw.ts";

const TYPES = ["Byte", "Char", "Short", "Int", "Long", "Float", "Double", "Half", "Cuda", "CudaLong", "CudaDouble"];
/** The dtype's number of `Half`; the types before it have theirs as numbers. */
const FLOAT16 = 8;
const CLASSES = [
  "nn.Linear",
  "nn.View",
  "nn.Reshape",
  "nn.Sequential",
  "tds.Hash",
  "tds.Vec",
  "torch.Generator",
  "Some",
];
const KEYS = [
  "weight",
  "bias",
  "gradWeight",
  "gradBias",
  "modules",
  "size",
  "dimension",
  "__proto__",
  "constructor",
  "1",
];
/** Objects within each other, and objects of a file. */
const DEEPEST = 8, MOST = 60;

class Grammar {
  readonly #text = new TextEncoder();
  #objects = 0;
  #left = MOST;

  constructor(readonly draw: Draw, readonly encoder: Encoder) {}

  #string(text: string | Uint8Array): void {
    const bytes = typeof text === "string" ? this.#text.encode(text) : text;
    this.encoder.int(bytes.length);
    this.encoder.chars(bytes);
  }

  /** Writes the number of an object; returns whether it is one that was there already. */
  #index(): boolean {
    const { draw, encoder } = this, known = this.#objects > 0 && draw.chance(25);
    encoder.int(known ? draw.int(1, this.#objects) : ++this.#objects);
    return known;
  }

  /** Writes an object; `wanted` says which one it may well be. */
  object(depth: number, wanted?: "tensor" | "storage" | "key" | "table"): void {
    const { draw, encoder } = this;
    if (this.#left-- <= 0 || depth > DEEPEST) return encoder.int(NIL);
    if (wanted === "key" && draw.chance(85)) {
      if (draw.chance(40)) return this.#number(draw.int(1, 4));
      encoder.int(STRING);
      return this.#string(draw.of(KEYS));
    }
    const tags = [NIL, NUMBER, STRING, TABLE, TABLE, TORCH, TORCH, TORCH, BOOLEAN, OLD_FUNCTION, OLD_CLOSURE, CLOSURE];
    const tag = wanted === "table" ? TABLE : wanted !== undefined && draw.chance(90) ? TORCH : draw.of(tags);
    if (tag === NUMBER) return this.#number(draw.of([0, 1, -1, 2, 1.5, NaN, -Infinity, 2 ** 53]));
    encoder.int(tag);
    if (tag === BOOLEAN) encoder.int(draw.int(0, 2));
    else if (tag === STRING) this.#string(draw.of(["", "x", "text", Uint8Array.of(255, 0)]));
    else if (tag === TABLE) this.#table(depth);
    else if (tag === TORCH) this.#torch(depth, wanted);
    else if (tag !== NIL && (tag === OLD_FUNCTION || !this.#index())) {
      this.#string(Uint8Array.of(27, 76, 74));
      this.object(depth + 1);
    }
  }

  #number(value: number): void {
    this.encoder.int(NUMBER);
    this.encoder.double(value);
  }

  #table(depth: number): void {
    if (this.#index()) return;
    const entries = this.draw.int(0, 5);
    this.encoder.int(entries);
    for (let i = 0; i < entries; i++) {
      this.object(depth + 1, "key");
      this.object(depth + 1);
    }
  }

  #torch(depth: number, wanted: string | undefined): void {
    const { draw, encoder } = this;
    if (this.#index()) return;
    if (draw.chance(90)) this.#string(`V ${draw.of([0, 1, 2, 99999999999])}`);
    const kind = wanted === "tensor" || wanted === "storage"
      ? wanted
      : draw.of(["tensor", "storage", "other", "other"]);
    if (kind === "tensor") {
      this.#string(`torch.${draw.of(TYPES)}Tensor`);
      this.#geometry();
      return this.object(depth + 1, "storage");
    }
    if (kind === "storage") return this.#storage();
    const name = draw.of(CLASSES);
    this.#string(name);
    if (name === "torch.Generator") return encoder.chars(new Uint8Array(draw.chance(90) ? 5048 : 10));
    if (!name.startsWith("tds.")) return this.object(depth + 1, draw.chance(90) ? "table" : undefined);
    const entries = draw.int(0, 4);
    encoder.long(entries);
    for (let i = 0; i < entries; i++) {
      if (name === "tds.Hash") this.object(depth + 1, "key");
      this.object(depth + 1);
    }
  }

  #storage(): void {
    const { draw, encoder } = this, type = draw.int(0, 7), length = draw.of([0, 1, 4, 6, 12]);
    this.#string(`torch.${draw.chance(15) ? "Cuda" : ""}${TYPES[type]}Storage`);
    encoder.long(length);
    const storage = new Storage(type === 7 ? FLOAT16 : type, length, false, cpu);
    for (let i = 0; i < length; i++) storage.set(i, draw.int(0, 3));
    if (length > 0) encoder.elements(storage);
  }

  #geometry(): void {
    const { draw, encoder } = this, dims = draw.of([0, 1, 1, 2, 2, 3, 16]), size: number[] = [], strides: number[] = [];
    let step = 1;
    for (let d = dims - 1; d >= 0; d--) {
      size.unshift(draw.chance(95) ? draw.int(1, 3) : draw.of([0, 2 ** 20, 2 ** 31 - 1]));
      strides.unshift(draw.chance(85) ? step : draw.of([0, -1, 2, 2 ** 31 - 1]));
      step = Math.min(2 ** 31 - 1, step * size[0]!);
    }
    encoder.int(dims);
    encoder.longs(size);
    encoder.longs(strides);
    encoder.long(draw.chance(85) ? 1 : draw.int(0, 9));
  }
}

/** Makes a file of Torch7. */
export function torchFile(draw: Draw, ascii: boolean): Uint8Array<ArrayBuffer> {
  const target = new MemoryTarget(), writer = new ByteWriter(target);
  writer.little = draw.chance(80);
  const encoder = ascii ? new AsciiEncoder(writer) : new BinaryEncoder(writer, draw.chance(80) ? 8 : 4);
  new Grammar(draw, encoder).object(0, draw.of(["tensor", "table", undefined]));
  writer.flush();
  return target.contents();
}
