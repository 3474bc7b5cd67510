// Suite E: dense solvers and decompositions.
import * as T from "@taimatsu/tensor";
import type { Tensor } from "@taimatsu/tensor";
import { type Case, Unsupported } from "../harness/case.ts";
import type { Inputs } from "../harness/inputs.ts";
import { type Result, type Work, work } from "../harness/work.ts";

interface Decomposition extends Case {
  n: number;
  /** Whether the matrix is made symmetric. */
  sym: boolean;
  /** What is added to its diagonal. */
  diag: number;
}

/** Work of which a part is checked: what does not depend on signs and order. */
function checked<R>(call: () => R, part: (result: R) => Result): Work {
  return { call, results: () => [part(call())] };
}

/** Magnitudes of complex eigenvalues, in order. */
function magnitudes(values: Tensor): Tensor {
  return T.norm(values, 2, 1).view(-1).sort()[0];
}

/** Builds a case of suite E. */
export function linalg(c: Case, inputs: Inputs): Work {
  const { n, sym, diag } = c as Decomposition, given = inputs.get("a"), { dtype } = given;
  const a = T.add(sym ? T.add(given, given.t()).mul(0.5) : given, T.eye(n, n, { dtype }).mul(diag));
  switch (c.op) {
    case "solve":
      return work(() => T.solve(a, inputs.get("b")));
    case "inverse":
      return work(() => T.inverse(a));
    case "cholesky":
      return work(() => T.cholesky(a));
    case "det":
      return work(() => T.det(a));
    case "qr":
      return checked(() => T.qr(a), ([, r]) => r.diag().abs());
    case "eigh":
      return checked(() => T.symeig(a, "V"), ([values]) => values);
    case "svd":
      return checked(() => T.svd(a), ([, s]) => s);
    case "eig":
      return checked(() => T.eig(a, "V"), ([values]) => magnitudes(values));
    case "lstsq":
      return work(() => T.lstsq(a, inputs.get("b")));
  }
  throw new Unsupported(`@taimatsu/tensor has no ${c.op} yet`);
}
