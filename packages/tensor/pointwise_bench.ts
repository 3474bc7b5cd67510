import { add, addcmul, exp, mul, rand, relu, sigmoid, tensor } from "./mod.ts";

for (const n of [1, 16, 1000, 1e6]) {
  const x = rand([n]), y = rand([n]), out = { out: rand([n]) };
  for (const [name, fn] of Object.entries({ relu, exp, sigmoid })) {
    const group = `${name} ${n}`;
    Deno.bench(`${name} ${n}, out`, { group, baseline: true }, () => void fn(x, out));
    Deno.bench(`${name} ${n}, new`, { group }, () => void fn(x));
  }
  for (const [name, fn] of Object.entries({ add, mul })) {
    const group = `${name} ${n}`;
    Deno.bench(`${name} ${n}, out`, { group, baseline: true }, () => void fn(x, y, out));
    Deno.bench(`${name} ${n}, new`, { group }, () => void fn(x, y));
  }
  Deno.bench(`addcmul ${n}, out`, () => void addcmul(x, y, y, out));
}

const matrix = rand([256, 256]), row = rand([256]), one = tensor([1]);
Deno.bench("add 256x256, a row is broadcast", () => void add(matrix, row));
Deno.bench("add 256x256, an element is broadcast", () => void add(matrix, one));
Deno.bench("add 256x256, transposed", () => void add(matrix, matrix.t()));

const x = rand([16]), y = rand([16]);
Deno.bench("ten operations on 16 elements", () => {
  let z = x;
  for (let i = 0; i < 5; i++) z = mul(add(z, y), y);
});
