/** A batch: a pair, or an object as in `MnistPart`. */
export type Batch<I, T> = readonly [input: I, target: T] | { readonly input: I; readonly target: T };

/** Batches, in memory or as they come: a list, a generator, a `DataLoader`. */
export type Batches<I, T> = Iterable<Batch<I, T>> | AsyncIterable<Batch<I, T>>;

/** Goes through batches as pairs. Timers and signals have their turn now and then, which batches at hand would not leave them. */
export async function* pairsOf<I, T>(batches: Batches<I, T>): AsyncGenerator<readonly [I, T]> {
  let last = performance.now();
  for await (const batch of batches) {
    if (performance.now() - last >= TURN) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      last = performance.now();
    }
    yield "input" in batch ? [batch.input, batch.target] : batch;
  }
}

/** Milliseconds between two turns of timers and signals. */
const TURN = 100;
