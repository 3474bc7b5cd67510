// Calls of everything that is exported with whatever comes: a result or a documented error, and nothing worse.
import * as T from "../mod.ts";
import type { Draw } from "./draw.ts";

/** What is not called here, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  constructor: "classes are made by functions",
  load: "reads a file, which has fuzz tests of its own",
  loadNpy: "reads a file, which has fuzz tests of its own",
  loadNpz: "reads a file, which has fuzz tests of its own",
  loadSafetensors: "reads a file, which has fuzz tests of its own",
  openNpz: "reads a file, which has fuzz tests of its own",
  openSafetensors: "reads a file, which has fuzz tests of its own",
  save: "writes a file",
  saveNpy: "writes a file",
  saveNpz: "writes a file",
  saveSafetensors: "writes a file",
  mapFile: "maps a file, which needs a permission",
  setDefaultDtype: "changes what other tests rely on",
  setNumThreads: "changes what other tests rely on",
};

/** A function, by name, and what it is called on. */
export interface Target {
  readonly name: string;
  call(draw: Draw, args: unknown[]): unknown;
}

type Callable = (...args: unknown[]) => unknown;

function targetsOf(): Target[] {
  const targets: Target[] = [];
  for (const [name, value] of Object.entries(T)) {
    if (typeof value !== "function" || /^class\b/.test(String(value)) || name in LEFT_OUT) continue;
    targets.push({ name, call: (_, args) => (value as Callable)(...args) });
  }
  const owners: [string, object, (draw: Draw) => object][] = [
    ["Tensor", T.Tensor.prototype, (draw) => draw.tensor().make()],
    ["Storage", T.Storage.prototype, (draw) => draw.tensor().make().storage()],
    ["Generator", T.Generator.prototype, () => new T.Generator(1)],
    ["Timer", T.Timer.prototype, () => new T.Timer()],
    ["AtomicCounter", T.AtomicCounter.prototype, () => new T.AtomicCounter()],
  ];
  for (const [owner, prototype, make] of owners) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (typeof value !== "function" || name in LEFT_OUT) continue;
      targets.push({ name: `${owner}.${name}`, call: (draw, args) => (value as Callable).apply(make(draw), args) });
    }
  }
  return targets;
}

/** All functions and methods that are called. */
export const TARGETS: readonly Target[] = targetsOf();

/** An argument of any kind that a program may pass by mistake or not. */
function anyArgument(draw: Draw): unknown {
  switch (draw.int(0, 11)) {
    case 0:
    case 1:
    case 2:
    case 3:
      return draw.tensor({ most: 3 }).make();
    case 4:
    case 5:
      return draw.int(-3, 6);
    case 6:
      return draw.number();
    case 7:
      return draw.oneOf(["V", "F", "U", "L", "N", "T", "float32", "int64", "ij,jk->ik", ""]);
    case 8:
      return Array.from({ length: draw.int(0, 3) }, () => draw.int(-1, 3));
    case 9:
      return { keepDim: draw.chance(2), out: draw.tensor({ most: 3 }).make() };
    case 10:
      return draw.index(draw.shape([1, 2], 3), 3).make();
    default:
      return draw.oneOf([undefined, null, true, () => 1, 2n]);
  }
}

/** Calls a target once. */
export function callAnyhow(target: Target, draw: Draw): void {
  const args = Array.from({ length: draw.int(0, 4) }, () => anyArgument(draw));
  if (args.length > 0 && !draw.chance(6)) args[0] = draw.tensor({ most: 3 }).make();
  try {
    target.call(draw, args);
  } catch (error) {
    const documented = [TypeError, RangeError, T.NativeError, T.FileFormatError];
    if (documented.some((type) => error instanceof type)) return;
    throw new Error(`${target.name} threw ${error}`);
  }
}
