import type { Tensor } from "@taimatsu/tensor";
import { fresh } from "@taimatsu/tensor/native";
import { INT32, integersOf, write } from "../elements.ts";
import { fitLike, kept } from "../kernels.ts";
import { MapModule } from "../maps.ts";
import type { ModuleOptions } from "../options.ts";
import { fitFrames, frameSizes, timeSizes, volumeGrad, volumeIndices, volumeSizes } from "./volume.ts";
import { addAt, maxListed, planeSizes } from "./windows.ts";

/**
 * Largest element of each window, where the windows are listed for every axis: the base of adaptive and fractional max pooling, of
 * images and of volumes.
 */
export abstract class ListedMaxPooling extends MapModule {
  /** The windows along each axis, [planes or 1, windows, 2], and last those that take each place alone. */
  _windows: Tensor[] = [];
  /** What pooling of the frames gave. */
  _frames: Tensor;
  /** Where the largest elements lie in their images or frames. */
  _frameIndices: Tensor = fresh(INT32, [], this.device);
  /** Where the largest of the frames lie, sized like the output. */
  _timeIndices: Tensor = fresh(INT32, [], this.device);
  /** What {@linkcode indices} returned last for volumes. */
  _volumeIndices: Tensor = fresh(INT32, [], this.device);

  /** Says how many dimensions are those of space. */
  constructor(spaces: number, options?: ModuleOptions) {
    super(spaces, options);
    this._frames = fresh(this.code, [], this.device);
  }

  /** Returns the size of the output along an axis for that of the input. */
  abstract outputSize(axis: number, size: number): number;

  /** Returns what was drawn for the windows where each plane has its own; `null` if one list serves all. */
  abstract drawn(): Float32Array | Float64Array | null;

  /**
   * Writes where each window of an axis begins, and where it has ended.
   *
   * @param list Receives the numbers from its start on.
   * @param axis 0 for the width, 1 for the height, 2 for the time.
   * @param size The size of the input along the axis.
   * @param out The number of windows.
   * @param plane The plane, among those of all samples.
   * @param drawn What {@linkcode drawn} returned.
   */
  abstract listWindows(
    list: Int32Array,
    axis: number,
    size: number,
    out: number,
    plane: number,
    drawn: Float32Array | Float64Array | null,
  ): void;

  /** Prepares the windows for an input. */
  place(_input: Tensor): void {}

  /**
   * Where the largest elements lie in their images or volumes, sized like the output; the first of equals in the order of time,
   * height and width. For volumes it is worked out when asked for.
   */
  get indices(): Tensor {
    if (this.spaces === 2) return this._frameIndices;
    const { _from } = this, n = _from.length;
    return volumeIndices(this, _from[n - 2]! * _from[n - 1]!);
  }

  /** Takes the largest element of each window; the first one wins. */
  override updateOutput(input: Tensor): Tensor {
    this.checkInput("forward", input);
    const { shape } = input, n = shape.length, space: number[] = [];
    for (let axis = this.spaces - 1; axis >= 0; axis--) space.push(this.outputSize(axis, shape[n - 1 - axis]!));
    const x = this.contiguousInput(input), output = this.fitSpace(this.output, input, space);
    this.place(input);
    if (this.spaces === 2) this.poolImages(output, x);
    else this.poolVolumes(output, x);
    this._from = shape;
    return output;
  }

  /** Passes each gradient to the element that was the largest. */
  override updateGradInput(input: Tensor, gradOutput: Tensor): Tensor {
    if (this.gradInput === null) return this.noGradient();
    this.checkBackward(input, gradOutput);
    const g = this.contiguousGradOutput(gradOutput), gradInput = fitLike(this.gradInput, input.shape);
    if (this.spaces === 2) addAt(gradInput, g, this._frameIndices, planeSizes(input.shape, g.shape));
    else volumeGrad(gradInput, g, this);
    return gradInput;
  }

  /** Pools images. */
  poolImages(output: Tensor, x: Tensor): void {
    const sizes = planeSizes(x.shape, output.shape), { planes, height, width, outHeight, outWidth } = sizes;
    const rows = this.list(1, height, outHeight, planes, 1), columns = this.list(0, width, outWidth, planes, 1);
    maxListed(output, fitLike(this._frameIndices, output.shape), x, rows, columns, sizes);
  }

  /** Pools each frame of volumes, then what that gave over time. */
  poolVolumes(output: Tensor, x: Tensor): void {
    const sizes = volumeSizes(x.shape, output.shape), frames = fitFrames(this._frames, sizes);
    const { planes, space: [time, height, width], outSpace: [outTime, outHeight, outWidth] } = sizes;
    const rows = this.list(1, height, outHeight, planes, time), columns = this.list(0, width, outWidth, planes, time);
    maxListed(frames, fitLike(this._frameIndices, frames.shape), x, rows, columns, frameSizes(sizes));
    const times = this.list(2, time, outTime, planes, 1), places = this.listPlaces(outHeight * outWidth);
    maxListed(output, fitLike(this._timeIndices, output.shape), frames, times, places, timeSizes(sizes));
  }

  /** Lists the windows along an axis; each plane's list stands `times` times. */
  list(axis: number, size: number, out: number, planes: number, times: number): Tensor {
    const drawn = this.drawn(), lists = drawn === null ? 1 : planes * times;
    const windows = this._windows[axis] = kept(this._windows[axis] ?? null, INT32, [lists, out, 2], this.device);
    const numbers = integersOf(windows);
    for (let k = 0; k < lists; k++) {
      this.listWindows(numbers.subarray(2 * out * k), axis, size, out, Math.floor(k / times), drawn);
    }
    write(windows, numbers);
    return windows;
  }

  /** Lists windows that take each of `n` places alone. */
  listPlaces(n: number): Tensor {
    const windows = this._windows[3] = kept(this._windows[3] ?? null, INT32, [1, n, 2], this.device),
      numbers = integersOf(windows);
    for (let i = 0; i < n; i++) {
      numbers[2 * i] = i;
      numbers[2 * i + 1] = i + 1;
    }
    write(windows, numbers);
    return windows;
  }
}
