// Pooling of volumes: each frame by itself, then what the frames gave over time.
import type { Tensor } from "@taimatsu/tensor";
import { integersOf, write } from "../elements.ts";
import { fitLike, fitMaps } from "../kernels.ts";
import { addAt, type PlaneSizes } from "./windows.ts";

/** Sizes of volumes before and after pooling. */
export interface VolumeSizes {
  /** Number of volumes: planes of all samples. */
  readonly planes: number;
  /** Frames, rows and columns before. */
  readonly space: readonly [time: number, height: number, width: number];
  /** Frames, rows and columns after. */
  readonly outSpace: readonly [time: number, height: number, width: number];
}

/** What max pooling of volumes keeps. */
export interface VolumePasses {
  /** Frames that are pooled, [planes, time, outHeight, outWidth]; in `backward` the gradient with respect to them. */
  readonly _frames: Tensor;
  /** Where the largest elements lie in their frames, sized like `_frames`. */
  readonly _frameIndices: Tensor;
  /** Where the largest of `_frames` lie in their planes of time × (outHeight outWidth), sized like the output. */
  readonly _timeIndices: Tensor;
  /** Where the largest elements lie in their volumes, when it was asked for. */
  readonly _volumeIndices: Tensor;
}

/** Returns the sizes of volumes for the sizes of an input and of its output, which end with time, height and width. */
export function volumeSizes(input: readonly number[], output: readonly number[]): VolumeSizes {
  const n = input.length;
  let planes = 1;
  for (let d = 0; d < n - 3; d++) planes *= input[d]!;
  return {
    planes,
    space: [input[n - 3]!, input[n - 2]!, input[n - 1]!],
    outSpace: [output[n - 3]!, output[n - 2]!, output[n - 1]!],
  };
}

/** Returns the sizes of the first pass: each frame is a plane. */
export function frameSizes({ planes, space: [time, height, width], outSpace }: VolumeSizes): PlaneSizes {
  return { planes: planes * time, height, width, outHeight: outSpace[1], outWidth: outSpace[2] };
}

/** Returns the sizes of the second pass: planes with a row for each frame. */
export function timeSizes({ planes, space, outSpace: [outHeight, height, width] }: VolumeSizes): PlaneSizes {
  return { planes, height: space[0], width: height * width, outHeight, outWidth: height * width };
}

/** Gives a tensor that a module keeps the sizes of what the first pass computes. */
export function fitFrames(x: Tensor, { planes, space, outSpace }: VolumeSizes): Tensor {
  return fitMaps(x, false, planes, space[0], outSpace[1], outSpace[2]);
}

/** gx = 0 with each element of gy added where the largest element was. */
export function volumeGrad(gx: Tensor, gy: Tensor, { _frames, _frameIndices, _timeIndices }: VolumePasses): void {
  const sizes = volumeSizes(gx.shape, gy.shape), frames = fitFrames(_frames, sizes);
  addAt(frames, gy, _timeIndices, timeSizes(sizes));
  addAt(gx, frames, _frameIndices, frameSizes(sizes));
}

/**
 * Returns where the largest elements lie in their volumes of time × height × width.
 *
 * @param passes What the last `forward` left.
 * @param area height × width.
 */
export function volumeIndices(
  { _frameIndices, _timeIndices, _volumeIndices }: VolumePasses,
  area: number,
): Tensor {
  const result = fitLike(_volumeIndices, _timeIndices.shape);
  if (result.count === 0) return result;
  const [planes, time, height, width] = _frameIndices.shape as [number, number, number, number];
  const frames = integersOf(_frameIndices), times = integersOf(_timeIndices), found = integersOf(result);
  const frame = height * width, n = result.count / planes;
  for (let i = 0; i < found.length; i++) {
    const at = times[i]!, place = Math.floor(i / n) * time * frame + at;
    // A window that dilation moves over all elements has none.
    const inFrame = at < 0 ? -1 : frames[place]!;
    found[i] = inFrame < 0 ? -1 : Math.floor(at / frame) * area + inFrame;
  }
  write(result, found);
  return result;
}
