import { describe, formatSize, Tensor, zeros } from "@taimatsu/tensor";
import type { HookHandle } from "./hooks.ts";
import type { AnyModule } from "./module.ts";
import type { Activity } from "./options.ts";

/** Sizes, nested like an input; or an input. */
export type SummaryInput = Activity | readonly number[] | readonly SummaryInput[];

/** What a {@linkcode Summary} says of one module. */
export interface SummaryRow {
  /** How many modules contain this one. */
  readonly depth: number;
  /** The module. */
  readonly module: AnyModule;
  /** Sizes of what it returned. */
  readonly outputSize: string;
  /** Number of parameters, of the modules inside too. */
  readonly parameters: number;
  /** Number of multiply-adds, of the modules inside too. */
  readonly multiplyAdds: number;
}

/** Sizes, parameters and multiply-adds of a module and of those inside, in the order in which they are called. */
export class Summary {
  /** What was found of each call. */
  readonly rows: readonly SummaryRow[];
  /** Number of parameters; those that modules share count once. */
  readonly parameters: number;
  /** Number of multiply-adds of a forward pass. */
  readonly multiplyAdds: number;

  /** Keeps the rows. */
  constructor(rows: readonly SummaryRow[], parameters: number) {
    this.rows = rows;
    this.parameters = parameters;
    this.multiplyAdds = rows[0]?.multiplyAdds ?? 0;
  }

  /** Returns a table. */
  toString(): string {
    const head = ["module", "output size", "parameters", "multiply-adds"];
    const lines = [
      head,
      ...this.rows.map((row) => [nameOf(row), row.outputSize, count(row.parameters), count(row.multiplyAdds)]),
    ];
    const widths = head.map((_, k) => Math.max(...lines.map((line) => line[k]!.length)));
    const text = lines.map((line) =>
      line.map((cell, k) => k < 2 ? cell.padEnd(widths[k]!) : cell.padStart(widths[k]!)).join("  ").trimEnd()
    );
    text.splice(1, 0, widths.map((width) => "-".repeat(width)).join("  "));
    return [...text, `parameters: ${count(this.parameters)}, multiply-adds: ${count(this.multiplyAdds)}`].join("\n");
  }

  /** What `console.log` shows. */
  [Symbol.for("Deno.customInspect")](): string {
    return this.toString();
  }
}

function count(n: number): string {
  return n.toLocaleString("en-US");
}

function nameOf({ depth, module }: SummaryRow): string {
  const name = module.children().length > 0 ? module.constructor.name : module.toString().replace(/^nn\./, "");
  return "  ".repeat(depth) + name;
}

function sizesOf(x: Activity): string {
  return x instanceof Tensor ? formatSize(x.shape) : `{${x.map(sizesOf).join(", ")}}`;
}

/** A shared tensor counts once. */
function countParameters(module: AnyModule): number {
  const seen: Tensor[] = [];
  for (const p of module.parameters()[0]) if (!seen.some((q) => q.isSetTo(p))) seen.push(p);
  return seen.reduce((sum, p) => sum + p.nElement(), 0);
}

function inputOf(module: AnyModule, input: SummaryInput): Activity {
  if (input instanceof Tensor) return input;
  if (!Array.isArray(input)) {
    throw new TypeError(
      `Cannot run ${module.constructor.name}.summary: input must be sizes or tensors but is ${describe(input)}`,
    );
  }
  if (input.length > 0 && input.every((n) => typeof n === "number")) return zeros(input, module.tensorOptions());
  return input.map((entry: SummaryInput) => inputOf(module, entry));
}

/** Runs a module and describes it: see `Module.summary`. */
export function summarize(module: AnyModule, sizes: SummaryInput): Summary {
  const rows: SummaryRow[] = [], open: { at: number; inside: number }[] = [], handles: HookHandle[] = [];
  const modes = module.listModules().map((m): [AnyModule, boolean] => [m, m.train]);
  for (const [m] of new Map(modes)) {
    handles.push(
      m.registerForwardPreHook(() => {
        open.push({ at: rows.length, inside: 0 });
        rows.push({ depth: open.length - 1, module: m, outputSize: "", parameters: 0, multiplyAdds: 0 });
      }),
      m.registerForwardHook((_, input, output) => {
        const { at, inside } = open.pop()!, multiplyAdds = inside + m.multiplyAdds(input, output);
        const { depth } = rows[at]!;
        rows[at] = { depth, module: m, outputSize: sizesOf(output), parameters: countParameters(m), multiplyAdds };
        if (open.length > 0) open.at(-1)!.inside += multiplyAdds;
      }),
    );
  }
  try {
    module.evaluate();
    module.forward(inputOf(module, sizes));
  } finally {
    for (const handle of handles) handle.remove();
    for (const [m, train] of modes) m.train = train;
  }
  return new Summary(rows, countParameters(module));
}
