// Volumes, [batch, planes, time, height, width], as frames, [batch · time, planes, height, width], so that convolutions over maps do
// the work of those over volumes: the planes of a frame are those of all frames that the kernel sees from there.
import type { Tensor } from "@taimatsu/tensor";
import { viewAt } from "@taimatsu/tensor/native";
import { kept } from "../kernels.ts";

/** How kernels move along the time. */
export interface TimeGeometry {
  /** Frames of the kernel. */
  readonly kT: number;
  /** Step along the time. */
  readonly dT: number;
  /** Zero frames before and after. */
  readonly padT: number;
  /** Step between neighbours of the kernel along the time. */
  readonly dilationT: number;
}

/** Elements of frames that are made at once: several samples if they are small, but never memory for a whole large batch. */
const AT_ONCE = 2 ** 20;

/** Returns how many of `batch` samples to take at once, when `elements` of memory are needed for each. */
export function samplesAtOnce(batch: number, elements: number): number {
  return Math.max(1, Math.min(batch, Math.floor(AT_ONCE / elements)));
}

/** Returns volumes whose time or planes number 1 as frames, without a copy; `null` for others. */
export function asFrames(volumes: Tensor): Tensor | null {
  const [b, c, t, h, w] = volumes.shape as [number, number, number, number, number];
  return volumes.dense && (c === 1 || t === 1) ? volumes.view(b * t, c, h, w) : null;
}

/** Returns memory for the frames of volumes. */
export function keptFrames(buffer: Tensor | null, { shape, store }: Tensor): Tensor {
  const [b, c, t, h, w] = shape as [number, number, number, number, number];
  return kept(buffer, store.code, [b * t, c, h, w], store.device);
}

/** Returns frames as the volumes that they were: a view with the dimensions in that order. */
export function asVolumes(frames: Tensor, time: number): Tensor {
  const [n, c, h, w] = frames.shape as [number, number, number, number];
  return frames.view(n / time, time, c, h, w).transpose(1, 2);
}

/**
 * Calls `fn` for each frame of the kernel with two views, [batch, …, planes, height, width]: the volumes at the times at which it meets
 * them, and its planes in all frames of a sample. Those from `begin` to `end` belong to these times, the others meet nothing.
 */
function eachTap(
  volumes: Tensor,
  frames: Tensor,
  g: TimeGeometry,
  fn: (x: Tensor, y: Tensor, begin: number, end: number) => void,
): void {
  const [b, c, t, h, w] = volumes.shape as [number, number, number, number, number];
  const [ofSample, ofPlane, ofTime, ofRow, ofColumn] = volumes.strides as [number, number, number, number, number];
  const n = frames.shape[0]! / b, taps = frames.view(b, n, c, g.kT, h, w);
  for (let k = 0; k < g.kT; k++) {
    const first = k * g.dilationT - g.padT, begin = Math.min(n, Math.max(0, Math.ceil(-first / g.dT)));
    const end = Math.max(begin, Math.min(n, Math.floor((t - 1 - first) / g.dT) + 1));
    const at = volumes.offset + (begin < end ? (begin * g.dT + first) * ofTime : 0);
    const x = viewAt(volumes, [b, end - begin, c, h, w], [ofSample, g.dT * ofTime, ofPlane, ofRow, ofColumn], at);
    fn(x, taps.select(3, k), begin, end);
  }
}

/**
 * Copies what the kernel sees from each frame: frames of [batch · n, planes · kT, height, width]. Frames outside the volumes are 0.
 *
 * @param frames Receives the result.
 * @param volumes [batch, planes, time, height, width], any strides.
 */
export function gatherFrames(frames: Tensor, volumes: Tensor, g: TimeGeometry): Tensor {
  eachTap(volumes, frames, g, (x, y, begin, end) => {
    const n = y.shape[1]!;
    if (begin > 0) y.narrow(1, 0, begin).zero();
    if (end < n) y.narrow(1, end, n - end).zero();
    if (begin < end) y.narrow(1, begin, end - begin).copy(x);
  });
  return frames;
}

/** The gradient of {@linkcode gatherFrames}: adds up in the volumes what frames hold of them. */
export function scatterFrames(volumes: Tensor, frames: Tensor, g: TimeGeometry): Tensor {
  volumes.zero();
  eachTap(volumes, frames, g, (x, y, begin, end) => {
    if (begin < end) x.add(y.narrow(1, begin, end - begin));
  });
  return volumes;
}
