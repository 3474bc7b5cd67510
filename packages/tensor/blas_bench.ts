import { bmm, mm, mv, rand } from "./mod.ts";

for (const n of [1, 4, 16, 64, 256, 1024]) {
  const a = rand([n, n]), b = rand([n, n]), x = rand([n]), out = { out: rand([n, n]) }, group = `mm ${n}`;
  Deno.bench(`mm ${n}, out`, { group, baseline: true }, () => void mm(a, b, out));
  Deno.bench(`mm ${n}, second factor transposed, out`, { group }, () => void mm(a, b.t(), out));
  Deno.bench(`mm ${n}, new`, { group }, () => void mm(a, b));
  Deno.bench(`mv ${n}, new`, () => void mv(a, x));
}

const left = rand([64, 32, 32]), right = rand([64, 32, 32]);
Deno.bench("bmm 64x32x32", () => void bmm(left, right));
