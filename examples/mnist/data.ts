// The MNIST files: IDX format, packed by gzip, checked against the sums of their content.
import { checkRange, empty, fromBuffer, type Tensor } from "@taimatsu/tensor";

const FILES = {
  train: {
    images: ["train-images-idx3-ubyte.gz", "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"],
    labels: ["train-labels-idx1-ubyte.gz", "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"],
  },
  test: {
    images: ["t10k-images-idx3-ubyte.gz", "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"],
    labels: ["t10k-labels-idx1-ubyte.gz", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"],
  },
} as const;

const SIZE = 28, PADDED = 32, BORDER = (PADDED - SIZE) / 2, PIXELS = PADDED * PADDED;

async function unpack(folder: string, name: string, sum: string): Promise<Uint8Array<ArrayBuffer>> {
  const path = `${folder}/${name}`;
  let file: Deno.FsFile;
  try {
    file = await Deno.open(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Error(`Cannot read the MNIST data: ${path} is missing; the repository carries it in examples/mnist/data`);
  }
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = await new Response(file.readable.pipeThrough(new DecompressionStream("gzip"))).bytes();
  } catch (error) {
    throw new Error(`Cannot read the MNIST data: ${path} is damaged`, { cause: error });
  }
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
  if (digest !== sum) {
    throw new Error(
      `Cannot read the MNIST data: the content of ${path} must have the SHA-256 ${sum} but has ${digest}`,
    );
  }
  return bytes;
}

/** Images and labels of one part of the data, kept as bytes: 60,000 padded images take 61 MB. */
export class Digits {
  readonly #pixels: Uint8Array<ArrayBuffer>;
  readonly #labels: Uint8Array<ArrayBuffer>;
  /** Number of images. */
  readonly length: number;
  /** Mean of all pixels, from 0 to 255. */
  readonly mean: number;
  /** Standard deviation of all pixels. */
  readonly std: number;

  private constructor(pixels: Uint8Array<ArrayBuffer>, labels: Uint8Array<ArrayBuffer>) {
    this.#pixels = pixels;
    this.#labels = labels;
    this.length = labels.length;
    let sum = 0, squares = 0;
    for (const x of pixels) {
      sum += x;
      squares += x * x;
    }
    this.mean = sum / pixels.length;
    this.std = Math.sqrt(squares / pixels.length - this.mean ** 2);
  }

  /** Reads the first `count` images of a part from `folder` and gives them a border of zeros: 32 × 32 pixels. */
  static async load(part: keyof typeof FILES, folder: string, count: number = Infinity): Promise<Digits> {
    const { images, labels } = FILES[part];
    const bytes = await unpack(folder, images[0], images[1]), names = await unpack(folder, labels[0], labels[1]);
    const total = names.length - 8;
    if (count !== Infinity) checkRange("Digits.load", "the number of images", count, 1, total);
    const n = Math.min(count, total), pixels = new Uint8Array(n * PIXELS);
    for (let i = 0; i < n; i++) {
      for (let y = 0; y < SIZE; y++) {
        const from = 16 + (i * SIZE + y) * SIZE;
        pixels.set(bytes.subarray(from, from + SIZE), i * PIXELS + (y + BORDER) * PADDED + BORDER);
      }
    }
    return new Digits(pixels, names.slice(8, 8 + n));
  }

  /** Returns a reader of batches of at most `size` images; its tensors are filled anew by each call. */
  batches(size: number, mean: number, std: number): (order: ArrayLike<number>, first: number) => [Tensor, Tensor] {
    const bytes = new Uint8Array(size * PIXELS), labels = new BigInt64Array(size);
    const packed = fromBuffer(bytes.buffer, "uint8", [size, 1, PADDED, PADDED]),
      target = fromBuffer(labels.buffer, "int64");
    const input = empty([size, 1, PADDED, PADDED], { dtype: "float32" });
    let views: [Tensor, Tensor, Tensor] = [input, target, packed];
    return (order, first) => {
      const n = Math.min(size, order.length - first);
      for (let k = 0; k < n; k++) {
        const i = order[first + k]!;
        bytes.set(this.#pixels.subarray(i * PIXELS, (i + 1) * PIXELS), k * PIXELS);
        labels[k] = BigInt(this.#labels[i]!);
      }
      if (n !== views[0].size(0)) views = [input.narrow(0, 0, n), target.narrow(0, 0, n), packed.narrow(0, 0, n)];
      views[0].copy(views[2]).add(-mean).div(std);
      return [views[0], views[1]];
    };
  }
}
