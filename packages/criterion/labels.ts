// Labels of classes as users give them: numbers, or tensors of any dtype.
import {
  checkInteger,
  checkSize,
  checkTensor,
  type Device,
  formatSize,
  INT64,
  isFloat,
  sameSize,
  type Tensor,
} from "@taimatsu/tensor";
import { dtypeCode, FLOAT32 } from "@taimatsu/tensor/native";
import { fit, ONE } from "./buffers.ts";

/** What is kept for the conversion of labels. */
export interface LabelBuffers {
  /** The labels as int64, where they are given as something else. */
  whole?: Tensor;
  /** Those labels in the dtype that they came in. */
  restored?: Tensor;
  /** Labels of a dtype that nothing computes in, as float32. */
  widened?: Tensor;
}

const HALVES: readonly number[] = [dtypeCode("float16"), dtypeCode("bfloat16")];

/**
 * Returns labels as a contiguous int64 tensor.
 *
 * @param caller The method that was called, for messages.
 * @param target A number, which stands for a single label, or a tensor.
 * @param shape The size that the labels must have; a single label may have any size of one element.
 * @throws {TypeError} If the size is another.
 * @throws {RangeError} If a label is no integer.
 */
export function labelsFrom(
  buffers: LabelBuffers,
  caller: string,
  target: Tensor | number,
  shape: readonly number[],
  device: Device,
): Tensor {
  const samples = shape.reduce((n, size) => n * size, 1);
  if (typeof target === "number") {
    checkInteger(caller, "target", target, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
    if (samples !== 1) {
      throw new TypeError(`Cannot run ${caller}: target must be ${formatSize(shape)} but is the number ${target}`);
    }
    return buffers.whole = fit(buffers.whole, INT64, ONE, device).fill(target);
  }
  checkTensor(caller, "target", target);
  if (target.count !== samples || (samples !== 1 && !sameSize(target.shape, shape))) {
    checkSize(caller, "target", target, shape);
  }
  if (target.store.code === INT64 && target.dense) return target;
  const labels = buffers.whole = fit(buffers.whole, INT64, target.shape, device);
  if (HALVES.includes(target.store.code)) {
    target = buffers.widened = fit(buffers.widened, FLOAT32, target.shape, target.store.device).copy(target);
  }
  labels.copy(target);
  if (isFloat(target.store.code)) checkWhole(buffers, caller, target, labels);
  return labels;
}

/** Refuses labels that the conversion to integers changed. */
function checkWhole(buffers: LabelBuffers, caller: string, target: Tensor, labels: Tensor): void {
  const restored = buffers.restored = fit(buffers.restored, target.store.code, target.shape, target.store.device).copy(
    labels,
  );
  if (target.count === 0 || restored.equal(target)) return;
  const given = listOf(target), whole = listOf(restored), at = given.findIndex((label, i) => label !== whole[i]);
  throw new RangeError(`Cannot run ${caller}: target must hold integers but is ${given[at]} at position ${at}`);
}

/** Refuses labels outside of the classes. */
export function checkLabels(caller: string, labels: Tensor, classes: number): void {
  if (labels.count === 0 || (labels.min() >= 0 && labels.max() < classes)) return;
  const list = listOf(labels), at = list.findIndex((label) => !(label >= 0 && label < classes));
  throw new RangeError(`Cannot run ${caller}: target ${list[at]} at position ${at} is outside [0, ${classes})`);
}

function listOf(x: Tensor): number[] {
  return x.contiguous().view(x.count).toArray() as number[];
}
