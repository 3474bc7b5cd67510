import { type Dataset, mnistPart, TensorDataset } from "@taimatsu/optim";
import { checkRange, type Tensor, zeros } from "@taimatsu/tensor";

/** Mean and standard deviation of the training images with their border, from 0 to 255. */
export const MEAN = 25.5094, STD = 70.1804;

const LENGTHS = { train: 60_000, test: 10_000 } as const, SIZE = 28, BORDER = 2;

/** Images [1, 32, 32] and their digits, in batches [n, 1, 32, 32] and [n]. */
export interface Digits extends Dataset<[image: Tensor, digit: number]> {
  getBatch(indices: readonly number[]): [images: Tensor, digits: Tensor];
}

/** The first `count` images of a part, 32 × 32 with a border and scaled to mean 0 and deviation 1, and their digits. */
export async function loadDigits(
  part: keyof typeof LENGTHS,
  folder: string,
  count: number = LENGTHS[part],
): Promise<Digits> {
  checkRange("loadDigits", "the number of images", count, 1, LENGTHS[part]);
  const { input, target } = await mnistPart(part, { folder });
  const bytes = new TensorDataset([input.narrow(0, 0, count), target.narrow(0, 0, count)]); // 60,000 images take 47 MB
  const getBatch = (indices: readonly number[]): [Tensor, Tensor] => {
    const [pixels, labels] = bytes.getBatch(indices), padded = SIZE + 2 * BORDER;
    const images = zeros([indices.length, 1, padded, padded]);
    images.narrow(2, BORDER, SIZE).narrow(3, BORDER, SIZE).copy(pixels);
    return [images.add(-MEAN).div(STD), labels];
  };
  return {
    size: () => count,
    get: (i) => {
      const [images, labels] = getBatch([i]);
      return [images.select(0, 0), labels.item()];
    },
    getBatch,
  };
}
