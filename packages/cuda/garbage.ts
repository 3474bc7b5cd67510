/** What is used of `node:v8` and `node:vm`. */
interface Builtins {
  getBuiltinModule(name: "node:v8"): { setFlagsFromString(flags: string): void };
  getBuiltinModule(name: "node:vm"): { runInNewContext(source: string): unknown };
}
type Collector = () => void;

/** Returns the engine's own function, which programs see only if they were started with `--expose-gc`, but new contexts if it is allowed. */
function exposed(): Collector {
  const here = globalThis as unknown as { gc?: Collector; process: Builtins };
  if (here.gc !== undefined) return here.gc;
  const v8 = here.process.getBuiltinModule("node:v8");
  v8.setFlagsFromString("--expose-gc");
  try {
    return here.process.getBuiltinModule("node:vm").runInNewContext("gc") as Collector;
  } finally {
    v8.setFlagsFromString("--no-expose-gc");
  }
}

let collector: Collector | undefined;

/** Finds all unreachable objects, in some 10 ms; the memory of those that are tensors is freed between tasks. */
export function collectGarbage(): void {
  (collector ??= exposed())();
}
