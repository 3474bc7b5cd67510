import { callerOf, type Family, opNames } from "@taimatsu/tensor/native";

/** Functions whose first argument is the number of an op, which then has the name that users know. */
const FAMILY = /^tm_(unary|binary|ternary|compare|reduce|random|loss|step)(_|$)/;

/** Turns `tm_max_pool2d_grad` into `maxPool2dGrad`. */
function plain(symbol: string): string {
  return symbol.replace(/^tm_/, "").replace(/_n$/, "").replace(
    /_([a-z])/g,
    (_, letter: string) => letter.toUpperCase(),
  );
}

function nameOf(symbol: string, first: unknown): string {
  const family = FAMILY.exec(symbol)?.[1] as Family | undefined;
  const name = family !== undefined && typeof first === "number" ? opNames(family)[first] : undefined;
  return callerOf(name ?? plain(symbol));
}

/** Returns what takes the place of a function that the CUDA library lacks: it says so when it is called. */
export function missing(symbol: string): (...args: unknown[]) => never {
  return (first) => {
    throw new Error(`Cannot run ${nameOf(symbol, first)}: not implemented on cuda`);
  };
}
