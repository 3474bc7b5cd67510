import type { ModuleOptions } from "../options.ts";
import { checkPads, leastPadded, padsText } from "./pads.ts";
import { Resampler, type ResamplingRow } from "./resampler.ts";

/** Padding of maps by elements of their own; negative numbers crop. The base of reflection and replication padding. */
export abstract class Padder extends Resampler {
  /** Columns added on the left, rows added above, frames added in front. */
  readonly before: readonly number[];
  /** Columns added on the right, rows added below, frames added at the back. */
  readonly after: readonly number[];

  /**
   * Notes the paddings.
   *
   * @param pads By name, in the order left, right, top, bottom, front, back.
   * @throws {RangeError} If a number is no integer.
   */
  constructor(pads: Record<string, number>, options?: ModuleOptions) {
    super(Object.keys(pads).length / 2, options);
    const { before, after } = checkPads(new.target.name, pads);
    this.before = before;
    this.after = after;
  }

  /**
   * Returns the element that stands in a place.
   *
   * @param place Counted from the first element of the input: negative on the left, `size` or more on the right.
   * @param size The size of the input.
   */
  abstract source(place: number, size: number): number;

  /** Returns the smallest size of which something is left. */
  override least(axis: number): number {
    return leastPadded(this, axis);
  }

  /** Returns the size with the paddings. */
  override outputSize(axis: number, size: number): number {
    return this.before[axis]! + size + this.after[axis]!;
  }

  /** Returns the element that stands in a place. */
  override row(axis: number, i: number, size: number): ResamplingRow {
    return { first: this.source(i - this.before[axis]!, size), count: 1, weight: 1 };
  }

  /** Returns the paddings as Torch7 prints them for images. */
  override toString(): string {
    return super.toString() + padsText(this);
  }
}
