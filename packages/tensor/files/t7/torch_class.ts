import type { UnknownObject } from "./unknown_object.ts";

/** Exports of a package or module, as `import * as nn` gives them. */
export type Namespace = Readonly<Record<string, unknown>>;

/** A class whose objects are made of what a Torch7 file holds. */
export interface TorchClass {
  /**
   * Makes an object, of whichever class; `undefined` leaves what is in the file as it is.
   *
   * @param object Its class's name and fields, in which objects of known classes have been made already.
   */
  fromTorch(object: UnknownObject): object | undefined;
}

/** An object that says what a Torch7 file is to hold of it. */
export interface TorchObject {
  /** Returns the name of its class, and its fields. */
  toTorch(): UnknownObject;
}

function isTorchClass(value: unknown): value is TorchClass {
  const isObject = typeof value === "function" || (typeof value === "object" && value !== null);
  return isObject && "fromTorch" in value && typeof value.fromTorch === "function";
}

/** Returns whether an object says what a file is to hold of it. */
export function isTorchObject(value: object): value is TorchObject {
  return "toTorch" in value && typeof value.toTorch === "function";
}

/**
 * Returns the classes of that name in namespaces: `nn.Linear` is the export `Linear`. A namespace may list other names of its exports in
 * `torchNames`.
 */
export function classesOf(namespaces: readonly Namespace[], name: string): TorchClass[] {
  const last = name.slice(name.lastIndexOf(".") + 1);
  return namespaces.flatMap((namespace) => {
    const others = namespace.torchNames as Readonly<Record<string, string>> | undefined;
    const key = others !== undefined && Object.hasOwn(others, name) ? others[name]! : last;
    const type = Object.hasOwn(namespace, key) ? namespace[key] : undefined;
    return isTorchClass(type) ? [type] : [];
  });
}
