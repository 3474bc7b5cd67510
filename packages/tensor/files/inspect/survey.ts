// A first walk through the objects of a Torch7 file: which occur again, how many parameters there are, and how much memory.
import { sameSize } from "../../check.ts";
import type { Tensor } from "../../tensor.ts";
import { type Child, Node } from "../t7/node.ts";
import { reportNumber, type ReportParameters, type ReportSums, type ReportTotal } from "./report.ts";
import { sumsOf } from "./sums.ts";

/** Parameters of an object and of those in it. */
class Parameters {
  readonly places = new Set<string>();
  count = 0;
  sum: number | undefined = 0;

  report(): ReportParameters {
    const { count, sum } = this;
    return sum === undefined ? { count } : { count, sum: reportNumber(sum) };
  }
}

/** An object whose children are being visited. */
interface Visit {
  readonly node: Node;
  next: number;
  parameters: Parameters;
}

const text = new TextDecoder();

/** Returns the name of the gradient that belongs to a field. */
function gradientName(name: string): string {
  return `grad${name[0]?.toUpperCase() ?? ""}${name.slice(1)}`;
}

/** Walks through all objects once. What is in several is taken to be in the one where it stands first. */
export class Survey {
  /** How often each object occurs. */
  readonly occurrences = new Map<Node, number>();
  /** Parameters of objects that have some. */
  readonly parameters = new Map<Node, ReportParameters>();
  /** How much there is. */
  readonly total: Required<ReportTotal> = { tensors: 0, storages: 0, elements: 0, bytes: 0 };
  readonly #sums = new Map<Node, ReportSums>();

  /**
   * Walks.
   *
   * @param made Returns the tensor or storage that was made of a node.
   * @param adds Whether elements are added up.
   */
  constructor(root: Child, readonly made: (node: Node) => unknown, readonly adds: boolean) {
    if (root instanceof Node) this.#walk(root);
  }

  /** Returns the tensor of a node. */
  tensor(node: Node): Tensor {
    return this.made(node) as Tensor;
  }

  /** Returns what the elements of a tensor come to; nothing if they are not added up. */
  sums(node: Node): ReportSums {
    if (!this.adds) return {};
    let sums = this.#sums.get(node);
    if (sums === undefined) this.#sums.set(node, sums = sumsOf(this.tensor(node)));
    return sums;
  }

  #walk(root: Node): void {
    const top = new Parameters(), stack: Visit[] = [{ node: root, next: 0, parameters: new Parameters() }];
    this.#meet(root);
    while (stack.length > 0) {
      const visit = stack[stack.length - 1]!, { node } = visit;
      if (visit.next === node.children.length) {
        stack.pop();
        this.#finish(visit, stack[stack.length - 1]?.parameters ?? top, (all) => {
          if (stack.length > 0) stack[stack.length - 1]!.parameters = all;
          else if (all.count > 0) this.parameters.set(root, all.report());
        });
      } else {
        const child = node.children[visit.next++];
        if (child instanceof Node && this.#meet(child)) {
          stack.push({ node: child, next: 0, parameters: new Parameters() });
        }
      }
    }
  }

  /** Counts a node, and returns whether it had not been met. */
  #meet(node: Node): boolean {
    const before = this.occurrences.get(node) ?? 0;
    this.occurrences.set(node, before + 1);
    if (before > 0) return false;
    if (node.content.kind === "tensor") this.total.tensors++;
    if (node.content.kind === "storage") {
      const { length, bytes } = node.content.storage;
      this.total.storages++;
      this.total.elements += length;
      this.total.bytes += bytes;
    }
    return true;
  }

  /** Counts the parameters of an object and hands all that are in it on to what it is in. */
  #finish({ node, parameters }: Visit, outer: Parameters, hand: (all: Parameters) => void): void {
    if (node.content.kind === "object") {
      this.#own(node, parameters);
      if (parameters.count > 0) this.parameters.set(node, parameters.report());
    }
    // The smaller one goes into the larger one, so that deep files do not take long.
    const [small, large] = outer.places.size < parameters.places.size ? [outer, parameters] : [parameters, outer];
    for (const place of small.places) {
      const [count, sum] = this.#places.get(place)!;
      this.#add(large, place, count, sum);
    }
    hand(large);
  }

  readonly #places = new Map<string, readonly [count: number, sum: number | undefined]>();
  readonly #storages = new Map<Child, number>();

  #add(parameters: Parameters, place: string, count: number, sum: number | undefined): void {
    if (parameters.places.has(place)) return;
    parameters.places.add(place);
    parameters.count += count;
    parameters.sum = sum === undefined || parameters.sum === undefined ? undefined : parameters.sum + sum;
  }

  /** Adds the parameters that are fields of the object itself. */
  #own({ children: [payload] }: Node, parameters: Parameters): void {
    if (!(payload instanceof Node) || payload.content.kind !== "table") return;
    const { children } = payload, tensors = new Map<string, Node>();
    for (let i = 0; i < children.length; i += 2) {
      const key = children[i], value = children[i + 1];
      if (!(key instanceof Uint8Array && value instanceof Node && value.content.kind === "tensor")) continue;
      tensors.set(text.decode(key), value);
    }
    for (const [name, node] of tensors) {
      const x = this.tensor(node), gradient = tensors.get(gradientName(name));
      const hasGradient = gradient !== undefined && sameSize(this.tensor(gradient).shape, x.shape);
      if (x.count === 0 || !(hasGradient || name === "weight" || name === "bias")) continue;
      const { sum } = this.sums(node), storage = node.children[0]!;
      const number = this.#storages.get(storage) ?? this.#storages.size;
      this.#storages.set(storage, number);
      const place = `${number} ${x.offset} ${x.shape} ${x.strides}`;
      this.#places.set(place, [x.count, sum === undefined ? undefined : Number(sum)]);
      this.#add(parameters, place, x.count, sum === undefined ? undefined : Number(sum));
    }
  }
}
