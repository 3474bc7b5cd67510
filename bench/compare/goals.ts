// How much faster than PyTorch in eager mode, and with images than Pillow and Jimp, Taimatsu means to be. Ratios above 1 are better.
import type { Case } from "../harness/case.ts";
import { geometricMean, type Pair } from "./ratio.ts";

/** A group of cases and the ratios that are wanted. */
export interface Goal {
  /** What a reader calls the group. */
  name: string;
  suite: string;
  /** Cases whose names match. */
  cases: RegExp;
  /** Least geometric mean. */
  mean?: number;
  /** Least ratio of every case. */
  each: number;
  /** Whom it speaks of: PyTorch unless given. */
  peer?: string;
}

/** Cases of images of bytes that are no files. */
const PIXELS = /^(?!jpeg|png|.*_f32\/)/;

export const GOALS: readonly Goal[] = [
  { name: "small operations", suite: "A", cases: /./, mean: 12, each: 4 },
  { name: "small operations into an existing tensor", suite: "A", cases: /\/out$/, each: 15 },
  { name: "element-wise operations", suite: "B", cases: /./, mean: 1.6, each: 0.9 },
  { name: "reductions, indexing, random, movement", suite: "C", cases: /./, mean: 2, each: 0.9 },
  { name: "matrix products", suite: "D", cases: /./, mean: 1.1, each: 0.9 },
  { name: "dense linear algebra", suite: "E", cases: /./, mean: 1, each: 0.85 },
  { name: "layers, forward and backward", suite: "F", cases: /./, mean: 1.6, each: 0.9 },
  { name: "training step, MNIST convnet, batch 64", suite: "G", cases: /^torchdemos_convnet_b64\/step$/, each: 2.2 },
  { name: "training step, MNIST convnet, batch 10", suite: "G", cases: /^torchdemos_convnet_b10\/step$/, each: 2.4 },
  { name: "training step, MLP 784-128-64-10", suite: "G", cases: /^mlp_784_128_64_10_b64\/step$/, each: 2 },
  { name: "training step, MLP 1024-1000-1000-10", suite: "G", cases: /^mlp_1024_1000_1000_10_b100\/step$/, each: 1.1 },
  { name: "training step, MLP 10-32-1", suite: "G", cases: /^mlp_10_32_1_b8\/step$/, each: 10 },
  { name: "learning exclusive or", suite: "G", cases: /^xor_2_3_1/, each: 15 },
  { name: "start-up to the first result", suite: "G", cases: /^startup\/first_op$/, each: 10 },
  { name: "memory of the first result", suite: "G", cases: /^startup\/first_op_rss$/, each: 2.5 },
  { name: "memory of training", suite: "G", cases: /\/rss$/, each: 2 },
  { name: "optimizer steps, 10³ to 10⁷ parameters", suite: "H", cases: /./, mean: 2.5, each: 1.2 },
  { name: "images: geometry, colours, filters", suite: "I", cases: PIXELS, each: 2, peer: "pillow" },
  { name: "images: files", suite: "I", cases: /^(jpeg|png)/, each: 0.9, peer: "pillow" },
  { name: "images: batches in floats", suite: "I", cases: /_f32\//, each: 2 },
  { name: "images: geometry, colours, filters", suite: "I", cases: PIXELS, each: 5, peer: "jimp" },
  { name: "images: files", suite: "I", cases: /^(jpeg|png)/, each: 5, peer: "jimp" },
  { name: "training speed, nets of the Torch7 and Theano papers", suite: "T", cases: /./, mean: 1.6, each: 0.9 },
];

/** Returns whether a goal speaks of a case. */
export function covers(goal: Goal, c: Case): boolean {
  return c.suite === goal.suite && goal.cases.test(c.case);
}

/** How far the cases of a goal come. */
export interface Reached {
  goal: Goal;
  mean: number;
  worst: Pair;
  /** Number of cases. */
  cases: number;
  /** Cases below `each`. */
  short: Pair[];
  reached: boolean;
}

/** Whom goals speak of. */
export const MAIN_PEER = "pytorch";

/** Compares the ratios against a peer with the goals that speak of it; a goal without cases is left out. */
export function compareWithGoals(list: readonly Pair[], peer: string = MAIN_PEER): Reached[] {
  const ofPeer = GOALS.filter((goal) => (goal.peer ?? MAIN_PEER) === peer);
  return ofPeer.flatMap((goal) => {
    const mine = list.filter(({ c }) => covers(goal, c)).sort((a, b) => a.ratio - b.ratio);
    if (mine.length === 0) return [];
    const mean = geometricMean(mine), short = mine.filter(({ ratio }) => ratio < goal.each);
    return [{
      goal,
      mean,
      worst: mine[0]!,
      cases: mine.length,
      short,
      reached: short.length === 0 && mean >= (goal.mean ?? 0),
    }];
  });
}
