import type { Tensor } from "@taimatsu/tensor";
import { allowCuDNN } from "./allow_cudnn.ts";
import { allowTF32 } from "./allow_tf32.ts";
import type { CudaDevice } from "./cuda_device.ts";
import { currentDevice, deviceAt, setDevice, withDevice } from "./current_device.ts";
import { describe } from "./describe.ts";
import { deviceCount, isAvailable, isEmulated } from "./device_count.ts";
import { type DeviceProperties, deviceProperties } from "./device_properties.ts";
import { collect, emptyCache } from "./empty_cache.ts";
import { Event } from "./event.ts";
import { type Graph, graph } from "./graph.ts";
import { hasHalf } from "./has_half.ts";
import { type MemoryInfo, memoryInfo } from "./memory_info.ts";
import { isPinned, pinMemory } from "./pin_memory.ts";
import { currentStream, setStream, Stream, streamBarrier, withStream } from "./stream.ts";
import { synchronize, synchronizeAll, synchronizeAsync } from "./synchronize.ts";
import { driverVersion, runtimeVersion } from "./versions.ts";

/** GPUs: called, it returns one as a device; its members tell and set the rest. Numbers of GPUs begin at 0. */
export interface Cuda {
  /**
   * Returns a GPU as a device, the same object at every call.
   *
   * @param index Which GPU; the current one unless given.
   * @throws {RangeError} If there is no GPU of that number.
   * @throws {Error} If there is no GPU at all; the message says what is missing.
   */
  (index?: number): CudaDevice;
  /**
   * Returns how many GPUs there are (Torch7's `cutorch.getDeviceCount`): 0, without an error, where the library, a driver or a
   * GPU is missing. {@linkcode Cuda.describe} says which.
   */
  deviceCount(): number;
  /** Returns whether there is a GPU. */
  isAvailable(): boolean;
  /** Returns whether the GPUs are emulated on the host, as `TAIMATSU_CUDA_EMULATE=1` asks for in tests. */
  isEmulated(): boolean;
  /** The GPU that is meant where none is named (Torch7's `cutorch.getDevice`). */
  get device(): CudaDevice;
  /**
   * Says which GPU is meant where none is named (Torch7's `cutorch.setDevice`). If the default device is a GPU, new tensors are
   * made on this one from then on.
   */
  setDevice(index: number): void;
  /**
   * Runs a function with another GPU as the current one, and makes the former one current again, whatever happens (Torch7's
   * `cutorch.withDevice`).
   *
   * @param index The GPU.
   * @param fn A synchronous function.
   * @returns What `fn` returned.
   * @throws {TypeError} If `fn` returns a promise.
   */
  withDevice<T>(index: number, fn: () => T): T;
  /** Returns what is known of a GPU (Torch7's `cutorch.getDeviceProperties`). */
  deviceProperties(index?: number): DeviceProperties;
  /** Returns how the memory of a GPU is used (Torch7's `cutorch.getMemoryUsage`). */
  memoryInfo(index?: number): MemoryInfo;
  /**
   * Waits for all work on a GPU (Torch7's `cutorch.synchronize`).
   *
   * @throws {NativeError} If something went wrong meanwhile: an index out of range, a launch that failed.
   */
  synchronize(index?: number): void;
  /** Waits for all work on all GPUs (Torch7's `cutorch.synchronizeAll`). */
  synchronizeAll(): void;
  /** As {@linkcode Cuda.synchronize}, while the event loop goes on. */
  synchronizeAsync(index?: number): Promise<void>;
  /** Gives memory that no tensor holds back to the driver, for other programs. */
  emptyCache(index?: number): void;
  /**
   * Returns a copy of a tensor of the CPU in pinned memory (Torch7's `cutorch.createCudaHostTensor`), or the tensor itself if it lies
   * there: page-locked memory, which GPUs copy from and to by themselves, while the CPU goes on if `copy(source, { async: true })` is
   * asked for. Too much of it makes the whole computer slow. It needs `--allow-ffi` without a path,
   * because memory that others own becomes a buffer.
   *
   * @throws {TypeError} If the tensor is not one of the CPU.
   * @throws {NativeError} If so much cannot be page-locked.
   */
  pinMemory(x: Tensor): Tensor;
  /** Returns whether a tensor lies in pinned memory. */
  isPinned(x: Tensor): boolean;
  /**
   * Finds unreachable tensors, lets the event loop run once, in which their memory is freed, and gives it back to the driver. For
   * loops that neither dispose tensors nor await anything.
   */
  collect(): Promise<void>;
  /**
   * Returns whether a GPU has instructions for 16-bit numbers (Torch7's `cutorch.hasHalfInstructions`). Tensors of float16 and
   * bfloat16 can be stored and converted on any.
   */
  hasHalf(index?: number): boolean;
  /** Returns the version of CUDA that the library was built with (Torch7's `cutorch.getRuntimeVersion`): 13000 is 13.0. */
  runtimeVersion(): number;
  /** Returns the newest version of CUDA that the driver knows (Torch7's `cutorch.getDriverVersion`); 0 without a driver. */
  driverVersion(): number;
  /** Queues of work: `new cuda.Stream()`. */
  readonly Stream: typeof Stream;
  /** Points in a stream's work: `new cuda.Event()`. */
  readonly Event: typeof Event;
  /** Returns the stream on which this thread works on a GPU (Torch7's `cutorch.getStream`); `undefined` is the default one. */
  currentStream(index?: number): Stream | undefined;
  /**
   * Sets the stream on which this thread works (Torch7's `cutorch.setStream`), which stays when devices are switched.
   *
   * @param stream The stream, or the number of a GPU to work on its default one.
   */
  setStream(stream: Stream | number): void;
  /**
   * Runs a function whose work goes to a stream, and goes on with the former one, whatever happens.
   *
   * @param stream The stream.
   * @param fn A synchronous function; that it returns does not mean that its work is done.
   * @returns What `fn` returned.
   * @throws {TypeError} If `fn` returns a promise.
   */
  withStream<T>(stream: Stream, fn: () => T): T;
  /** Lets what comes on any of the streams wait for what is on all of them now (Torch7's `cutorch.streamBarrier`). */
  streamBarrier(streams: readonly Stream[]): void;
  /**
   * Records what a function does on the current GPU, to be done again by one call. The function runs twice before it is
   * recorded, so that everything has its memory.
   *
   * While it is recorded, nothing may be allocated, copied from or to the CPU, or waited for: results go into tensors that are
   * there (`out`, or what modules keep), and a loss stays on the device. Numbers that JavaScript passes are part of the graph
   * and stay as they are.
   *
   * @param fn A synchronous function.
   * @throws {NativeError} If it does what a graph cannot hold; the message says what.
   * @throws {TypeError} If it returns a promise.
   */
  graph(fn: () => unknown): Graph;
  /**
   * Says whether products of float32, and convolutions through cuDNN, may round their factors to TF32, with 10 bits of
   * mantissa, which the tensor cores of newer GPUs can compute; through cuBLAS and cuDNN alone. They may not at first.
   *
   * @throws {TypeError} If `allowed` is no boolean.
   */
  allowTF32(allowed: boolean): void;
  /**
   * Says whether 2-D convolutions and their gradients may go to cuDNN, where it is installed (`libcudnn.so.9`). They may not at
   * first: the library's own kernels compute them.
   *
   * @returns Whether they go there from now on; {@linkcode Cuda.describe} says why not.
   * @throws {TypeError} If `allowed` is no boolean.
   */
  allowCuDNN(allowed: boolean): boolean;
  /** Returns in words which GPUs there are, by which library, what computes products and convolutions, or why there are none. */
  describe(): string;
}

const members = {
  allowCuDNN,
  allowTF32,
  deviceCount,
  isAvailable,
  isEmulated,
  setDevice,
  withDevice,
  deviceProperties,
  memoryInfo,
  synchronize,
  synchronizeAll,
  synchronizeAsync,
  emptyCache,
  pinMemory,
  isPinned,
  collect,
  hasHalf,
  runtimeVersion,
  driverVersion,
  Stream,
  Event,
  currentStream,
  setStream,
  withStream,
  streamBarrier,
  graph,
  describe,
};

/**
 * Returns a GPU as a device; its members tell how many there are, and set the rest.
 *
 * @param index Which GPU, from 0; the current one unless given.
 *
 * @example Usage
 * ```ts
 * import { cuda } from "@taimatsu/cuda";
 * import { cpu, ones } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const device = cuda.isAvailable() ? cuda(0) : cpu;
 * const x = ones([2, 3]).to(device);
 * assertEquals(x.mul(-2).abs().cpu().toArray(), [[2, 2, 2], [2, 2, 2]]);
 * ```
 */
export const cuda: Cuda = Object.defineProperty(
  Object.assign((index?: number): CudaDevice => deviceAt(index), members),
  "device",
  { get: currentDevice, enumerable: true },
) as Cuda;
