import { frame, result } from "@taimatsu/tensor/native";
import type { CudaDevice } from "./cuda_device.ts";
import { deviceAt } from "./current_device.ts";
import { Event } from "./event.ts";
import { check, functions } from "./functions.ts";
import { Numbered } from "./numbered.ts";

/** The streams on which this thread works, by the number of the GPU; the default ones are left out. */
const current = new Map<number, Stream>();

function newStream(device: CudaDevice): number {
  check(functions().tm_stream_new(device.index, frame));
  return result();
}

/**
 * A queue of a GPU's work (Torch7's `cutorch.reserveStreams`): `new cuda.Stream()`. Work on one stream is done in order; that of
 * two streams may overlap. A tensor must live until the work of every stream that uses it is done.
 */
export class Stream extends Numbered {
  /** The GPU whose work it is. */
  readonly device: CudaDevice;

  /**
   * Makes a stream.
   *
   * @param index The GPU; the current one unless given.
   */
  constructor(index?: number) {
    const device = deviceAt(index);
    super(newStream(device), "tm_stream_free");
    this.device = device;
  }

  /** Frees it once its work is done; if this thread works on it, it goes on with the default one. */
  override [Symbol.dispose](): void {
    if (current.get(this.device.index) === this) setStream(this.device.index);
    super[Symbol.dispose]();
  }

  /** Waits for the work on the stream (Torch7's `cutorch.streamSynchronize`), and reports what went wrong meanwhile. */
  synchronize(): void {
    check(functions().tm_stream_synchronize(this.number));
  }

  /** Lets what comes on this stream wait for what is on others now (Torch7's `cutorch.streamWaitFor`). */
  waitFor(...others: Stream[]): void {
    for (const other of others) {
      using event = withStream(other, () => new Event(other.device.index).record());
      withStream(this, () => event.wait());
    }
  }
}

function use(device: CudaDevice, stream: Stream | undefined): void {
  check(functions().tm_set_stream(device.index, stream?.number ?? 0));
  if (stream === undefined) current.delete(device.index);
  else current.set(device.index, stream);
}

/** Returns the stream on which this thread works on a GPU (Torch7's `cutorch.getStream`); `undefined` is the default one. */
export function currentStream(index?: number): Stream | undefined {
  return current.get(deviceAt(index).index);
}

/**
 * Sets the stream on which this thread works (Torch7's `cutorch.setStream`), which stays when devices are switched.
 *
 * @param stream The stream, or the number of a GPU to work on its default one.
 */
export function setStream(stream: Stream | number): void {
  if (typeof stream === "number") use(deviceAt(stream), undefined);
  else use(stream.device, stream);
}

/**
 * Runs a function whose work goes to a stream, and goes on with the former one, whatever happens.
 *
 * @param fn A synchronous function; that it returns does not mean that its work is done.
 * @returns What `fn` returned.
 * @throws {TypeError} If `fn` returns a promise.
 */
export function withStream<T>(stream: Stream, fn: () => T): T {
  const { device } = stream, before = current.get(device.index);
  use(device, stream);
  let returned: T;
  try {
    returned = fn();
  } finally {
    use(device, before);
  }
  if (returned instanceof Promise) throw new TypeError("Cannot run withStream: the function must not be async");
  return returned;
}

/** Lets what comes on any of the streams wait for what is on all of them now (Torch7's `cutorch.streamBarrier`). */
export function streamBarrier(streams: readonly Stream[]): void {
  for (const stream of streams) stream.waitFor(...streams.filter((other) => other !== stream));
}
