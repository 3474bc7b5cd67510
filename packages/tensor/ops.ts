import { callerOf } from "./caller.ts";
import { cpu } from "./device.ts";

/** Families of ops, in the order of their numbers in the native library. */
const FAMILIES: readonly Family[] = ["unary", "binary", "ternary", "compare", "reduce", "random", "loss", "step"];
/** A family of ops. */
export type Family = "unary" | "binary" | "ternary" | "compare" | "reduce" | "random" | "loss" | "step";

/** An op of the native library, looked up by name at first use. */
export interface Op {
  /** The family that lists it. */
  readonly family: Family;
  /** Its name in `native/ops`. */
  readonly name: string;
  /** The function that calls it, for messages. */
  readonly caller: string;
  /** Its number, −1 until it is looked up. */
  number: number;
}

const names = new Map<Family, readonly string[]>();

/** Names an op of the native library. */
export function op(family: Family, name: string): Op {
  return { family, name, caller: callerOf(name), number: -1 };
}

/** Returns the names of a family's ops in the order of their numbers. */
export function opNames(family: Family): readonly string[] {
  let list = names.get(family);
  if (list === undefined) {
    const text = new Uint8Array(8192);
    cpu.check(cpu.symbols.tm_op_names(FAMILIES.indexOf(family), text, text.length));
    list = new TextDecoder().decode(text.subarray(0, text.indexOf(0))).split("\n").filter((name) => name !== "");
    names.set(family, list);
  }
  return list;
}

/** Returns the op's number. */
export function numberOf(op: Op): number {
  return op.number >= 0 ? op.number : resolve(op);
}

function resolve(op: Op): number {
  const number = opNames(op.family).indexOf(op.name);
  if (number < 0) throw new Error(`Cannot run ${op.name}: the native library has no such ${op.family} op`);
  op.number = number;
  return number;
}
