import { checkSameSize, checkSameType, checkTensor, describe, type Tensor } from "@taimatsu/tensor";
import { checkImage } from "../check_image.ts";
import { grid } from "../drawing/grid.ts";

/** Returns the single images, [1 or 3, height, width] each, of what can be shown: an image, a batch, maps, or a list of them. */
export function listImages(caller: string, x: unknown): Tensor[] {
  if (!Array.isArray(x)) {
    checkTensor(caller, "x", x);
    return single(caller, "x", x);
  }
  if (x.length === 0) throw new TypeError(`Cannot run ${caller}: x must have an image but is ${describe(x)}`);
  const images = x.flatMap((image, i) => single(caller, `x[${i}]`, image));
  const named = Object.fromEntries(images.map((image, i) => [`image ${i}`, image]));
  checkSameSize(caller, named);
  checkSameType(caller, named);
  return images;
}

function single(caller: string, name: string, x: unknown): Tensor[] {
  checkImage(caller, name, x);
  const { shape } = x, channels = shape.length === 2 ? 1 : shape[shape.length - 3]!;
  if (shape.length === 2) return [x.unsqueeze(0)];
  const colors = channels === 1 || channels === 3;
  if (shape.length === 3) return colors ? [x] : [...x].map((map) => map.unsqueeze(0));
  if (!colors) {
    throw new TypeError(
      `Cannot run ${caller}: ${name} must be [batch, 1 or 3, height, width] but is ${describe([...shape])}`,
    );
  }
  return [...x];
}

/** Lays images of one size in rows of `columns`, `padding` pixels of 0 between them. */
export function mosaic(images: readonly Tensor[], columns: number, padding: number): Tensor {
  if (images.length === 1) return images[0]!.contiguous();
  const all = grid(images, { columns, padding, fill: 0 }), [, high, wide] = all.shape as [number, number, number];
  const before = padding >> 1; // nothing around
  return all.narrow(1, before, high - padding).narrow(2, before, wide - padding).contiguous();
}
