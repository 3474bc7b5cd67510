// Suite B: element-wise operations on large tensors, against memory bandwidth.
import * as T from "@taimatsu/tensor";
import type { Tensor } from "@taimatsu/tensor";
import { type Case, Unsupported } from "../harness/case.ts";
import type { Inputs } from "../harness/inputs.ts";
import { type Out, type Work, work } from "../harness/work.ts";

interface Elementwise extends Case {
  mode: "alloc" | "out";
  /** Elements of a vector. */
  n: number;
  /** Value that is written or that multiplies a product. */
  value?: number;
  exponent?: number;
}

type Operation = (inputs: Inputs, c: Elementwise) => (options?: Out) => Tensor;

const unary = (f: (x: Tensor, options?: Out) => Tensor): Operation => (inputs) => {
  const a = inputs.get("a");
  return (options) => f(a, options);
};

const binary = (f: (x: Tensor, y: Tensor, options?: Out) => Tensor): Operation => (inputs) => {
  const a = inputs.get("a"), b = inputs.get("b");
  return (options) => f(a, b, options);
};

const power: Operation = (inputs, { exponent }) => {
  const a = inputs.get("a");
  return (options) => T.pow(a, exponent!, options);
};

const OPERATIONS: Record<string, Operation> = {
  add: binary(T.add),
  mul: binary(T.mul),
  div: binary(T.div),
  powtt: binary(T.pow),
  lt: binary(T.lt),
  add_bcast_row: binary(T.add),
  add_transposed: (inputs) => {
    const a = inputs.get("a"), b = inputs.get("b").t();
    return (options) => T.add(a, b, options);
  },
  addcmul: (inputs, { value }) => {
    const [a, b, d] = ["a", "b", "d"].map((name) => inputs.get(name)) as [Tensor, Tensor, Tensor];
    return (options) => T.addcmul(a, b, d, { ...options, value: value! });
  },
  relu: unary(T.relu),
  sqrt: unary(T.sqrt),
  exp: unary(T.exp),
  log: unary(T.log),
  tanh: unary(T.tanh),
  sigmoid: unary(T.sigmoid),
  pow: power,
  pow2: power,
};

/** Copying and filling have methods only: the tensor that receives comes first. */
function receive(c: Elementwise, inputs: Inputs): Work | undefined {
  if (c.op === "fill") {
    const out = T.empty([c.n], { dtype: c.dtype === "f64" ? "float64" : "float32" });
    return work(() => out.fill(c.value!));
  }
  if (c.op !== "copy") return undefined;
  const a = inputs.get("a"), out = T.emptyLike(a);
  return work(() => out.copy(a));
}

/** Builds a case of suite B. */
export function elementwise(c: Case, inputs: Inputs): Work {
  const { op, mode } = c as Elementwise, received = receive(c as Elementwise, inputs);
  if (received !== undefined) return received;
  const make = OPERATIONS[op];
  if (make === undefined) throw new Unsupported(`there is no element-wise operation "${op}"`);
  const f = make(inputs, c as Elementwise);
  if (mode === "out") {
    const options = { out: f() };
    return work(() => f(options));
  }
  // A large result is given back at once: what reference counting does for PyTorch's.
  return { call: () => f().dispose(), results: () => [f()] };
}
