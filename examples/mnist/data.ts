// The MNIST files: IDX format, packed by gzip, checked against the sums of their content.
import { createHash } from "node:crypto";
import { checkRange, empty, fromBuffer, type Tensor } from "@taimatsu/tensor";

const FILES = {
  train: {
    length: 60_000,
    images: ["train-images-idx3-ubyte.gz", "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"],
    labels: ["train-labels-idx1-ubyte.gz", "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"],
  },
  test: {
    length: 10_000,
    images: ["t10k-images-idx3-ubyte.gz", "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"],
    labels: ["t10k-labels-idx1-ubyte.gz", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"],
  },
} as const;

const SIZE = 28, PADDED = 32, BORDER = (PADDED - SIZE) / 2, PIXELS = PADDED * PADDED;

/** Reads a file part by part, so that it never lies in memory as a whole, and checks the sum of its content at the end. */
async function* unpack([name, sum]: readonly [string, string], folder: string): AsyncGenerator<Uint8Array> {
  const path = `${folder}/${name}`, hash = createHash("sha256");
  let file: Deno.FsFile;
  try {
    file = await Deno.open(path);
  } catch (error) {
    const missing = error instanceof Deno.errors.NotFound;
    const reason = missing
      ? " is missing; the repository carries it in examples/mnist/data"
      : `: ${(error as Error).message}`;
    throw new Error(`Cannot read the MNIST data: ${path}${reason}`, { cause: error });
  }
  try {
    for await (const bytes of file.readable.pipeThrough(new DecompressionStream("gzip"))) {
      hash.update(bytes);
      yield bytes;
    }
  } catch (error) {
    throw new Error(`Cannot read the MNIST data: ${path} is damaged`, { cause: error });
  }
  const digest = hash.digest("hex");
  if (digest !== sum) {
    throw new Error(
      `Cannot read the MNIST data: the content of ${path} must have the SHA-256 ${sum} but has ${digest}`,
    );
  }
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
  static async load(part: keyof typeof FILES, folder: string, count: number = FILES[part].length): Promise<Digits> {
    checkRange("Digits.load", "the number of images", count, 1, FILES[part].length);
    const pixels = new Uint8Array(count * PIXELS), labels = new Uint8Array(count);
    let at = -16; // pixels read; the header is 16 bytes
    for await (const bytes of unpack(FILES[part].images, folder)) {
      for (let i = Math.max(0, -at), n; i < bytes.length; i += n) {
        const row = Math.floor((at + i) / SIZE), x = (at + i) % SIZE, y = row % SIZE, image = (row - y) / SIZE;
        if (image >= count) break;
        n = Math.min(SIZE - x, bytes.length - i);
        pixels.set(bytes.subarray(i, i + n), image * PIXELS + (y + BORDER) * PADDED + BORDER + x);
      }
      at += bytes.length;
    }
    at = -8;
    for await (const bytes of unpack(FILES[part].labels, folder)) {
      for (let i = Math.max(0, -at); i < bytes.length && at + i < count; i++) labels[at + i] = bytes[i]!;
      at += bytes.length;
    }
    return new Digits(pixels, labels);
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
