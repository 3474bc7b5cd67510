import { checkTensor, describe, formatSize, type Tensor } from "@taimatsu/tensor";

/**
 * Checks that a tensor is an image: [height, width], [channels, height, width] or [batch, channels, height, width], of uint8
 * (0 to 255), float32 or float64 (0 to 1).
 *
 * @param channels Numbers of channels that it may have; any unless given, in which case [height, width] is refused, too.
 * @throws {TypeError} If it has another size or dtype.
 */
export function checkImage(
  caller: string,
  name: string,
  x: unknown,
  channels?: readonly number[],
): asserts x is Tensor {
  checkTensor(caller, name, x);
  const { shape, dtype } = x, n = shape.length;
  if (!["uint8", "float32", "float64"].includes(dtype)) {
    throw new TypeError(`Cannot run ${caller}: ${name} must be uint8, float32 or float64 but is ${dtype}`);
  }
  const fits = channels === undefined ? n >= 2 && n <= 4 : (n === 3 || n === 4) && channels.includes(shape[n - 3]!);
  if (fits && x.count > 0) return;
  const maps = channels === undefined ? "channels" : channels.join(" or ");
  const wanted = [[maps, "height", "width"], ["batch", maps, "height", "width"]];
  if (channels === undefined) wanted.unshift(["height", "width"]);
  throw new TypeError(
    `Cannot run ${caller}: ${name} must be ${wanted.map(formatSize).join(" or ")} but is ${
      shape.length === 0 ? describe(x) : formatSize(shape)
    }`,
  );
}
