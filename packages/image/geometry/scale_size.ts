import { checkInteger, describe } from "@taimatsu/tensor";

/** Reads the size that a picture of `width` × `height` gets: the longer side, or one of the forms that `scale` names. */
export function readSize(width: number, height: number, size: number | string): [width: number, height: number] {
  if (typeof size === "number") checkInteger("scale", "size", size, 1);
  const text = String(size);
  const ratio = (by: number, of = 1): [number, number] =>
    [width, height].map((side) => Math.max(1, Math.trunc(side * by / of))) as [number, number];
  let numbers = /^(\d+)x(\d+)$/.exec(text);
  if (numbers !== null && Number(numbers[1]) > 0 && Number(numbers[2]) > 0) {
    return [Number(numbers[1]), Number(numbers[2])];
  }
  numbers = /^\*(\d+(?:\.\d+)?)(?:\/(\d+))?$/.exec(text);
  if (numbers !== null && Number(numbers[1]) > 0 && Number(numbers[2] ?? 1) > 0) {
    return ratio(Number(numbers[1]), Number(numbers[2] ?? 1));
  }
  numbers = /^(\^?)(\d+)$/.exec(text);
  if (numbers !== null && Number(numbers[2]) > 0) {
    return ratio(Number(numbers[2]), numbers[1] === "^" ? Math.min(width, height) : Math.max(width, height));
  }
  throw new TypeError(
    `Cannot run scale: size must be a number or one of "MAX", "^MIN", "WxH", "*SC", "*N/D" with numbers for the capital ` +
      `letters but is ${describe(size)}`,
  );
}
