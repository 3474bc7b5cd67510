// Reads the objects of a file of Torch7 as they lie there: tags, numbers, back references.
import { FRAME_LAYOUT } from "../../frame.ts";
import type { FileFormatError } from "../file_format_error.ts";
import { dataClass } from "./class_names.ts";
import type { Decoder } from "./decoder.ts";
import { type Child, type Content, type Geometry, Node, type Version } from "./node.ts";
import { payloads } from "./payloads.ts";
import { BOOLEAN, CLOSURE, NIL, NUMBER, OLD_CLOSURE, OLD_FUNCTION, STRING, TABLE, TORCH } from "./tags.ts";

/** Objects within objects that are still read: far more than Torch7's own reader can take. */
const DEEPEST = 1_000_000;
/** No class has a name that is longer. */
const LONGEST_NAME = 1024;
/** Bytes that Torch7 writes for a generator: the state of its Mersenne Twister as it lies in memory. */
const GENERATOR_BYTES = 5048;

/** Children that are still to be read. */
interface Pending {
  readonly node: Node;
  left: number;
}

/** Reads objects one after the other; those that occur again are the same node. */
export class ObjectReader {
  readonly #known = new Map<number, Node>();

  /** With `referenced` unset, an object that occurs again is another one, as such files have them. */
  constructor(public decoder: Decoder, public referenced = true) {}

  /** Reads an object and all in it. If that fails, nothing of it is known afterwards. */
  read(): Child {
    const { reader } = this.decoder, before = this.#known.size;
    const root = new Node({ kind: "table" }, reader.position), stack: Pending[] = [{ node: root, left: 1 }];
    try {
      while (stack.length > 0) {
        const pending = stack[stack.length - 1]!;
        if (pending.left === 0) {
          stack.pop();
          pending.node.end = reader.position;
        } else {
          pending.left--;
          pending.node.children.push(this.#child(stack));
        }
      }
    } catch (error) {
      for (const index of [...this.#known.keys()].slice(before)) this.#known.delete(index);
      throw error;
    }
    return root.children[0]!;
  }

  #child(stack: Pending[]): Child {
    const { decoder } = this, at = decoder.reader.position, tag = decoder.int("a type from 0 to 8");
    switch (tag) {
      case NIL:
        return null;
      case NUMBER:
        return decoder.double("a number");
      case BOOLEAN:
        return decoder.int("0 or 1") === 1;
      case STRING:
        return this.#string("a string");
      case OLD_FUNCTION:
        return this.#begin(stack, this.#function(tag, at), 1);
      case TABLE:
      case TORCH:
      case CLOSURE:
      case OLD_CLOSURE:
        return this.#object(tag, at, stack);
      default:
        throw decoder.reader.error(`a type from 0 to 8 was expected but is ${tag}`, at);
    }
  }

  #begin(stack: Pending[], node: Node, children: number): Node {
    if (stack.length > DEEPEST) {
      throw this.#error("objects lie deeper within each other than 1000000 levels", node.offset);
    }
    if (children > 0) stack.push({ node, left: children });
    else node.end = this.decoder.reader.position;
    return node;
  }

  #object(tag: 3 | 4 | 7 | 8, at: number, stack: Pending[]): Node {
    const { decoder } = this, index = decoder.int("the number of an object");
    const known = this.referenced ? this.#known.get(index) : undefined;
    if (known !== undefined) {
      // Where an object itself lies, rather than a reference to it, it was read before: the file goes on behind it.
      if (known.offset === at) decoder.reader.position = known.end;
      return known;
    }
    let node: Node, children: number;
    if (tag === TABLE) {
      node = new Node({ kind: "table" }, at);
      children = 2 * this.#count(decoder.int("the length of a table"), 2, "a table", at);
    } else if (tag === TORCH) {
      const { className, version } = this.#class();
      const content = this.#content(className, version);
      node = new Node(content, at);
      children = content.kind === "storage" || content.kind === "generator" ? 0 : payloads(className);
      if (content.kind === "hash") children = 2 * this.#count(decoder.long("the length of a hash"), 2, "a hash", at);
      if (content.kind === "vec") children = this.#count(decoder.long("the length of a vec"), 1, "a vec", at);
    } else {
      node = this.#function(tag, at);
      children = 1;
    }
    if (this.referenced) this.#known.set(index, node);
    return this.#begin(stack, node, children);
  }

