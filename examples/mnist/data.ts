// The MNIST digits with a border, in batches.
import { mnistPart } from "@taimatsu/optim";
import { checkRange, empty, fromBuffer, type Tensor } from "@taimatsu/tensor";

const LENGTHS = { train: 60_000, test: 10_000 } as const;
const SIZE = 28, PADDED = 32, BORDER = (PADDED - SIZE) / 2, PIXELS = SIZE * SIZE;

/** Images and labels of one part of the data, kept as bytes: 60,000 images take 47 MB. */
export class Digits {
  readonly #pixels: Uint8Array<ArrayBuffer>;
  readonly #labels: BigInt64Array<ArrayBuffer>;
  /** Number of images. */
  readonly length: number;
  /** Mean of all pixels, from 0 to 255, with the border. */
  readonly mean: number;
  /** Standard deviation of all pixels. */
  readonly std: number;

  private constructor(pixels: Uint8Array<ArrayBuffer>, labels: BigInt64Array<ArrayBuffer>) {
    this.#pixels = pixels;
    this.#labels = labels;
    this.length = labels.length;
    let sum = 0, squares = 0;
    for (const x of pixels) {
      sum += x;
      squares += x * x;
    }
    const n = this.length * PADDED * PADDED;
    this.mean = sum / n;
    this.std = Math.sqrt(squares / n - this.mean ** 2);
  }

  /** Reads the first `count` images of a part from `folder`. */
  static async load(part: keyof typeof LENGTHS, folder: string, count: number = LENGTHS[part]): Promise<Digits> {
    checkRange("Digits.load", "the number of images", count, 1, LENGTHS[part]);
    const { input, target } = await mnistPart(part, { folder });
    const pixels = input.narrow(0, 0, count).data as Uint8Array<ArrayBuffer>;
    const labels = target.narrow(0, 0, count).data as BigInt64Array<ArrayBuffer>;
    return new Digits(pixels, labels);
  }

  /** Returns a reader of batches of at most `size` images with a border of zeros, 32 × 32; its tensors are filled anew by each call. */
  batches(size: number, mean: number, std: number): (order: ArrayLike<number>, first: number) => [Tensor, Tensor] {
    const bytes = new Uint8Array(size * PIXELS), labels = new BigInt64Array(size);
    const packed = fromBuffer(bytes.buffer, "uint8", [size, 1, SIZE, SIZE]),
      target = fromBuffer(labels.buffer, "int64");
    const input = empty([size, 1, PADDED, PADDED], { dtype: "float32" });
    const inside = input.narrow(2, BORDER, SIZE).narrow(3, BORDER, SIZE);
    let views: [Tensor, Tensor, Tensor, Tensor] = [input, target, inside, packed];
    return (order, first) => {
      const n = Math.min(size, order.length - first);
      for (let k = 0; k < n; k++) {
        const i = order[first + k]!;
        bytes.set(this.#pixels.subarray(i * PIXELS, (i + 1) * PIXELS), k * PIXELS);
        labels[k] = this.#labels[i]!;
      }
      if (n !== views[0].size(0)) {
        const [a, b, c, d] = [input, target, inside, packed].map((x) => x.narrow(0, 0, n));
        views = [a!, b!, c!, d!];
      }
      views[0].zero();
      views[2].copy(views[3]);
      views[0].add(-mean).div(std);
      return [views[0], views[1]];
    };
  }
}
