import { assert, assertEquals, assertThrows } from "@std/assert";
import { add, bmm, cmul, einsum, ger, mm, randn, sum, type Tensor, tensor } from "./mod.ts";
import { assertClose } from "./testing.ts";

const r = (...size: number[]): Tensor => randn(size, { dtype: "float64" });
const close = (a: Tensor, b: Tensor): void => assertClose(a, b, { absolute: 1e-12 });

Deno.test("einsum() names the usual products", () => {
  const a = r(3, 4), b = r(4, 5), x = r(4), batch = r(2, 3, 4), other = r(2, 4, 5);
  close(einsum("ij,jk->ik", a, b), mm(a, b));
  close(einsum("ij,jk", a, b), mm(a, b));
  close(einsum("ij,j->i", a, x), mm(a, x.unsqueeze(1)).select(1, 0));
  close(einsum("i,j->ij", x, x), ger(x, x));
  close(einsum("ij->ji", a), a.t());
  close(einsum("ij->", a), tensor([sum(a)], { dtype: "float64" }));
  close(einsum("i,i", x, x), tensor([x.dot(x)], { dtype: "float64" }));
  close(einsum("bij,bjk->bik", batch, other), bmm(batch, other));
  close(einsum("...ij, ...jk -> ...ik", batch, other), bmm(batch, other));
  close(einsum("ij,ij->ij", a, a), cmul(a, a));
  close(einsum("ii", mm(b.t(), b)), tensor([mm(b.t(), b).trace()], { dtype: "float64" }));
  close(einsum("ii->i", mm(b.t(), b)), mm(b.t(), b).diag());
  close(einsum("ba", a), a.t()); // the result in alphabetical order
});

Deno.test("einsum() multiplies more than two terms and sums what only one has", () => {
  const a = r(3, 4), b = r(4, 5), c = r(5, 2), d = r(3, 6);
  close(einsum("ij,jk,kl->il", a, b, c), mm(mm(a, b), c));
  close(einsum("ij,im->i", a, d), cmul(sum(a, 1), sum(d, 1)).select(1, 0));
  const t = r(2, 3, 4), u = r(4, 3);
  let wanted = r(2).zero();
  for (let j = 0; j < 3; j++) {
    for (let k = 0; k < 4; k++) wanted = add(wanted, t.select(1, j).select(1, k).clone().mul(u.get(k, j)));
  }
  close(einsum("ijk,kj->i", t, u), wanted);
});

Deno.test("the result is a copy", () => {
  const a = r(2, 2), before = a.clone();
  einsum("ij->ij", a).zero();
  assert(a.equal(before));
});

Deno.test("what the equation does not say is asked for", () => {
  const a = r(2, 3);
  assertThrows(
    () => einsum("ij,jk", a),
    TypeError,
    'there must be a term for each of 1 tensors but there are 2 in "ij,jk"',
  );
  assertThrows(() => einsum("i", a), TypeError, '"i" must name 2 dimensions in "i"');
  assertThrows(() => einsum("ij,jk", a, a), TypeError, '"j" must have one size but has 3 and 2 in "ij,jk"');
  assertThrows(() => einsum("ij->iik", a), TypeError, "the result must name dimensions of the terms, each once");
  assertThrows(() => einsum("i1", a), TypeError, '"i1" must be letters');
  assertThrows(() => einsum("ii", a), TypeError, 'sizes of "i" must agree');
  assertThrows(() => einsum("ij->i->j", a), TypeError, "there must be one ->");
  assertEquals(einsum("ij->j", a).size(), [3]);
});
