import { type Case, nameOf } from "../harness/case.ts";
import type { Side } from "./side.ts";

/** A case that both sides have a figure for. */
export interface Pair {
  c: Case;
  ours: number;
  peer: number;
  /** Above 1 ours is better. */
  ratio: number;
  /** How much the visits of a side disagree, at worst. */
  spread: number;
  /** The share of the processors that other programs took, at worst. */
  foreign: number;
}

/** Returns how much better ours is: the peer's time or memory over ours, or our rate over the peer's. */
export function ratioOf(unit: Case["unit"], ours: number, peer: number): number {
  return unit === "ex/s" ? ours / peer : peer / ours;
}

/** Returns the cases that both sides have a figure for. */
export function pairs(cases: readonly Case[], ours: Side, peer: Side): Pair[] {
  return cases.flatMap((c) => {
    const key = nameOf(c), a = ours.value(key), b = peer.value(key);
    if (a === undefined || b === undefined) return [];
    return [{
      c,
      ours: a,
      peer: b,
      ratio: ratioOf(c.unit, a, b),
      spread: Math.max(ours.spread(key), peer.spread(key)),
      foreign: Math.max(ours.foreign(key), peer.foreign(key)),
    }];
  });
}

/** Returns the geometric mean of the ratios. */
export function geometricMean(list: readonly Pair[]): number {
  return Math.exp(list.reduce((sum, { ratio }) => sum + Math.log(ratio), 0) / list.length);
}

const SECONDS = { ns: 1e-9, us: 1e-6, ms: 1e-3 };

/** Returns GFLOP/s or GB/s of a figure, or nothing where neither is defined. */
export function rate(c: Case, value: number): string {
  if (c.unit === "MiB") return "";
  const seconds = c.unit === "ex/s" ? c.b! / value : value * SECONDS[c.unit];
  if (c.flop !== undefined && "CDEFGT".includes(c.suite)) return `${format(c.flop / seconds / 1e9)} GFLOP/s`;
  return c.bytes === undefined ? "" : `${format(c.bytes / seconds / 1e9)} GB/s`;
}

/** Writes a number with three digits, or all before the point. */
export function format(x: number): string {
  return x >= 1e5 ? x.toFixed(0) : x >= 100 ? x.toFixed(1) : x.toPrecision(3);
}
