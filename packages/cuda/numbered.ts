import { check, functions } from "./functions.ts";

/** Functions that free what a number stands for. */
type Free = "tm_stream_free" | "tm_event_free" | "tm_graph_free";

const unreachable = new FinalizationRegistry<{ free: Free; number: number }>(({ free, number }) => {
  functions()[free](number);
});

/** What the native library keeps under a number, until nobody refers to it or it is disposed. */
export class Numbered {
  readonly #free: Free;
  #number: number;

  /** Keeps a number that the library gave. */
  constructor(number: number, free: Free) {
    this.#number = number;
    this.#free = free;
    unreachable.register(this, { free, number }, this);
  }

  /** The library's number; 0 once it is disposed. */
  get number(): number {
    return this.#number;
  }

  /** Frees it now rather than some time after nobody refers to it any more. */
  [Symbol.dispose](): void {
    if (this.#number === 0) return;
    unreachable.unregister(this);
    const number = this.#number;
    this.#number = 0;
    check(functions()[this.#free](number));
  }
}
