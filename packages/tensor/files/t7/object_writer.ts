// Writes values as the objects of a Torch7 file.
import { describe } from "../../check.ts";
import { cpu } from "../../device.ts";
import { Storage } from "../../storage.ts";
import { Tensor } from "../../tensor.ts";
import { dataClassName } from "./class_names.ts";
import { isKept } from "./empty_storages.ts";
import type { Encoder } from "./encoder.ts";
import { madeOf } from "./origins.ts";
import { payloadsOf } from "./payloads.ts";
import { tableEntries } from "./table.ts";
import { BOOLEAN, NIL, NUMBER, OLD_FUNCTION, STRING, TABLE, TORCH } from "./tags.ts";
import { TdsHash, TdsVec } from "./tds.ts";
import { isTorchObject } from "./torch_class.ts";
import { TorchFunction } from "./torch_function.ts";
import { UnknownObject } from "./unknown_object.ts";

/** Replaces an object before it is written. */
export type WriteHook = (value: unknown) => unknown;

/** Values that are still to be written. */
interface Pending {
  readonly values: readonly unknown[];
  /** Whether they are keys and values in turn (of a list: from 1), or what a class wrote. */
  readonly form: "pairs" | "list" | "fields";
  next: number;
  /** Whose they are. */
  readonly owner?: object;
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Array.isArray(value) || value instanceof Map;
}

/** Writes values one after the other; an object that occurs again is referred to. */
export class ObjectWriter {
  readonly #known = new Map<object, number>();
  readonly #text = new TextEncoder();
  #count = 0;

  /** With `referenced` unset, an object is written as often as it occurs. */
  constructor(public encoder: Encoder, readonly caller: string, public referenced = true) {}

  /**
   * Writes a value and all in it. If that fails, nothing of it is referred to later.
   *
   * @param hook Called for the value and for each in it; what it returns is written instead.
   * @throws {TypeError} If something in it cannot be written; the message says where it is.
   */
  write(value: unknown, hook: WriteHook = (given) => given): void {
    const before = this.#known.size, stack: Pending[] = [{ values: [value], form: "fields", next: 0 }];
    try {
      while (stack.length > 0) {
        const pending = stack[stack.length - 1]!;
        if (pending.next === pending.values.length) stack.pop();
        else this.#value(hook(pending.values[pending.next++]), stack);
      }
    } catch (error) {
      for (const object of [...this.#known.keys()].slice(before)) this.#known.delete(object);
      throw error;
    }
  }

  #value(given: unknown, stack: Pending[]): void {
    const { encoder } = this, value = given instanceof UnknownObject ? madeOf(given) : given;
    if (value === null || value === undefined) encoder.int(NIL);
    else if (typeof value === "number") {
      encoder.int(NUMBER);
      encoder.double(value);
    } else if (typeof value === "boolean") {
      encoder.int(BOOLEAN);
      encoder.int(+value);
    } else if (typeof value === "string" || value instanceof Uint8Array) {
      if (typeof value === "string" && !value.isWellFormed()) throw this.#refusal(value, stack);
      encoder.int(STRING);
      this.#string(value);
    } else if (typeof value !== "object") throw this.#refusal(value, stack);
    else {
      const content = this.#contentOf(value, stack);
      encoder.int(content.tag);
      if (content.tag === OLD_FUNCTION || !this.#refers(value)) {
        content.write();
        if (!this.referenced) this.#enter(value, stack);
        stack.push({ values: content.children, form: content.form ?? "fields", next: 0, owner: value });
      }
    }
  }

  /** Throws if an object is written for ever, as it contains itself and is not referred to. */
  #enter(value: object, stack: readonly Pending[]): void {
    if (!stack.some(({ owner }) => owner === value)) return;
    throw new TypeError(
      `Cannot run ${this.caller}: ${pathTo(stack)} must not contain itself unless objects are referenced`,
    );
  }

  /** Writes the number of an object, and returns whether that is all because it is there already. */
  #refers(value: object): boolean {
    const known = this.referenced ? this.#known.get(value) : undefined;
    this.encoder.int(known ?? ++this.#count);
    if (known === undefined && this.referenced) this.#known.set(value, this.#count);
    return known !== undefined;
  }

