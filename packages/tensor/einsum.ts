// Sums of products, written with a letter for each dimension.
import { bmm } from "./blas.ts";
import { checkSameType, describe, formatSize, sameType } from "./check.ts";
import { clone } from "./copy.ts";
import { viewAt } from "./make.ts";
import { sum } from "./reduce.ts";
import { Tensor } from "./tensor.ts";

/** A tensor with a label for each dimension. */
interface Labelled {
  readonly x: Tensor;
  readonly labels: readonly string[];
}

function fail(equation: string, what: string): TypeError {
  return new TypeError(`Cannot run einsum: ${what} in ${describe(equation)}`);
}

/** Splits a term like `b...ij` into labels; what the dots stand for gets numbers, aligned at the end. */
function labelsOf(equation: string, term: string, dims: number): string[] {
  const [before = "", after, ...more] = term.split("...");
  if (more.length > 0 || !/^[A-Za-z]*$/.test(before + (after ?? ""))) {
    throw fail(equation, `${describe(term)} must be letters`);
  }
  const hidden = dims - before.length - (after ?? "").length;
  if (hidden < 0 || (after === undefined && hidden > 0)) {
    throw fail(equation, `${describe(term)} must name ${dims} dimensions`);
  }
  return [...before, ...Array.from({ length: hidden }, (_, i) => String(hidden - 1 - i)), ...(after ?? "")];
}

/** Takes the diagonal where a label stands twice. */
function diagonal(equation: string, { x, labels }: Labelled): Labelled {
  const unique = [...new Set(labels)];
  if (unique.length === labels.length) return { x, labels };
  const shape: number[] = [], strides: number[] = [];
  for (const label of unique) {
    const at = labels.flatMap((l, d) => l === label ? [d] : []), size = x.shape[at[0]!]!;
    if (at.some((d) => x.shape[d] !== size)) throw fail(equation, `sizes of ${describe(label)} must agree`);
    shape.push(size);
    strides.push(at.reduce((total, d) => total + x.strides[d]!, 0));
  }
  return { x: viewAt(x, shape, strides, x.offset), labels: unique };
}

/** Sums over the labels that are not wanted. */
function reduce({ x, labels }: Labelled, wanted: (label: string) => boolean): Labelled {
  for (let d = labels.length - 1; d >= 0; d--) {
    if (wanted(labels[d]!)) continue;
    // A result without dimensions would be empty: the last one stays, with size 1.
    x = labels.length === 1 ? sum(x, d) : sum(x, d, { keepDim: false });
    labels = labels.toSpliced(d, 1);
  }
  return { x, labels };
}

/** The dimensions in the order of the labels. */
function ordered({ x, labels }: Labelled, order: readonly string[]): Tensor {
  return order.length === 0 ? x : x.permute(order.map((label) => labels.indexOf(label)));
}

/** The product of two terms, summed over the labels that nobody wants afterwards. */
function multiply(a: Labelled, b: Labelled, wanted: (label: string) => boolean): Labelled {
  a = reduce(a, (label) => wanted(label) || b.labels.includes(label));
  b = reduce(b, (label) => wanted(label) || a.labels.includes(label));
  const shared = a.labels.filter((label) => b.labels.includes(label));
  const batch = shared.filter(wanted), summed = shared.filter((label) => !wanted(label));
  const left = a.labels.filter((label) => !shared.includes(label)),
    right = b.labels.filter((label) => !shared.includes(label));
  const sizes = new Map<string, number>();
  for (const { x, labels } of [a, b]) labels.forEach((label, d) => sizes.set(label, x.shape[d]!));
  const sizeOf = (labels: readonly string[]): number[] => labels.map((label) => sizes.get(label)!);
  const count = (labels: readonly string[]): number => sizeOf(labels).reduce((n, s) => n * s, 1);
  const matrices = (t: Labelled, rows: readonly string[], columns: readonly string[]): Tensor =>
    ordered(t, [...batch, ...rows, ...columns]).contiguous().view(count(batch), count(rows), count(columns));
  const product = bmm(matrices(a, left, summed), matrices(b, summed, right)), labels = [...batch, ...left, ...right];
  return { x: labels.length === 0 ? product.view(1) : product.view(sizeOf(labels)), labels };
}

