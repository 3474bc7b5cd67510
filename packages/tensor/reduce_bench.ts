import { rand } from "./mod.ts";

for (const [rows, columns] of [[4, 4], [100, 100], [1000, 1000]] as const) {
  const x = rand([rows, columns]), size = `${rows}x${columns}`;
  for (const name of ["sum", "max", "norm", "var"] as const) {
    Deno.bench(`${name} ${size}`, { group: `${name} ${size}`, baseline: true }, () => void x[name]());
  }
  for (const dim of [0, 1]) {
    Deno.bench(`sum ${size}, dimension ${dim}`, { group: `sum ${size}` }, () => void x.sum(dim));
    Deno.bench(`max ${size}, dimension ${dim}`, { group: `max ${size}` }, () => void x.max(dim));
  }
  Deno.bench(`sum ${size}, transposed`, { group: `sum ${size}` }, () => void x.t().sum());
}