  #string(value: string | Uint8Array): void {
    const bytes = typeof value === "string" ? this.#text.encode(value) : value;
    this.encoder.int(bytes.length);
    this.encoder.chars(bytes);
  }

  #class(name: string, version: number | null): void {
    if (version !== null) this.#string(`V ${version}`);
    this.#string(name);
  }

  /** Returns the type of an object, what writes its beginning, and what follows. */
  #contentOf(
    value: object,
    stack: Pending[],
  ): { tag: number; write: () => void; children: readonly unknown[]; form?: Pending["form"] } {
    const { encoder } = this;
    const store = value instanceof Tensor ? value.store : value instanceof Storage ? value : undefined;
    if (store?.isGone()) {
      throw new TypeError(`Cannot run ${this.caller}: ${pathTo(stack)} must have its memory but was disposed`);
    }
    if (value instanceof Tensor) {
      const { store, shape, strides, offset } = value;
      const name = this.#dataClassName(store.code, "Tensor", stack);
      const write = (): void => {
        this.#class(name, 1);
        const none = shape.length === 0 || shape.includes(0);
        encoder.int(none ? 0 : shape.length);
        encoder.longs(none ? [] : shape);
        encoder.longs(none ? [] : strides);
        encoder.long(offset + 1);
      };
      return { tag: TORCH, write, children: [store.length > 0 || isKept(store) ? store : null] };
    }
    if (value instanceof Storage) {
      const name = this.#dataClassName(value.code, "Storage", stack);
      const write = (): void => {
        this.#class(name, 1);
        encoder.long(value.length);
        if (value.length > 0) encoder.elements(onCpu(value));
      };
      return { tag: TORCH, write, children: [] };
    }
    if (value instanceof TorchFunction) {
      return { tag: value.tag, write: () => this.#string(value.bytecode), children: [value.upvalues] };
    }
    if (value instanceof TdsHash || value instanceof TdsVec) {
      const hash = value instanceof TdsHash, children = hash ? [...value].flat() : [...value];
      const write = (): void => {
        this.#class(hash ? "tds.Hash" : "tds.Vec", 0);
        encoder.long(hash ? value.size : value.length);
      };
      return { tag: TORCH, write, children, form: hash ? "pairs" : "fields" };
    }
    const object = value instanceof UnknownObject ? value : isTorchObject(value) ? value.toTorch() : undefined;
    if (object !== undefined) {
      const raw = object.className === "torch.Generator" && object.fields instanceof Uint8Array
        ? object.fields
        : undefined;
      const write = (): void => {
        this.#class(object.className, object.version);
        if (raw !== undefined) encoder.chars(raw);
      };
      return { tag: TORCH, write, children: raw === undefined ? payloadsOf(object.className, object.fields) : [] };
    }
    if (!isPlain(value)) throw this.#refusal(value, stack);
    const entries = tableEntries(value);
    const form = Array.isArray(value) ? "list" : "pairs";
    return { tag: TABLE, write: () => encoder.int(entries.length), children: entries.flat(), form };
  }

  #dataClassName(code: number, kind: "Tensor" | "Storage", stack: readonly Pending[]): string {
    try {
      return dataClassName(code, kind);
    } catch (cause) {
      throw new TypeError(`Cannot run ${this.caller}: ${pathTo(stack)}: ${(cause as Error).message}`, { cause });
    }
  }

  #refusal(value: unknown, stack: readonly Pending[]): TypeError {
    return new TypeError(
      `Cannot run ${this.caller}: ${
        pathTo(stack)
      } must be a number, boolean, string, list, object, map, tensor, storage or an ` +
        `object with toTorch() but is ${describe(value)}`,
    );
  }
}

/** Returns where the value that is being written lies: `value.layers[2]`, positions in lists from 0. */
function pathTo(stack: readonly Pending[]): string {
  let path = "value";
  for (const { values, form, next } of stack) {
    if (form === "fields") continue;
    const key = values[(next - 1) & ~1], shown = form === "list" ? Number(key) - 1 : key;
    path += typeof key === "string" ? `.${key}` : `[${typeof shown === "number" ? shown : describe(shown)}]`;
  }
  return path === "value" ? "the value" : path;
}

/** Returns a storage, or a copy of it, on the CPU. */
export function onCpu(storage: Storage): Storage {
  if (storage.device === cpu) return storage;
  const copy = new Storage(storage.code, storage.length, true, cpu);
  return copy.copy(storage);
}
