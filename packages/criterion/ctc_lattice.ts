// The sums over all alignments of a sequence of labels with the steps of an input, in logarithms.
import type { Elements } from "@taimatsu/tensor/native";

/** One sequence and its input. States are the labels with a blank before, between and after them. */
export interface CTCSequence {
  /** Logarithms of the classes' probabilities. */
  readonly log: Elements;
  /** Position of the first step's classes. */
  readonly first: number;
  /** From one step's classes to the next. */
  readonly stride: number;
  /** Number of steps. */
  readonly steps: number;
  /** The labels, which a blank separates where the input wants one. */
  readonly labels: readonly number[];
  /** The class that stands for no label. */
  readonly blank: number;
}

/** Returns the number of states of a sequence of so many labels. */
export function statesOf(labels: number): number {
  return 2 * labels + 1;
}

function classOf({ labels, blank }: CTCSequence, state: number): number {
  return state % 2 === 0 ? blank : labels[(state - 1) / 2]!;
}

function logAt(q: CTCSequence, step: number, state: number): number {
  return q.log.data[q.log.start + q.first + step * q.stride + classOf(q, state)]!;
}

/** Whether a state is reached from the one two before it: from a label to the next one, if that is another. */
function skips(q: CTCSequence, state: number): boolean {
  return state >= 3 && state % 2 === 1 && classOf(q, state) !== classOf(q, state - 2);
}

/** log(e^a + e^b + e^c) */
function add(a: number, b: number, c: number): number {
  const most = Math.max(a, b, c);
  return most === -Infinity ? most : most + Math.log(Math.exp(a - most) + Math.exp(b - most) + Math.exp(c - most));
}

/**
 * Writes to `r`, [steps][states], the logarithm of the probability of all beginnings that end in a state at a step.
 *
 * @returns −log of the probability of the sequence; infinite if it does not fit into the steps.
 */
export function sumBeginnings(q: CTCSequence, { data, start }: Elements): number {
  const states = statesOf(q.labels.length), { steps } = q;
  if (steps === 0) return states === 1 ? 0 : Infinity;
  for (let s = 0; s < states; s++) data[start + s] = s < 2 ? logAt(q, 0, s) : -Infinity;
  for (let t = 1; t < steps; t++) {
    const row = start + t * states, last = row - states;
    for (let s = 0; s < states; s++) {
      const one = s >= 1 ? data[last + s - 1]! : -Infinity, two = skips(q, s) ? data[last + s - 2]! : -Infinity;
      data[row + s] = logAt(q, t, s) + add(data[last + s]!, one, two);
    }
  }
  const end = start + steps * states;
  return -add(data[end - 1]!, states > 1 ? data[end - 2]! : -Infinity, -Infinity);
}

/**
 * Subtracts from the gradient `g`, laid out as the logarithms, `scale` times the probability that each class is seen at
 * each step, given the sequence.
 *
 * @param beginnings What {@linkcode sumBeginnings} wrote.
 * @param loss What it returned, finite.
 * @param ends Memory for the sums over all ends, 2 rows of states.
 */
export function subtractSeen(
  q: CTCSequence,
  beginnings: Elements,
  loss: number,
  ends: Elements,
  g: Elements,
  scale: number,
): void {
  const states = statesOf(q.labels.length), { data, start } = ends;
  for (let t = q.steps - 1; t >= 0; t--) {
    const row = start + t % 2 * states, next = start + (t + 1) % 2 * states, from = beginnings.start + t * states;
    for (let s = 0; s < states; s++) {
      data[row + s] = t === q.steps - 1 ? (s >= states - 2 ? 0 : -Infinity) : add(
        data[next + s]! + logAt(q, t + 1, s),
        s + 1 < states ? data[next + s + 1]! + logAt(q, t + 1, s + 1) : -Infinity,
        s + 2 < states && skips(q, s + 2) ? data[next + s + 2]! + logAt(q, t + 1, s + 2) : -Infinity,
      );
      const seen = Math.exp(beginnings.data[from + s]! + data[row + s]! + loss);
      g.data[g.start + q.first + t * q.stride + classOf(q, s)]! -= scale * seen;
    }
  }
}
