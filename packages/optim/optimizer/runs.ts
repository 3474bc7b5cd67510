// Which parts of the memory an optimizer moves: parameters side by side are one part.
import {
  checkFloat,
  checkSameSize,
  checkSameType,
  checkTensor,
  formatSize,
  norm,
  type Storage,
  type Tensor,
} from "@taimatsu/tensor";
import { viewAt } from "@taimatsu/tensor/native";
import type { ParameterGroup } from "./parameterized.ts";

/** A range of memory with the gradients of its elements in another one. */
export interface Range {
  /** Position of its first parameter in the list. */
  first: number;
  store: Storage;
  gradientStore: Storage;
  start: number;
  end: number;
  /** Where the gradients begin, less where the parameters do. */
  shift: number;
  /** Whether a parameter in it skips elements. */
  sparse: boolean;
  /** Positions of the parameters in it, in the order of memory. */
  members: number[];
  like: Tensor;
  gradientLike: Tensor;
}

/** Returns the elements from the first to the last that a tensor uses, and whether it skips some. */
function reach(x: Tensor): [length: number, sparse: boolean] {
  let last = 0, used = 1;
  for (let d = 0; d < x.shape.length; d++) {
    last += (x.shape[d]! - 1) * x.strides[d]!;
    used *= x.shape[d]!;
  }
  return [last + 1, used !== last + 1];
}

function sameLayout(x: Tensor, y: Tensor): boolean {
  return x.shape.every((size, d) => size === 1 || x.strides[d] === y.strides[d]);
}

/** Writes which parameter is meant, for messages. */
export function nameOf(group: ParameterGroup, k: number): string {
  const name = group.names?.[k];
  return `parameter ${k} ${name === undefined ? "" : `(${name}) `}of size ${formatSize(group.parameters[k]!.shape)}`;
}

/**
 * Checks the tensors of a group.
 *
 * @throws {TypeError} If the lists do not fit together, or a gradient does not belong to its parameter.
 */
export function checkGroup(caller: string, at: string, { parameters, gradients, names }: ParameterGroup): void {
  for (const [name, list] of Object.entries({ parameters, gradients, names })) {
    if (!Array.isArray(list) && !(name === "names" && list === undefined)) {
      throw new TypeError(`Cannot run ${caller}: ${at}.${name} must be a list but is ${typeof list}`);
    }
    if (list !== undefined && list.length !== parameters.length) {
      throw new TypeError(
        `Cannot run ${caller}: ${at}.${name} must have ${parameters.length} entries like parameters but has ${list.length}`,
      );
    }
  }
  parameters.forEach((x, k) => {
    const name = `${at}.parameters[${k}]`, gradientName = `${at}.gradients[${k}]`, gradient = gradients[k]!;
    checkTensor(caller, name, x);
    checkFloat(caller, name, x);
    checkTensor(caller, gradientName, gradient);
    checkSameType(caller, { [name]: x, [gradientName]: gradient });
    checkSameSize(caller, { [name]: x, [gradientName]: gradient });
    if (!sameLayout(x, gradient)) {
      throw new TypeError(
        `Cannot run ${caller}: ${gradientName} must have the strides ${formatSize(x.strides)} like ${name} but has ` +
          formatSize(gradient.strides),
      );
    }
  });
}

/**
 * Joins the parameters of a group that lie side by side, or share memory, with gradients that lie alike.
 *
 * @returns The ranges, in the order of their first parameters.
 * @throws {TypeError} If parameters share memory and their gradients do not, or elements between are nobody's.
 */
export function planRanges(caller: string, at: string, group: ParameterGroup): Range[] {
  const byStorage = new Map<Storage, Range[]>();
  group.parameters.forEach((like, first) => {
    if (like.count === 0) return;
    const [length, sparse] = reach(like), gradientLike = group.gradients[first]!, start = like.offset;
    const range: Range = {
      first,
      store: like.store,
      gradientStore: gradientLike.store,
      start,
      end: start + length,
      shift: gradientLike.offset - start,
      sparse,
      members: [first],
      like,
      gradientLike,
    };
    const list = byStorage.get(like.store);
    if (list === undefined) byStorage.set(like.store, [range]);
    else list.push(range);
  });
  const ranges: Range[] = [];
  for (const list of byStorage.values()) {
    list.sort((a, b) => a.start - b.start);
    let whole: Range | undefined;
    for (const range of list) {
      const alike = whole !== undefined && range.gradientStore === whole.gradientStore && range.shift === whole.shift;
      if (whole !== undefined && range.start < whole.end && !alike) {
        throw new TypeError(
          `Cannot run ${caller}: parameters and gradients must share memory alike but in ${at} the gradient of ` +
            `${nameOf(group, range.first)} lies elsewhere than that of ${nameOf(group, whole.first)}`,
        );
      }
      if (whole !== undefined && range.start <= whole.end && alike) {
        whole.end = Math.max(whole.end, range.end);
        whole.first = Math.min(whole.first, range.first);
        whole.sparse ||= range.sparse;
        whole.members.push(range.first);
      } else ranges.push(whole = { ...range });
    }
  }
  for (const range of ranges) if (range.sparse) checkFilled(caller, at, group, range);
  return ranges.sort((a, b) => a.first - b.first);
}

function checkFilled(caller: string, at: string, group: ParameterGroup, { store, start, end, first }: Range): void {
  const used = new Uint8Array(end - start);
  const mark = (x: Tensor, d: number, k: number): void => {
    if (d === x.shape.length) used[k] = 1;
    else for (let i = 0; i < x.shape[d]!; i++) mark(x, d + 1, k + i * x.strides[d]!);
  };
  for (const x of group.parameters) {
    if (x.store === store && x.count > 0 && x.offset >= start && x.offset < end) mark(x, 0, x.offset - start);
  }
  if (used.includes(0)) {
    throw new TypeError(
      `Cannot run ${caller}: parameters must use their memory without gaps but in ${at} ${
        nameOf(group, first)
      } has the ` +
        `strides ${formatSize(group.parameters[first]!.strides)}`,
    );
  }
}

/**
 * Checks that no memory is moved, or gathers gradients, for two ranges.
 *
 * @throws {TypeError} If two overlap.
 */
export function checkApart(caller: string, ranges: readonly Range[]): void {
  for (const side of ["parameters", "gradients"] as const) {
    const places = ranges.map(({ store, gradientStore, start, end, shift }) =>
      side === "parameters" ? { store, start, end } : { store: gradientStore, start: start + shift, end: end + shift }
    ).sort((a, b) => a.start - b.start);
    const last = new Map<Storage, number>();
    for (const { store, start, end } of places) {
      if (start < (last.get(store) ?? 0)) {
        throw new TypeError(`Cannot run ${caller}: ${side} must belong to one group each but two share memory`);
      }
      last.set(store, Math.max(end, last.get(store) ?? 0));
    }
  }
}

/** Returns the parameters of a range as a flat view, and their gradients. */
export function viewsOf({ like, gradientLike, start, end, shift }: Range): [Tensor, Tensor] {
  const n = [end - start];
  return [viewAt(like, n, [1], start), viewAt(gradientLike, n, [1], start + shift)];
}

/** Writes which gradient is not finite; one is. */
export function wrongGradient(groups: readonly ParameterGroup[]): string {
  for (const [g, group] of groups.entries()) {
    for (const [k, gradient] of group.gradients.entries()) {
      const value = norm(gradient, Infinity);
      if (!Number.isFinite(value)) {
        return `the gradient of ${nameOf(group, k)} in groups[${g}] must be finite but holds ${value}`;
      }
    }
  }
  return "gradients must be finite";
}