  /** Reads the name of a class; files from before versions have no version. */
  #class(): { className: string; version: Version } {
    const first = this.#name(), match = /^V (\d+)$/.exec(first);
    if (match === null) return { className: first, version: null };
    return { className: this.#name(), version: Number(match[1]) };
  }

  #name(): string {
    const { reader } = this.decoder, at = reader.position, bytes = this.#string("the name of a class", LONGEST_NAME);
    const text = new TextDecoder().decode(bytes);
    if (bytes.length === 0 || bytes.some((byte) => byte < 32)) {
      throw reader.error(`the name of a class was expected but is ${JSON.stringify(text.slice(0, 40))}`, at);
    }
    return text;
  }

  #content(className: string, version: Version): Content {
    const { decoder } = this, data = dataClass(className);
    if (data?.kind === "storage") {
      const at = decoder.reader.position, length = decoder.long("the length of a storage");
      if (length < 0) throw this.#error(`the length of a storage was expected but is ${length}`, at);
      return { kind: "storage", className, version, storage: decoder.elements(data.code, length) };
    }
    if (data?.kind === "tensor") {
      return { kind: "tensor", className, version, code: data.code, geometry: this.#geometry() };
    }
    if (className === "tds.Hash") return { kind: "hash", className, version };
    if (className === "tds.Vec") return { kind: "vec", className, version };
    if (className === "torch.Generator") {
      return {
        kind: "generator",
        className,
        version,
        state: decoder.chars(GENERATOR_BYTES, "the state of a generator"),
      };
    }
    return { kind: "object", className, version };
  }

  #geometry(): Geometry {
    const { decoder } = this, at = decoder.reader.position, dims = decoder.int("the number of dimensions");
    if (dims < 0 || dims > FRAME_LAYOUT.MAX_DIMS) {
      throw this.#error(`the number of dimensions must be from 0 to ${FRAME_LAYOUT.MAX_DIMS} but is ${dims}`, at);
    }
    const size = Array.from({ length: dims }, () => decoder.long("the size of a dimension"));
    const stride = Array.from({ length: dims }, () => decoder.long("the stride of a dimension"));
    if (size.some((n) => n < 0)) throw this.#error(`the sizes of a tensor must not be negative but are ${size}`, at);
    const offset = decoder.long("the offset of a tensor") - 1;
    if (offset < 0) throw this.#error(`the offset of a tensor must be at least 1 but is ${offset + 1}`, at);
    return { size, stride, offset };
  }

  #function(tag: 6 | 7 | 8, at: number): Node {
    return new Node({ kind: "function", bytecode: this.#string("the code of a function"), tag }, at);
  }

  #string(what: string, most = Infinity): Uint8Array {
    const { decoder } = this, at = decoder.reader.position, length = decoder.int(`the length of ${what}`);
    if (length < 0 || length > most) throw this.#error(`the length of ${what} was expected but is ${length}`, at);
    return decoder.chars(length, what);
  }

  /** Checks a number of entries, each of so many objects: an object takes an `int` at least, and nothing follows the last one. */
  #count(count: number, objects: number, what: string, at: number): number {
    const { reader: { remaining }, leastInt } = this.decoder;
    if (count >= 0 && count * objects <= (remaining + 1) / leastInt) return count;
    throw this.#error(`the length of ${what} was expected but is ${count}, more than the file holds`, at);
  }

  #error(problem: string, at: number): FileFormatError {
    return this.decoder.reader.error(problem, at);
  }
}
