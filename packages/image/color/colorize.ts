import { checkSize, checkTensor, formatSize, max, min, type OutOption, type Tensor } from "@taimatsu/tensor";
import { deliver } from "@taimatsu/tensor/native";

/**
 * Returns an image whose pixels have the colours of their labels.
 *
 * @param labels Integers from 0 in any numeric dtype, [h, w], [1, h, w] or [batch, 1, h, w].
 * @param map A colour for each label, [labels, channels], such as {@linkcode colormap} gives.
 * @param options `out` receives the result.
 * @returns [channels, h, w] or [batch, channels, h, w], of the dtype of `map`.
 * @throws {TypeError} If `labels` or `map` has other sizes.
 * @throws {RangeError} If a label has no colour.
 *
 * @example Usage
 * ```ts
 * import { colorize } from "@taimatsu/image";
 * import { tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const labels = tensor([[0, 1, 1]]), map = tensor([[1, 0, 0], [0, 0, 1]]);
 * assertEquals(colorize(labels, map).toArray(), [[[1, 0, 0]], [[0, 0, 0]], [[0, 1, 1]]]);
 * ```
 */
export function colorize(labels: Tensor, map: Tensor, options?: OutOption): Tensor {
  const caller = "colorize";
  checkTensor(caller, "labels", labels);
  checkTensor(caller, "map", map);
  checkSize(caller, "map", map, ["labels", "channels"]);
  const { shape } = labels, dims = shape.length;
  if (labels.count === 0 || dims < 2 || dims > 4 || (dims > 2 && shape[dims - 3] !== 1)) {
    throw new TypeError(
      `Cannot run ${caller}: labels must be [height, width] or [1, height, width] or [batch, 1, height, width] but is ` +
        formatSize(shape),
    );
  }
  const index = labels.long(), low = min(index), high = max(index);
  if (low < 0 || high >= map.shape[0]! || !index.to(labels.dtype).equal(labels)) {
    throw new RangeError(
      `Cannot run ${caller}: labels must be integers from 0 to ${map.shape[0]! - 1} but lie from ${min(labels)} to ${
        max(labels)
      }`,
    );
  }
  const batch = dims === 4 ? shape[0]! : 1, [h, w] = shape.slice(-2) as [number, number];
  const pixels = map.indexSelect(0, index.contiguous().view(index.count)); // [batch · h · w, channels]
  const r = pixels.view(batch, h, w, map.shape[1]!).permute(0, 3, 1, 2).contiguous();
  return deliver(caller, dims === 4 ? r : r.select(0, 0), options?.out);
}
