// Filling tensors with random numbers: what the methods of Tensor call.
import { checkFinite, checkFloat, checkSameSize, checkSameType, checkTensor, checkWritable } from "./check.ts";
import { clone } from "./copy.ts";
import { binaryInto, unaryInto } from "./elementwise.ts";
import { frame, put } from "./frame.ts";
import type { RandomOptions } from "./generator.ts";
import { numberOf, type Op, op } from "./ops.ts";
import { OPS } from "./pointwise_ops.ts";
import { stateFor } from "./state_for.ts";
import type { Tensor } from "./tensor.ts";

/** The distributions of the native library. */
export const DISTRIBUTIONS = {
  uniform: op("random", "uniform"),
  normal: op("random", "normal"),
  exponential: op("random", "exponential"),
  cauchy: op("random", "cauchy"),
  logNormal: op("random", "logNormal"),
  geometric: op("random", "geometric"),
  bernoulli: op("random", "bernoulli"),
  random: op("random", "random"),
  randomRange: op("random", "randomRange"),
} as const;

function fill(op: Op, r: Tensor, options: RandomOptions | undefined, a: number, b: number): Tensor {
  const state = stateFor(op.caller, options), { device } = r.store;
  checkFinite(op.caller, "the first parameter", a);
  checkFinite(op.caller, "the second parameter", b);
  if (!r.dense) checkWritable(op.caller, "the tensor", r);
  put(0, r);
  device.check(device.symbols.tm_random(numberOf(op), r.store.block.arg, frame, state, a, b));
  return r;
}

/** A parameter that may be a tensor like `r`, which is read after `r` was written. */
function operand(name: string, r: Tensor, value: number | Tensor): number | Tensor {
  if (typeof value === "number") {
    checkFinite("normal", name, value);
    return value;
  }
  checkTensor("normal", name, value);
  checkSameType("normal", { tensor: r, [name]: value });
  checkSameSize("normal", { tensor: r, [name]: value });
  return value.store === r.store ? clone(value) : value;
}

/** Distributions that fill a tensor in place: what the methods of Tensor call. */
export const fillRandom = {
  uniform: (r: Tensor, a = 0, b = 1, options?: RandomOptions): Tensor => fill(DISTRIBUTIONS.uniform, r, options, a, b),
  normal: (r: Tensor, mean: number | Tensor = 0, std: number | Tensor = 1, options?: RandomOptions): Tensor => {
    if (typeof mean === "number" && typeof std === "number") return fill(DISTRIBUTIONS.normal, r, options, mean, std);
    // As Torch7's normal_means and normal_stddevs: standard normal numbers first, then the tensors.
    const factor = operand("std", r, std), term = operand("mean", r, mean);
    fill(DISTRIBUTIONS.normal, r, options, 0, typeof factor === "number" ? factor : 1);
    if (typeof factor !== "number") binaryInto(OPS.cmul, r, r, factor);
    return typeof term === "number" ? unaryInto(OPS.addScalar, r, r, term) : binaryInto(OPS.add, r, r, term, 1);
  },
  exponential: (r: Tensor, rate: number, options?: RandomOptions): Tensor =>
    fill(DISTRIBUTIONS.exponential, r, options, rate, 0),
  cauchy: (r: Tensor, median = 0, sigma = 1, options?: RandomOptions): Tensor =>
    fill(DISTRIBUTIONS.cauchy, r, options, median, sigma),
  logNormal: (r: Tensor, mean = 1, std = 2, options?: RandomOptions): Tensor =>
    fill(DISTRIBUTIONS.logNormal, r, options, mean, std),
  geometric: (r: Tensor, p: number, options?: RandomOptions): Tensor => fill(DISTRIBUTIONS.geometric, r, options, p, 0),
  bernoulli: (r: Tensor, p: number | Tensor = 0.5, options?: RandomOptions): Tensor => {
    if (typeof p === "number") return fill(DISTRIBUTIONS.bernoulli, r, options, p, 0);
    checkFloat("bernoulli", "p", p);
    checkSameSize("bernoulli", { tensor: r, p });
    if (!r.dense) checkWritable("bernoulli", "the tensor", r);
    put(0, r);
    put(1, p);
    const { device } = r.store, state = stateFor("bernoulli", options);
    device.check(device.symbols.tm_bernoulli(r.store.block.arg, p.store.block.arg, frame, state));
    return r;
  },
  random: (r: Tensor, from?: number, to?: number, options?: RandomOptions): Tensor => {
    if (from === undefined) return fill(DISTRIBUTIONS.random, r, options, 0, 0);
    return to === undefined
      ? fill(DISTRIBUTIONS.randomRange, r, options, 0, from)
      : fill(DISTRIBUTIONS.randomRange, r, options, from, to);
  },
} as const;
