/**
 * Collects what training or testing gives, batch by batch, and sums it up; after torchnet's meters.
 *
 * @typeParam Input The arguments of `add`.
 * @typeParam Value What `value` returns.
 */
export interface Meter<Input extends readonly unknown[], Value> {
  /** Takes in a batch. */
  add(...input: Input): void;
  /** Returns the result for everything added since the last reset. */
  value(): Value;
  /** Forgets everything. */
  reset(): void;
}
