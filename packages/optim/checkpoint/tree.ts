// Values as text and tensors: what JSON cannot hold is an object with the key "$", which says what it is.
import { describe, Tensor } from "@taimatsu/tensor";

/** What JSON holds. */
type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

const KIND = "$";
const ARRAYS = {
  Uint8Array,
  Int8Array,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
} as const;

type ArrayName = keyof typeof ARRAYS;

function isPlain(value: object): value is Record<string, unknown> {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function numberOf(value: number): Json {
  return Number.isFinite(value) && !Object.is(value, -0) ? value : { [KIND]: "number", value: formatNumber(value) };
}

function formatNumber(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

/** Takes values apart; the tensors in them are collected by the names of their places. */
export class TreeWriter {
  /** The tensors. */
  readonly tensors: Record<string, Tensor> = {};
  readonly #open = new Set<object>();

  /** Collects for a caller. */
  constructor(readonly caller: string) {}

  /**
   * Returns what JSON is to hold of a value.
   *
   * @param name Its place, as in `optimizer.groups.0`.
   * @throws {TypeError} If a file cannot hold something in it, or it contains itself.
   */
  write(value: unknown, name: string): Json {
    switch (typeof value) {
      case "boolean":
      case "string":
        return value;
      case "number":
        return numberOf(value);
      case "bigint":
        return { [KIND]: "bigint", value: String(value) };
      case "undefined":
        return { [KIND]: "undefined" };
      case "object":
        return value === null ? null : this.#object(value, name);
      default:
        throw this.#refusal(value, name);
    }
  }

  #object(value: object, name: string): Json {
    if (value instanceof Tensor) return this.tensor(value, name);
    if (this.#open.has(value)) {
      throw new TypeError(`Cannot run ${this.caller}: ${name} must not contain itself`);
    }
    this.#open.add(value);
    try {
      if (Array.isArray(value)) return value.map((entry, i) => this.write(entry, `${name}.${i}`));
      if (value instanceof Map || value instanceof Set) {
        const entries = [...value] as unknown[];
        return { [KIND]: value instanceof Map ? "map" : "set", value: this.write(entries, name) };
      }
      if (value instanceof Date) return { [KIND]: "date", value: value.toISOString() };
      if (ArrayBuffer.isView(value) && Object.hasOwn(ARRAYS, value.constructor.name)) return arrayOf(value);
      if (!isPlain(value)) throw this.#refusal(value, name);
      const entries = Object.entries(value).map(([key, entry]) => [key, this.write(entry, `${name}.${key}`)] as const);
      return KIND in value ? { [KIND]: "object", value: entries } : Object.fromEntries(entries);
    } finally {
      this.#open.delete(value);
    }
  }

  /** Collects a tensor and returns what JSON holds of it. */
  tensor(x: Tensor, name: string): Json {
    let free = name;
    for (let k = 1; free in this.tensors; k++) free = `${name}#${k}`;
    this.tensors[free] = x;
    return { [KIND]: "tensor", value: free, empty: x.dim() === 0 };
  }

  #refusal(value: unknown, name: string): TypeError {
    return new TypeError(
      `Cannot run ${this.caller}: ${name} must be data, a generator, or have state() and loadState(), or stateDict() and ` +
        `loadStateDict(), but is ${describe(value)}`,
    );
  }
}

function arrayOf(value: ArrayBufferView): Json {
  const numbers = Array.from(
    value as unknown as ArrayLike<number | bigint>,
    (entry) => typeof entry === "bigint" ? String(entry) : numberOf(entry),
  );
  return { [KIND]: "array", type: value.constructor.name, value: numbers };
}

/** Puts values together again. */
export class TreeReader {
  /** Takes tensors by their names. */
  constructor(readonly tensor: (name: string) => Tensor) {}

  /**
   * Returns a value.
   *
   * @throws {SyntaxError} If the JSON is none that {@linkcode TreeWriter} made.
   */
  read(json: unknown): unknown {
    if (typeof json !== "object" || json === null) return json;
    if (Array.isArray(json)) return json.map((entry) => this.read(entry));
    if (!(KIND in json)) return objectOf(Object.entries(json).map(([key, entry]) => [key, this.read(entry)]));
    const { [KIND]: kind, value, type, empty } = json as Record<string, unknown>;
    switch (kind) {
      case "number":
        return Number(value);
      case "bigint":
        return BigInt(value as string);
      case "undefined":
        return undefined;
      case "date":
        return new Date(value as string);
      case "map":
        return new Map(this.read(value) as [unknown, unknown][]);
      case "set":
        return new Set(this.read(value) as unknown[]);
      case "object":
        return objectOf((value as [string, unknown][]).map(([key, entry]) => [key, this.read(entry)]));
      case "tensor": {
        const x = this.tensor(value as string);
        return empty === true ? x.resize() : x;
      }
      case "array":
        return this.#array(type, value);
      default:
        throw new SyntaxError(`${describe(kind)} is no kind of value`);
    }
  }

  #array(type: unknown, value: unknown): unknown {
    if (typeof type !== "string" || !Object.hasOwn(ARRAYS, type) || !Array.isArray(value)) {
      throw new SyntaxError(`${describe(type)} is no kind of array`);
    }
    const Type = ARRAYS[type as ArrayName] as { from(list: unknown[]): unknown }, big = type.startsWith("Big");
    return Type.from(value.map((entry) => big ? BigInt(entry) : this.read(entry)));
  }
}

/** An object of entries, whatever their names. */
function objectOf(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  const object = {};
  for (const [key, value] of entries) {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return object;
}
