// Suite D: matrix and vector products into given tensors.
import * as T from "@taimatsu/tensor";
import { type Case, Unsupported } from "../harness/case.ts";
import type { Inputs } from "../harness/inputs.ts";
import { type Work, work } from "../harness/work.ts";

interface Product extends Case {
  /** Whether an operand is stored transposed. */
  ta?: boolean;
  tb?: boolean;
}

/** Builds a case of suite D. */
export function blas(c: Case, inputs: Inputs): Work {
  const { op, ta, tb } = c as Product;
  const operand = (name: string, transposed = false) => transposed ? inputs.get(name).t() : inputs.get(name);
  switch (op) {
    case "gemm": {
      const a = operand("a", ta), b = operand("b", tb), options = { out: T.mm(a, b) };
      return work(() => T.mm(a, b, options));
    }
    case "gemv": {
      const a = operand("a", ta), x = operand("x"), options = { out: T.mv(a, x) };
      return work(() => T.mv(a, x, options));
    }
    case "bmm": {
      const a = operand("a"), b = operand("b"), options = { out: T.bmm(a, b) };
      return work(() => T.bmm(a, b, options));
    }
    case "dot": {
      const x = operand("x"), y = operand("y");
      return work(() => x.dot(y));
    }
  }
  throw new Unsupported(`there is no product "${op}"`);
}
