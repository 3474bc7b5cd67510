// Suite A: what a call costs, on tensors so small that the work hardly counts.
import * as T from "@taimatsu/tensor";
import type { Tensor } from "@taimatsu/tensor";
import { type Case, Unsupported } from "../harness/case.ts";
import type { Inputs } from "../harness/inputs.ts";
import { type Out, type Work, work } from "../harness/work.ts";

interface SmallOp extends Case {
  mode?: "alloc" | "out";
  n: number;
  /** Rows. */
  m: number;
}

/** Operations that the fields of the case complete. */
const OPERATIONS: Record<string, (inputs: Inputs, c: SmallOp) => Work> = {
  add: binary(T.add),
  mul: binary(T.mul),
  matmul: binary(T.mm),
  relu: (inputs, c) => {
    const a = inputs.get("a");
    return work(c.mode === "alloc" ? () => T.relu(a) : () => a.relu());
  },
  item: (inputs) => {
    const a = inputs.get("a");
    return work(() => a.get(3));
  },
  setitem: (inputs) => {
    const a = inputs.get("a");
    return work(() => a.set(3, 1.5));
  },
  select: (inputs) => {
    const a = inputs.get("a");
    return work(() => a.select(0, 3));
  },
  narrow: (inputs) => {
    const a = inputs.get("a");
    return work(() => a.narrow(0, 3, 500));
  },
  transpose: (inputs) => {
    const a = inputs.get("a");
    return work(() => a.t());
  },
  zeros: (_, { n }) => work(() => T.zeros([n])),
  clone: (inputs) => {
    const a = inputs.get("a");
    return work(() => a.clone());
  },
  sum_item: (inputs) => {
    const a = inputs.get("a");
    return work(() => a.sum());
  },
  chain10: (inputs) => {
    const a = inputs.get("a"), b = inputs.get("b");
    return work(() => {
      let x = a;
      for (let i = 0; i < 5; i++) x = T.mul(T.add(x, b), b);
      return x;
    });
  },
};

function binary(f: (x: Tensor, y: Tensor, options?: Out) => Tensor) {
  return (inputs: Inputs, c: SmallOp): Work => {
    const a = inputs.get("a"), b = inputs.get("b");
    if (c.mode === "alloc") return work(() => f(a, b));
    const options = { out: f(a, b) };
    return work(() => f(a, b, options));
  };
}

/** Builds a case of suite A. */
export function smallOps(c: Case, inputs: Inputs): Work {
  const make = OPERATIONS[c.op];
  if (make === undefined) throw new Unsupported(`there is no small operation "${c.op}"`);
  return make(inputs, c as SmallOp);
}
