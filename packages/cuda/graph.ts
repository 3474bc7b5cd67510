import { frame, result } from "@taimatsu/tensor/native";
import { currentDevice } from "./current_device.ts";
import { check, functions } from "./functions.ts";
import { Numbered } from "./numbered.ts";

/** Work that was recorded once and is done by one call, which costs far less than the calls it was recorded from. */
export class Graph extends Numbered {
  /** Keeps a graph that the library recorded. */
  constructor(number: number) {
    super(number, "tm_graph_free");
  }

  /** Does the work, on the current stream. It reads and writes the same memory as when it was recorded. */
  launch(): void {
    check(functions().tm_graph_launch(this.number));
  }
}

/** Runs a function that must not be async. */
function run(fn: () => unknown): void {
  if (fn() instanceof Promise) throw new TypeError("Cannot run graph: the function must not be async");
}

/**
 * Records what a function does on the current GPU, for {@linkcode Graph.launch}. The function runs twice before it is recorded,
 * so that everything has its memory.
 *
 * While it is recorded, nothing may be allocated, copied from or to the CPU, or waited for: results go into tensors that are
 * there (`out`, or what modules keep), and a loss stays on the device. Numbers that JavaScript passes are part of the graph and
 * stay as they are.
 *
 * @param fn A synchronous function.
 * @throws {NativeError} If it does what a graph cannot hold; the message says what.
 * @throws {TypeError} If it returns a promise.
 */
export function graph(fn: () => unknown): Graph {
  const { index } = currentDevice();
  run(fn);
  run(fn);
  check(functions().tm_graph_begin(index));
  try {
    run(fn);
  } catch (error) {
    if (functions().tm_graph_end(index, frame) === 0) new Graph(result())[Symbol.dispose]();
    throw error;
  }
  check(functions().tm_graph_end(index, frame));
  return new Graph(result());
}
