import { assertEquals, assertRejects } from "@std/assert";
import { assertClose } from "@taimatsu/tensor/testing";
import { DataLoader, mnist, mnistPart } from "../mod.ts";

/** The real files, which the example carries. */
const folder = new URL("../../../examples/mnist/data", import.meta.url);

async function withFolder(fn: (folder: string) => Promise<void>): Promise<void> {
  const copy = await Deno.makeTempDir();
  try {
    await fn(copy);
  } finally {
    await Deno.remove(copy, { recursive: true });
  }
}

function write(path: string, sizes: number[], fill = 0): void {
  const head = [0, 0, 8, sizes.length, ...sizes.flatMap((n) => [n >> 24, n >> 16, n >> 8, n])];
  const bytes = new Uint8Array(head.length + sizes.reduce((n, s) => n * s, 1)).fill(fill);
  bytes.set(head);
  Deno.writeFileSync(path, bytes);
}

Deno.test("mnist() reads the digits", async () => {
  const { train, test } = await mnist({ folder });
  assertEquals([train.input.size(), train.target.size()], [[60000, 1, 28, 28], [60000]]);
  assertEquals([test.input.size(), test.input.dtype, test.target.dtype], [[10000, 1, 28, 28], "uint8", "int64"]);
  // What everyone finds in them: the first digits, how often each comes, mean and deviation.
  assertEquals(train.target.narrow(0, 0, 10).toArray(), [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
  assertEquals(test.target.narrow(0, 0, 10).toArray(), [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
  const counts = Array(10).fill(0);
  for (const digit of train.target.data) counts[Number(digit)]++;
  assertEquals(counts, [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
  let sum = 0, squares = 0;
  for (let i = 0, pixels = train.input.contiguous(), { data } = pixels; i < pixels.count; i++) {
    sum += Number(data[i]);
    squares += Number(data[i]) ** 2;
  }
  const mean = sum / train.input.count / 255, std = Math.sqrt(squares / train.input.count / 255 ** 2 - mean ** 2);
  assertEquals([mean.toFixed(4), std.toFixed(4)], ["0.1307", "0.3081"]);
});

Deno.test("mnistPart() scales to float32, and its result goes into a DataLoader", async () => {
  const part = await mnistPart("test", { folder, dtype: "float32" }), bytes = await mnistPart("test", { folder });
  assertEquals([part.input.dtype, part.input.min(), part.input.max()], ["float32", 0, 1]);
  assertClose(part.input.select(0, 3).double(), bytes.input.select(0, 3).double().div(255), { absolute: 1e-7 });
  for await (const { input, target } of new DataLoader(part, { batchSize: 4 })) {
    assertEquals([input.size(), target.toArray()], [[4, 1, 28, 28], [7, 2, 1, 0]]);
    break;
  }
});

Deno.test("mnist() says which files are missing and where to get them", async () => {
  await withFolder(async (copy) => {
    await assertRejects(
      () => mnist({ folder: copy }),
      Error,
      "Cannot read the MNIST data: train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, " +
        `t10k-labels-idx1-ubyte are missing in ${copy}, with or without .gz; the files are at https://`,
    );
    Deno.symlinkSync(
      decodeURIComponent(`${folder.pathname}/t10k-images-idx3-ubyte.gz`),
      `${copy}/t10k-images-idx3-ubyte.gz`,
    );
    await assertRejects(() => mnistPart("test", { folder: copy }), Error, ": t10k-labels-idx1-ubyte is missing in");
  });
});

Deno.test("mnist() reads unpacked files too, and says which file is not the real one", async () => {
  await withFolder(async (copy) => {
    const images = `${copy}/t10k-images-idx3-ubyte`, labels = `${copy}/t10k-labels-idx1-ubyte`;
    const refused = (text: string, verify = true) =>
      assertRejects(() => mnistPart("test", { folder: copy, verify }), Error, `Cannot read the MNIST data: ${text}`);
    write(images, [3, 28, 28], 255);
    write(labels, [3], 2);
    await refused(`${images} must hold uint8 [10000, 28, 28] but holds uint8 [3, 28, 28]`);
    const other = await mnistPart("test", { folder: new URL(`file://${copy}/`), dtype: "float32", verify: false });
    assertEquals([other.input.size(), other.input.min(), other.target.toArray()], [[3, 1, 28, 28], 1, [2, 2, 2]]);
    write(labels, [4]);
    await refused(`${labels} must hold uint8 [3] but holds uint8 [4]`, false);
    write(images, [10000, 28, 28]);
    await refused(`the content of ${images} must have the SHA-256 0fa7898d`);
    Deno.writeFileSync(images, new Uint8Array(100));
    await refused(`${images}: the magic number must be`);
    Deno.writeFileSync(images, Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 99));
    await refused(`${images}: its gzip stream is damaged`);
  });
});

Deno.test("mnist() refuses what it cannot use", async () => {
  const refused = (options: unknown, text: string) => assertRejects(() => mnist(options as never), TypeError, text);
  await refused(undefined, "Cannot run mnist: folder must be a path or a URL but is undefined");
  await refused({ folder, dtype: "int32" }, 'dtype must be one of uint8, float32 but is "int32"');
  await refused({ folder, verify: 1 }, "verify must be true or false but is 1");
  await assertRejects(() => mnistPart("all" as "test", { folder }), TypeError, "part must be one of train, test");
});
