// Suite C: reductions, random numbers and movement of data.
import * as T from "@taimatsu/tensor";
import { logSoftMaxInto, softMaxInto } from "@taimatsu/tensor/native";
import type { Tensor } from "@taimatsu/tensor";
import { type Case, Unsupported } from "../harness/case.ts";
import type { Inputs } from "../harness/inputs.ts";
import { type Work, work } from "../harness/work.ts";

interface Reduction extends Case {
  n: number;
  /** How many elements are wanted, or which. */
  k: number;
  /** Elements above it are chosen. */
  threshold: number;
  /** The dimension that is reduced; all elements if absent. */
  dim?: number;
  /** Order of the dimensions that are copied. */
  perm?: number[];
}

type Reduce = (x: Tensor, dim: number) => Tensor;

/** Over all elements, or along a dimension. */
function reduction(all: (x: Tensor) => number, along: Reduce) {
  return (inputs: Inputs, { dim }: Reduction): Work => {
    const x = inputs.get("x");
    return work(dim === undefined ? () => all(x) : () => along(x, dim));
  };
}

/** Positions of the largest elements; the elements at these positions are checked. */
function argmax(inputs: Inputs, { dim }: Reduction): Work {
  const x = inputs.get("x");
  const flat = x.view(-1), call = () => dim === undefined ? flat.max(0) : x.max(dim);
  return { call: () => call()[1], results: () => [call()[0]] };
}

/** Copies a view with other strides into a contiguous tensor. */
function copy(view: (x: Tensor, c: Reduction) => Tensor) {
  return (inputs: Inputs, c: Reduction): Work => {
    const source = view(inputs.get("x"), c), out = T.empty(source.size());
    return work(() => out.copy(source));
  };
}

/** Values and positions in order; the values are checked. */
function ordered(find: (x: Tensor, k: number) => [Tensor, Tensor]) {
  return (inputs: Inputs, { k }: Reduction): Work => {
    const x = inputs.get("x");
    return { call: () => find(x, k), results: () => [find(x, k)[0]] };
  };
}

/** Softmax along a dimension, by the kernel of the layers. */
function softmax(into: typeof softMaxInto) {
  return (inputs: Inputs, { dim }: Reduction): Work => {
    const x = inputs.get("x"), [rows, columns] = x.size() as [number, number];
    const source = dim === 0 ? x.view(rows, 1, columns) : x; // [n, height, width] or [batch, n]
    return work(() => into("softmax", T.empty(source.size()), source).view(rows, columns));
  };
}

/** Fills a tensor with random numbers. */
function random(draw: (x: Tensor) => Tensor) {
  return (_: Inputs, { n }: Reduction): Work => {
    const x = T.empty([n]);
    return work(() => draw(x));
  };
}

const OPERATIONS: Record<string, (inputs: Inputs, c: Reduction) => Work> = {
  sum: reduction((x) => x.sum(), (x, dim) => x.sum(dim)),
  mean: reduction((x) => x.mean(), (x, dim) => x.mean(dim)),
  max: reduction((x) => x.max(), (x, dim) => x.max(dim)[0]),
  norm: reduction((x) => x.norm(), (x, dim) => x.norm(2, dim)),
  var: reduction((x) => x.var(), (x, dim) => x.var(dim)),
  argmax,
  cumsum: (inputs, { dim = 0 }) => {
    const x = inputs.get("x");
    return work(() => x.cumsum(dim));
  },
  softmax: softmax(softMaxInto),
  logsoftmax: softmax(logSoftMaxInto),
  sort: ordered((x) => x.sort()),
  topk: ordered((x, k) => x.topk(k, -1, true, true)),
  kthvalue: ordered((x, k) => x.kthvalue(k)),
  index_select: (inputs, { k, n }) => {
    const x = inputs.get("x"), index = inputs.get("index"), out = T.empty([k, n]);
    return work(() => T.index(x, 0, index, { out }));
  },
  gather: (inputs) => {
    const x = inputs.get("x"), index = inputs.get("index"), out = T.empty(x.size());
    return work(() => T.gather(x, 1, index, { out }));
  },
  scatter_add: (inputs) => {
    const x = inputs.get("x"), index = inputs.get("index"), r = T.zeros(x.size());
    return work(() => r.scatterAdd(1, index, x));
  },
  masked_select: (inputs, { threshold }) => {
    const x = inputs.get("x"), mask = x.gt(threshold);
    return work(() => x.maskedSelect(mask));
  },
  nonzero: (inputs, { threshold }) => {
    const x = inputs.get("x").gt(threshold).float();
    return work(() => x.nonzero());
  },
  cat: (inputs, { dim }) => {
    const list = inputs.list("x"), out = T.cat(list, dim);
    return work(() => T.cat(list, dim, { out }));
  },
  randperm: (_, { n }) => work(() => T.randperm(n)),
  normal: random((x) => x.normal()),
  uniform: random((x) => x.uniform()),
  bernoulli: random((x) => x.bernoulli(0.5)),
  transpose_copy: copy((x) => x.t()),
  permute_copy: copy((x, { perm }) => x.permute(perm!)),
};

/** Builds a case of suite C. */
export function reductions(c: Case, inputs: Inputs): Work {
  const make = OPERATIONS[c.op];
  if (make === undefined) throw new Unsupported(`@taimatsu/tensor has no ${c.op} yet`);
  return make(inputs, c as Reduction);
}
