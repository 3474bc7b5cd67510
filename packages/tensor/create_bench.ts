import { arange, empty, full, rand, tensor, zeros } from "./mod.ts";

for (const n of [16, 1000, 100000]) {
  const group = `${n} elements`, x = rand([n]);
  Deno.bench(`empty ${n}`, { group }, () => void empty([n]));
  Deno.bench(`zeros ${n}`, { group, baseline: true }, () => void zeros([n]));
  Deno.bench(`full ${n}`, { group }, () => void full([n], 7));
  Deno.bench(`arange ${n}`, { group }, () => void arange(n));
  Deno.bench(`clone ${n}`, { group }, () => void x.clone());
  Deno.bench(`clone ${n}, disposed`, { group }, () => x.clone().dispose());
  Deno.bench(`uniform ${n}`, { group }, () => void x.uniform());
  Deno.bench(`normal ${n}`, { group }, () => void x.normal());
}
Deno.bench("tensor of 4 numbers", () => void tensor([[1, 2], [3, 4]]));
