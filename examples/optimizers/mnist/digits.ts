import { DataLoader, type DataLoaderOptions, mnistPart } from "@taimatsu/optim";
import { checkInteger, type Tensor, zeros } from "@taimatsu/tensor";

const BORDER = 2, SIZE = 32;

/** Mean and standard deviation of the training images with their border, from 0 to 255. */
const MEAN = 25.5, DEVIATION = 71;

/** Returns images as the nets of `examples/mnist` want them, [n, 1, 32, 32]: with a border, moved and scaled to numbers around 0. */
function imagesOf(bytes: Tensor): Tensor {
  const padded = zeros([bytes.size(0), 1, SIZE, SIZE]), side = SIZE - 2 * BORDER;
  padded.narrow(2, BORDER, side).narrow(3, BORDER, side).copy(bytes);
  return padded.add(-MEAN).div(DEVIATION);
}

/** One part of MNIST, kept as bytes. */
export class Digits {
  private constructor(readonly bytes: Tensor, readonly target: Tensor) {}

  /** Reads the first `count` images of a part; all of them unless given. */
  static async load(part: "train" | "test", folder: string | URL, count?: number): Promise<Digits> {
    const { input, target } = await mnistPart(part, { folder }), n = count ?? input.size(0);
    checkInteger("Digits.load", "the number of images", n, 1, input.size(0));
    return new Digits(input.narrow(0, 0, n), target.narrow(0, 0, n));
  }

  /** Number of images. */
  get size(): number {
    return this.target.size(0);
  }

  /** Returns all images. */
  images(): Tensor {
    return imagesOf(this.bytes);
  }

  /** Returns a function that gives the batches of an epoch: shuffled ones in another order at each call. */
  batches(options: Pick<DataLoaderOptions, "batchSize" | "shuffle" | "seed">): () => Batches {
    const loader = new DataLoader({ bytes: this.bytes, target: this.target }, options);
    return async function* () {
      for await (const { bytes, target } of loader) yield [imagesOf(bytes), target];
    };
  }
}

type Batches = AsyncGenerator<[input: Tensor, target: Tensor]>;
