/** Rows of `native/ops` whose function has another name. */
const CALLERS: Readonly<Record<string, string>> = {
  addScalar: "add",
  subScalar: "csub",
  reverseSub: "csub",
  mulScalar: "mul",
  divScalar: "div",
  reverseDiv: "div",
  maxScalar: "cmax",
  minScalar: "cmin",
  tpow: "pow",
  norm0: "norm",
  norm1: "norm",
  norm2: "norm",
  normInf: "norm",
  randomRange: "random",
};

/** Returns the name of the function that calls an op: what messages say. */
export function callerOf(name: string): string {
  return CALLERS[name] ?? name;
}
