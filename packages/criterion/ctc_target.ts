// Targets of CTCCriterion: sequences of labels in the forms that users have.
import { checkInteger, checkSize, cpu, describe, FLOAT64, formatSize, Tensor } from "@taimatsu/tensor";
import { elementsOf, hosted } from "@taimatsu/tensor/native";
import { fit } from "./buffers.ts";
import { found } from "./refusal.ts";

/**
 * Sequences of labels: of one sample a list or a tensor [labels], of a batch a list of lists or a tensor [batch,
 * labels]. In tensors, of any dtype, −1 ends a sequence.
 */
export type CTCLabels = Tensor | readonly number[] | readonly (readonly number[])[];

/** Sequences of labels, and how many steps of the input belong to each. */
export interface CTCTarget {
  /** The sequences. */
  labels: CTCLabels;
  /** Numbers of steps, one for each sample; all steps by default. */
  lengths?: Tensor | readonly number[];
}

/** What the sequences must fit to. */
export interface CTCSizes {
  /** Number of samples. */
  readonly batch: number;
  /** Whether the input is one sample and no batch. */
  readonly sample: boolean;
  /** Number of steps. */
  readonly steps: number;
  /** Number of classes. */
  readonly classes: number;
  /** The class that stands for no label. */
  readonly blank: number;
}

/** Labels and lengths as plain lists, which are kept from call to call. */
export class CTCSequences {
  /** The labels of each sample. */
  readonly labels: number[][] = [];
  /** The number of steps of each sample. */
  readonly lengths: number[] = [];
  /** The numbers of a tensor. */
  protected numbers: Tensor | undefined;

  /**
   * Reads a target.
   *
   * @param caller The method that was called, for messages.
   * @throws {TypeError} If it has another form.
   * @throws {RangeError} If a label or a length is no integer or out of its range.
   */
  read(caller: string, target: CTCLabels | CTCTarget, sizes: CTCSizes): void {
    const given = isTarget(target) ? target : { labels: target }, { batch, steps } = sizes, { labels, lengths } = this;
    for (let i = 0; i < batch; i++) {
      if (labels[i] === undefined) labels[i] = [];
      labels[i]!.length = 0;
      lengths[i] = steps;
    }
    if (given.labels instanceof Tensor) this.readTensor(caller, given.labels, sizes);
    else this.readLists(caller, given.labels, sizes);
    if (given.lengths !== undefined) this.readLengths(caller, given.lengths, sizes);
  }

  /** Returns an empty one: nothing lasts from call to call. */
  clone(): CTCSequences {
    return new CTCSequences();
  }

  /** Reads labels from a tensor. */
  protected readTensor(caller: string, x: Tensor, sizes: CTCSizes): void {
    const { batch, sample } = sizes;
    checkSize(caller, "target", x, sample ? ["labels"] : [batch, "labels"]);
    if (x.count === 0) return;
    const { data, start } = elementsOf(this.numbers = fit(this.numbers, FLOAT64, x.shape, cpu).copy(hosted(x))),
      n = x.count / batch;
    for (let i = 0; i < batch; i++) {
      for (let k = 0; k < n && data[start + i * n + k] !== -1; k++) {
        this.take(caller, sizes, i, k, data[start + i * n + k]!);
      }
    }
  }

  /** Reads labels from lists. */
  protected readLists(caller: string, x: unknown, sizes: CTCSizes): void {
    const { batch, sample } = sizes, lists: unknown = sample ? [x] : x;
    const fits = Array.isArray(lists) && lists.length === batch && lists.every(Array.isArray);
    if (!fits) {
      const wanted = sample ? "a list of labels or a tensor" : `a list of ${batch} lists of labels or a tensor`;
      throw new TypeError(`Cannot run ${caller}: target must be ${wanted} but is ${found(x)}`);
    }
    for (let i = 0; i < batch; i++) {
      const list = lists[i] as readonly number[];
      for (let k = 0; k < list.length; k++) this.take(caller, sizes, i, k, list[k]!);
    }
  }

  /** Keeps a label. */
  protected take(caller: string, { sample, classes, blank }: CTCSizes, i: number, k: number, label: number): void {
    if (!(Number.isInteger(label) && label >= 0 && label < classes && label !== blank)) {
      const name = `target${sample ? "" : `[${i}]`}[${k}]`;
      if (label === blank) throw new RangeError(`Cannot run ${caller}: ${name} must not be the blank ${blank}`);
      checkInteger(caller, name, label, 0, classes - 1);
    }
    this.labels[i]!.push(label);
  }

  /** Reads numbers of steps. */
  protected readLengths(caller: string, x: Tensor | readonly number[], { batch, steps }: CTCSizes): void {
    const list = x instanceof Tensor && x.shape.length === 1 ? x.toArray() : x;
    if (!Array.isArray(list) || list.length !== batch) {
      const is = x instanceof Tensor ? formatSize(x.shape) : describe(x);
      throw new TypeError(`Cannot run ${caller}: lengths must be [${batch}] numbers but are ${is}`);
    }
    for (let i = 0; i < batch; i++) {
      const length = list[i] as number;
      checkInteger(caller, `lengths[${i}]`, length, 0, steps);
      this.lengths[i] = length;
    }
  }
}

function isTarget(x: CTCLabels | CTCTarget): x is CTCTarget {
  return typeof x === "object" && x !== null && !Array.isArray(x) && !(x instanceof Tensor) && "labels" in x;
}
