// What lies in a file of Torch7, before it becomes values.
import type { Storage } from "../../storage.ts";

/** What the file says of an object and those in it. Strings are their bytes. */
export type Child = Node | Uint8Array | number | boolean | null;

/** The version of a class; `null` in files from before classes had any. */
export type Version = number | null;

/** Sizes of a tensor. */
export interface Geometry {
  /** Its sizes. */
  readonly size: readonly number[];
  /** Elements between neighbours, per dimension. */
  readonly stride: readonly number[];
  /** Elements of the storage before the first one. */
  readonly offset: number;
}

/** What an object of a class is read into, besides its children. */
export type Content =
  | { readonly kind: "table" }
  | { readonly kind: "function"; readonly bytecode: Uint8Array; readonly tag: 6 | 7 | 8 }
  | {
    readonly kind: "storage";
    readonly className: string;
    readonly version: Version;
    readonly storage: Storage;
  }
  | {
    readonly kind: "tensor";
    readonly className: string;
    readonly version: Version;
    readonly code: number;
    readonly geometry: Geometry;
  }
  | { readonly kind: "object" | "hash" | "vec"; readonly className: string; readonly version: Version }
  | { readonly kind: "generator"; readonly className: string; readonly version: Version; readonly state: Uint8Array };

/**
 * An object in a file. The children of a table and of a hash are keys and values in turn; of a tensor its storage; of a function its
 * upvalues; of another object what its class wrote.
 */
export class Node {
  /** What it consists of, in the order of the file. */
  readonly children: Child[] = [];
  /** Where the file goes on behind it. */
  end = 0;

  /** Remembers where in the file it begins, for messages. */
  constructor(readonly content: Content, readonly offset: number) {}
}
