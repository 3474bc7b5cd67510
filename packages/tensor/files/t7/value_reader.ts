// Makes values of what lies in a file of Torch7.
import { cpu, defaultDevice, setDefaultDevice } from "../../device.ts";
import { fresh, overStorage } from "../../make.ts";
import type { Tensor } from "../../tensor.ts";
import type { ByteReader } from "../byte_reader.ts";
import { keepEmpty } from "./empty_storages.ts";
import { type Child, type Content, Node, type Version } from "./node.ts";
import { keepPlace, remember } from "./origins.ts";
import { type Shell, tableShell } from "./table.ts";
import { TdsHash, TdsVec } from "./tds.ts";
import { classesOf, type Namespace } from "./torch_class.ts";
import { TorchFunction } from "./torch_function.ts";
import { UnknownObject } from "./unknown_object.ts";

type ContentOf<K extends Content["kind"]> = Extract<Content, { kind: K }>;

/** How strings become values. */
export type StringForm = "text" | "bytes";

/** Makes an object that lies behind the byte `at`. */
function unknownObject(at: number, className: string, fields: unknown, version: Version): UnknownObject {
  const object = new UnknownObject(className, fields, version);
  keepPlace(object, at);
  return object;
}

/** Makes values; a node becomes the same value wherever it occurs. */
export class ValueReader {
  readonly #values = new Map<Node, unknown>();
  /** Tables that objects of classes consist of. */
  readonly #fields = new Set<Node>();
  readonly #text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

  /** Takes objects of classes from namespaces. */
  constructor(
    readonly reader: ByteReader,
    public classes: readonly Namespace[],
    public strings: StringForm,
  ) {}

  /** Returns the value of an object that was read. If that fails, no part of it has one afterwards. */
  value(root: Child): unknown {
    if (!(root instanceof Node)) return this.#leaf(root);
    const begun = new Map<Node, (() => void) | undefined>();
    try {
      this.#make(root, begun);
    } catch (error) {
      for (const node of begun.keys()) this.#values.delete(node);
      throw error;
    }
    return this.#values.get(root);
  }

  #make(root: Node, begun: Map<Node, (() => void) | undefined>): void {
    const stack = [root];
    while (stack.length > 0) {
      const node = stack[stack.length - 1]!;
      if (begun.has(node)) {
        stack.pop();
        begun.get(node)?.();
        begun.set(node, undefined);
      } else if (this.#values.has(node)) stack.pop();
      else {
        begun.set(node, this.#begin(node));
        for (let i = node.children.length - 1; i >= 0; i--) {
          const child = node.children[i];
          if (child instanceof Node && !this.#values.has(child)) stack.push(child);
        }
      }
    }
  }

  /** Returns the value that was made of a node. */
  made(node: Node): unknown {
    return this.#values.get(node);
  }

  #leaf(leaf: Exclude<Child, Node>, key = false): unknown {
    if (!(leaf instanceof Uint8Array)) return leaf;
    if (this.strings === "bytes" && !key) return leaf;
    try {
      return this.#text.decode(leaf);
    } catch {
      return leaf; // no text: nothing of it is lost
    }
  }

  #child(child: Child | undefined): unknown {
    return child instanceof Node ? this.#values.get(child) : this.#leaf(child ?? null);
  }

  #key(child: Child | undefined): unknown {
    return child instanceof Node ? this.#values.get(child) : this.#leaf(child ?? null, true);
  }

  /** Makes a value, and returns what remains to be done when its children have values. */
  #begin(node: Node): (() => void) | undefined {
    const { content, children } = node, set = (value: unknown) => void this.#values.set(node, value);
    switch (content.kind) {
      case "table":
        return this.#table(node);
      case "storage":
        if (content.storage.length === 0) keepEmpty(content.storage);
        set(content.storage);
        return undefined;
      case "tensor":
        return () => set(this.#tensor(node, content));
      case "function": {
        const value = new TorchFunction(content.bytecode, null, content.tag);
        set(value);
        return () => value.upvalues = this.#child(children[0]);
      }
      case "generator":
        set(unknownObject(node.offset, content.className, content.state, content.version));
        return undefined;
      case "hash": {
        const value = new TdsHash();
        set(value);
        return () => {
          for (let i = 0; i < children.length; i += 2) value.set(this.#key(children[i]), this.#child(children[i + 1]));
        };
      }
      case "vec": {
        const value = new TdsVec();
        set(value);
        return () => children.forEach((child) => value.push(this.#child(child)));
      }
      case "object":
        return this.#object(node, content);
    }
  }

  #table(node: Node): () => void {
    const { children } = node, keys: Child[] = [];
    for (let i = 0; i < children.length; i += 2) keys.push(children[i]!);
    if (keys.includes(null)) throw this.reader.error("a table must not have nil as a key", node.offset);
    let shell: Shell;
    if (keys.some((key) => key instanceof Node)) {
      // Keys that are objects have no value yet.
      const value = new Map<unknown, unknown>();
      shell = { value, put: (i, entry) => value.set(this.#key(keys[i]), entry) };
    } else shell = tableShell(keys.map((key) => this.#key(key)), this.#fields.has(node));
    this.#values.set(node, shell.value);
    return () => keys.forEach((_, i) => shell.put(i, this.#child(children[2 * i + 1])));
  }

  #tensor(node: Node, { className, code, geometry: { size, stride, offset } }: ContentOf<"tensor">): Tensor {
    const child = node.children[0]!, inner = child instanceof Node ? child.content : undefined;
    if (child === null) {
      if (size.length === 0 || size.includes(0)) return fresh(code, [], cpu);
      throw this.reader.error(`a ${className} with elements must have a storage but has none`, node.offset);
    }
    if (inner?.kind !== "storage" || inner.storage.code !== code) {
      const found = inner === undefined ? "no object" : "className" in inner ? inner.className : `a ${inner.kind}`;
      throw this.reader.error(`a ${className} must have a storage of its type but has ${found}`, node.offset);
    }
    const { storage } = inner;
    try {
      return overStorage(storage, Math.min(offset, storage.length), size, stride);
    } catch (cause) {
      const problem = cause instanceof Error ? cause.message.replace(/^Cannot run fromStorage: /, "") : String(cause);
      throw this.reader.error(problem, node.offset, cause);
    }
  }

  #object(node: Node, { className, version }: { className: string; version: Version }): () => void {
    const shell = unknownObject(node.offset, className, undefined, version), payload = node.children.at(-1) ?? null;
    this.#values.set(node, shell);
    if (payload instanceof Node && payload.content.kind === "table") this.#fields.add(payload);
    return () => {
      shell.fields = this.#child(payload);
      let value: object | undefined;
      const device = defaultDevice();
      setDefaultDevice(cpu); // where the tensors are
      try {
        for (const type of classesOf(this.classes, className)) if ((value = type.fromTorch(shell)) !== undefined) break;
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw this.reader.error(`there is a ${className} that cannot be made: ${reason}`, node.offset, cause);
      } finally {
        setDefaultDevice(device);
      }
      if (value === undefined) return;
      remember(value, shell);
      this.#values.set(node, value);
    };
  }
}
