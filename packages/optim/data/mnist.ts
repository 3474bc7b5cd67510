import { createHash } from "node:crypto";
import { checkOneOf, describe, type Tensor } from "@taimatsu/tensor";
import { idxContent, idxTensor, readFile } from "./idx.ts";

/** One part of MNIST: what a net sees, and what it shall say. */
export type MnistPart = {
  /** The images, [n, 1, 28, 28]: rows from the top, 0 is the background. */
  input: Tensor;
  /** The digits, [n], int64 from 0 to 9. */
  target: Tensor;
};

/** All of MNIST. */
export interface Mnist {
  /** 60,000 images. */
  train: MnistPart;
  /** 10,000 images. */
  test: MnistPart;
}

/** Options of {@linkcode mnist}. */
export interface MnistOptions {
  /** The folder of the four files, each as it is or packed by gzip, with `.gz` at the end of its name. */
  folder: string | URL;
  /** `"uint8"`, from 0 to 255 as in the files, or `"float32"`, divided by 255; `"uint8"` by default. */
  dtype?: "uint8" | "float32";
  /** Whether the files must be those of MNIST; false for others in the same form, such as Fashion-MNIST. True by default. */
  verify?: boolean;
}

/** Names of the files and SHA-256 sums of their unpacked content. */
const FILES = {
  train: {
    count: 60_000,
    input: ["train-images-idx3-ubyte", "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"],
    target: ["train-labels-idx1-ubyte", "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"],
  },
  test: {
    count: 10_000,
    input: ["t10k-images-idx3-ubyte", "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"],
    target: ["t10k-labels-idx1-ubyte", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"],
  },
} as const;

const SIZE = 28;
const SOURCES =
  "https://ossci-datasets.s3.amazonaws.com/mnist/ and https://storage.googleapis.com/cvdf-datasets/mnist/";

function fail(reason: string, cause?: unknown): never {
  throw new Error(`Cannot read the MNIST data: ${reason}`, cause === undefined ? {} : { cause });
}

/**
 * Reads the MNIST handwritten digits (LeCun, Cortes and Burges) from a folder and checks that they are what they should be: magic
 * numbers, sizes and SHA-256 sums of the contents.
 *
 * @param options Where the files are and how the images are returned.
 * @throws {TypeError} If an option is of another kind.
 * @throws {Error} If files are missing (it says which, and where to get them), damaged, or not those of MNIST.
 *
 * @example Usage
 * ```ts
 * import { DataLoader, mnist } from "@taimatsu/optim";
 *
 * async function run(folder: string): Promise<void> {
 *   const { train } = await mnist({ folder, dtype: "float32" });
 *   for await (const { input, target } of new DataLoader(train, { batchSize: 64, shuffle: true })) {
 *     console.log(input.size(), target.size()); // [64, 1, 28, 28] and [64]
 *   }
 * }
 * ```
 */
export async function mnist(options: MnistOptions): Promise<Mnist> {
  checkOptions("mnist", options);
  await findFiles(options.folder, ["train", "test"]); // tells of all files that are missing, before any is read
  return { train: await mnistPart("train", options), test: await mnistPart("test", options) };
}

/**
 * Reads one part of MNIST, as {@linkcode mnist} does.
 *
 * @param part `"train"` or `"test"`.
 * @param options Where the files are and how the images are returned.
 * @throws {TypeError} If an option is of another kind.
 * @throws {Error} If files are missing, damaged, or not those of MNIST.
 *
 * @example Usage
 * ```ts
 * import { mnistPart } from "@taimatsu/optim";
 * import { assertRejects } from "@std/assert";
 *
 * const read = () => mnistPart("test", { folder: "no/such/folder" });
 * await assertRejects(read, Error, "t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte are missing");
 * ```
 */
export async function mnistPart(part: keyof Mnist, options: MnistOptions): Promise<MnistPart> {
  checkOneOf("mnistPart", "part", part, ["train", "test"]);
  checkOptions("mnistPart", options);
  const { folder, dtype = "uint8", verify = true } = options, files = FILES[part];
  const paths = await findFiles(folder, [part]), wanted = verify ? files.count : "n";
  const images = await read(paths[0]!, verify ? files.input[1] : undefined, [wanted, SIZE, SIZE]);
  const labels = await read(paths[1]!, verify ? files.target[1] : undefined, [images.size(0)]);
  const input = images.view(images.size(0), 1, SIZE, SIZE);
  return { input: dtype === "uint8" ? input : input.to("float32").div(255), target: labels.to("int64") };
}

function checkOptions(caller: string, options: MnistOptions): void {
  const { folder, dtype, verify } = (options ?? {}) as Partial<MnistOptions>;
  if (typeof folder !== "string" && !(folder instanceof URL)) {
    throw new TypeError(`Cannot run ${caller}: folder must be a path or a URL but is ${describe(folder)}`);
  }
  if (dtype !== undefined) checkOneOf(caller, "dtype", dtype, ["uint8", "float32"]);
  if (verify !== undefined && typeof verify !== "boolean") {
    throw new TypeError(`Cannot run ${caller}: verify must be true or false but is ${describe(verify)}`);
  }
}

/** Returns the paths of images and labels of parts. */
async function findFiles(folder: string | URL, parts: readonly (keyof Mnist)[]): Promise<(string | URL)[]> {
  const names = parts.flatMap((part) => [FILES[part].input[0], FILES[part].target[0]]);
  const found: (string | URL)[] = [], missing: string[] = [];
  for (const name of names) {
    const paths = [name, `${name}.gz`].map((file) => inFolder(folder, file));
    let path: string | URL | undefined;
    for (const candidate of paths) if (path === undefined && await exists(candidate)) path = candidate;
    if (path === undefined) missing.push(name);
    else found.push(path);
  }
  if (missing.length > 0) {
    fail(
      `${missing.join(", ")} ${
        missing.length === 1 ? "is" : "are"
      } missing in ${folder}, with or without .gz; the files are ` +
        `at ${SOURCES}`,
    );
  }
  return found;
}

function inFolder(folder: string | URL, name: string): string | URL {
  if (typeof folder === "string") return `${folder}/${name}`;
  const url = new URL(folder);
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  return new URL(name, url);
}

async function exists(path: string | URL): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return false;
    return fail(`${path}: ${(error as Error).message}`, error);
  }
}

/** Reads a file of bytes and checks its sizes, and its sum if there is one. */
async function read(
  path: string | URL,
  sum: string | undefined,
  wanted: readonly (number | string)[],
): Promise<Tensor> {
  const [content, header] = await idxContent(await readFile(path), `the MNIST data: ${path}`),
    { dtype, shape } = header;
  const fits = shape.length === wanted.length && shape.every((size, d) => wanted[d] === "n" || wanted[d] === size);
  if (dtype !== "uint8" || !fits) {
    fail(`${path} must hold uint8 [${wanted.join(", ")}] but holds ${dtype} [${shape.join(", ")}]`);
  }
  if (sum !== undefined) {
    const digest = createHash("sha256").update(content).digest("hex");
    if (digest !== sum) fail(`the content of ${path} must have the SHA-256 ${sum} but has ${digest}`);
  }
  return idxTensor(content, header);
}
