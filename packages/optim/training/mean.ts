import { checkRange } from "@taimatsu/tensor";

/** A weighted mean. */
export class Mean {
  weight = 0;
  #total = 0;

  constructor(readonly caller: string) {}

  add(value: number, weight = 1): void {
    checkRange(this.caller, "batchSize()", weight, Number.MIN_VALUE, Number.MAX_VALUE);
    this.#total += value * weight;
    this.weight += weight;
  }
  get value(): number {
    return this.#total / this.weight;
  }
}