function checkSizes(equation: string, terms: readonly Labelled[]): void {
  const sizes = new Map<string, number>();
  for (const { x, labels } of terms) {
    labels.forEach((label, d) => {
      const size = x.shape[d]!, known = sizes.get(label) ?? size;
      if (known !== size) throw fail(equation, `${describe(label)} must have one size but has ${known} and ${size}`);
      sizes.set(label, size);
    });
  }
}

/**
 * Returns sums of products of tensors in Einstein's notation: each letter names a dimension, equal letters run together, and
 * letters that the result does not name are summed over.
 *
 * @param equation Terms separated by commas, then, after `->`, the result's letters; without `->` the result has the letters that
 * stand once, in alphabetical order. `...` stands for dimensions without a letter; they must have equal sizes.
 * @param tensors A tensor of one numeric dtype for each term.
 * @returns The result; one element, [1], if it names no dimension.
 * @throws {TypeError} If the equation, the sizes or the dtypes do not fit.
 *
 * @example Usage
 * ```ts
 * import { einsum, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const a = tensor([[1, 2], [3, 4]]), x = tensor([1, 10]);
 * assertEquals(einsum("ij,j->i", a, x).toArray(), [21, 43]);
 * assertEquals(einsum("ii", a).toArray(), [5]); // the trace
 * ```
 */
export function einsum(equation: string, ...tensors: Tensor[]): Tensor {
  if (typeof equation !== "string") {
    throw new TypeError(`Cannot run einsum: the equation must be a string but is ${describe(equation)}`);
  }
  const [inputs = "", output, ...rest] = equation.replaceAll(" ", "").split("->");
  const terms = inputs.split(",");
  if (rest.length > 0) throw fail(equation, "there must be one ->");
  if (terms.length !== tensors.length || tensors.length === 0) {
    throw fail(equation, `there must be a term for each of ${tensors.length} tensors but there are ${terms.length}`);
  }
  tensors.forEach((x, i) => {
    if (!(x instanceof Tensor)) {
      throw new TypeError(`Cannot run einsum: tensor ${i} must be a tensor but is ${describe(x)}`);
    }
    if (x.shape.length === 0) {
      throw new TypeError(`Cannot run einsum: tensor ${i} must have elements but is ${formatSize(x.shape)}`);
    }
    if (!sameType(tensors[0]!, x)) checkSameType("einsum", { "tensor 0": tensors[0]!, [`tensor ${i}`]: x });
  });
  let labelled = tensors.map((x, i): Labelled =>
    diagonal(equation, { x, labels: labelsOf(equation, terms[i]!, x.shape.length) })
  );
  checkSizes(equation, labelled);
  const all = labelled.flatMap(({ labels }) => labels),
    hidden = [...new Set(all)].filter((l) => /\d/.test(l)).sort().reverse();
  const letters = [...inputs.replaceAll(/[.,]/g, "")];
  const result = output === undefined
    ? [...hidden, ...[...new Set(letters)].filter((l) => letters.indexOf(l) === letters.lastIndexOf(l)).sort()]
    : labelsOf(equation, output, output.replace("...", "").length + (output.includes("...") ? hidden.length : 0));
  if (new Set(result).size !== result.length || result.some((label) => !all.includes(label))) {
    throw fail(equation, "the result must name dimensions of the terms, each once");
  }
  while (labelled.length > 1) {
    const [a, b, ...others] = labelled as [Labelled, Labelled, ...Labelled[]];
    const wanted = (label: string): boolean => result.includes(label) || others.some((t) => t.labels.includes(label));
    labelled = [multiply(a, b, wanted), ...others];
  }
  const last = reduce(labelled[0]!, (label) => result.includes(label)), r = ordered(last, result);
  return tensors.some((x) => x.store === r.store) || !r.dense ? clone(r) : r;
}
