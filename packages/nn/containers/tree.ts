// How containers print the modules inside them.
import type { AnyModule } from "../module.ts";

/** Returns the text of modules that work side by side, numbered from 1 as Torch7 does. */
export function treeText(name: string, modules: readonly AnyModule[]): string {
  const lines = modules.map((module, i) => {
    const isLast = i === modules.length - 1, below = isLast ? "         " : "    |    ";
    return `    ${isLast ? " " : "|"}\`-> (${i + 1}): ${module.toString().replaceAll("\n", `\n${below}`)}\n`;
  });
  return `nn.${name} {\n  input\n${lines.join("")}     ... -> output\n}`;
}
