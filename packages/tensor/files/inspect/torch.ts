// What is in a Torch7 file.
import { overStorage } from "../../make.ts";
import type { ByteSource } from "../byte_source.ts";
import { BinaryDecoder } from "../t7/binary_decoder.ts";
import { decodeFile } from "../t7/decode_file.ts";
import type { Decoder } from "../t7/decoder.ts";
import { type Child, Node, type Version } from "../t7/node.ts";
import { ValueReader } from "../t7/value_reader.ts";
import { type FileReport, type ReportEntry, type ReportItem, reportNumber } from "./report.ts";
import { Survey } from "./survey.ts";
import { sumsOf } from "./sums.ts";

/** Bytes of a string that are told. */
const LONGEST = 60;

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Returns a string as text; `undefined` if it is none. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function stringItem(bytes: Uint8Array): ReportItem {
  const text = textOf(bytes), { length } = bytes;
  if (text === undefined) return { kind: "bytes", length };
  return { kind: "string", value: text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text, length };
}

function encodingOf(decoder: Decoder): string {
  if (!(decoder instanceof BinaryDecoder)) return "ASCII";
  return `binary, ${decoder.reader.little ? "little" : "big"} endian, long of ${decoder.longSize} bytes`;
}

/** Describes objects one after the other; those that were described already are referred to. */
class TorchReporter {
  readonly #ids = new Map<Node, number>();
  readonly #described = new Set<Node>();

  constructor(readonly survey: Survey) {}

  item(child: Child, depth: number): ReportItem {
    if (child === null) return { kind: "nil" };
    if (child instanceof Uint8Array) return stringItem(child);
    if (typeof child === "number") return { kind: "number", value: reportNumber(child) };
    if (typeof child === "boolean") return { kind: "boolean", value: child };
    if (this.#described.has(child)) return { kind: "reference", id: this.#id(child)! };
    this.#described.add(child);
    const id = this.#id(child), item = this.#node(child, depth);
    return id === undefined ? item : { ...item, id };
  }

  /** Returns what others refer to a node by; nothing if it occurs once. */
  #id(node: Node): number | undefined {
    if ((this.survey.occurrences.get(node) ?? 0) < 2) return undefined;
    const id = this.#ids.get(node) ?? this.#ids.size + 1;
    this.#ids.set(node, id);
    return id;
  }

  #node(node: Node, depth: number): ReportItem {
    const { content, children } = node;
    switch (content.kind) {
      case "tensor":
        return this.#tensor(node, content);
      case "storage": {
        const { className, storage } = content;
        const sums = this.survey.adds ? sumsOf(overStorage(storage)) : {};
        return { kind: "storage", className, length: storage.length, ...sums };
      }
      case "generator":
        return { kind: "generator", className: content.className, length: content.state.length };
      case "function": {
        const upvalues = (): ReportEntry[] => [{ key: "upvalues", value: this.item(children[0]!, depth - 1) }];
        const some = children[0] !== null && depth > 0;
        return { kind: "function", length: content.bytecode.length, ...(some ? { entries: upvalues() } : {}) };
      }
      case "vec": {
        const entries = (): ReportEntry[] =>
          children.map((child, i) => ({ key: i + 1, value: this.item(child, depth - 1) }));
        return { kind: "vec", length: children.length, ...(depth > 0 ? { entries: entries() } : {}) };
      }
      case "hash":
      case "table": {
        const pairs = this.#pairs(children, depth), { length } = children, list = isList(children);
        return { kind: content.kind === "hash" ? "hash" : list ? "list" : "table", length: length / 2, ...pairs };
      }
      case "object":
        return this.#object(node, content, depth);
    }
  }

  #pairs(children: readonly Child[], depth: number): { entries?: ReportEntry[] } {
    if (depth <= 0) return {};
    const entries: ReportEntry[] = [];
    for (let i = 0; i < children.length; i += 2) {
      const key = this.#key(children[i]!, depth);
      entries.push({ key, value: this.item(children[i + 1]!, depth - 1) });
    }
    return { entries };
  }

  #key(child: Child, depth: number): ReportEntry["key"] {
    if (typeof child === "number" && Number.isFinite(child)) return child;
    return child instanceof Uint8Array ? textOf(child) ?? stringItem(child) : this.item(child, depth - 1);
  }

  #object(node: Node, { className, version }: { className: string; version: Version }, depth: number): ReportItem {
    const [payload] = node.children as [Child], item: ReportItem = { kind: "object", className };
    if (version !== null) item.version = version;
    const parameters = this.survey.parameters.get(node);
    if (parameters !== undefined) item.parameters = parameters;
    if (depth <= 0) return item;
    const plain = payload instanceof Node && payload.content.kind === "table" && !this.#described.has(payload) &&
      this.#id(payload) === undefined;
    if (plain) return { ...item, ...this.#pairs(payload.children, depth) };
    return { ...item, entries: [{ key: "contents", value: this.item(payload, depth - 1) }] };
  }

  #tensor(node: Node, { className }: { className: string }): ReportItem {
    const { survey } = this, x = survey.tensor(node), { shape, strides, offset, store, dense } = x;
    const item: ReportItem = { kind: "tensor", className, size: shape };
    if (!dense) item.stride = strides;
    const [storage] = node.children;
    if (storage instanceof Node) {
      const id = this.#id(storage);
      if (id !== undefined) item.storage = id;
      if (id !== undefined || store.length !== x.count) {
        item.offset = offset;
        item.storageLength = store.length;
      }
    }
    return { ...item, ...survey.sums(node) };
  }
}

/** Returns whether keys are 1, 2, … in this order, and there are some. */
function isList(children: readonly Child[]): boolean {
  for (let i = 0; i < children.length; i += 2) if (children[i] !== i / 2 + 1) return false;
  return children.length > 0;
}

/** Says what is in a Torch7 file. */
export function inspectTorch(source: ByteSource, sums: boolean, depth: number): FileReport {
  const { object, decoder } = decodeFile("inspect", source, {}), values = new ValueReader(decoder.reader, [], "bytes");
  values.value(object);
  const survey = new Survey(object, (node) => values.made(node), sums);
  const report: FileReport = {
    format: "t7",
    encoding: encodingOf(decoder),
    bytes: source.size,
    object: new TorchReporter(survey).item(object, depth),
    total: survey.total,
  };
  const rest = decoder.reader.remaining;
  if (rest > 0) report.rest = rest;
  const all = object instanceof Node ? survey.parameters.get(object) : undefined;
  if (all !== undefined) report.parameters = all;
  return report;
}
