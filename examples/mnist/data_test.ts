import { assertEquals, assertRejects } from "@std/assert";
import { Digits } from "./data.ts";

const folder = decodeURIComponent(new URL("data", import.meta.url).pathname);

Deno.test("Digits.load() pads the images to 32 × 32 and keeps the labels", async () => {
  const digits = await Digits.load("test", folder, 3);
  assertEquals(digits.length, 3);
  const [images, labels] = digits.batches(2, 0, 1)([0, 1, 2], 1);
  assertEquals(images.size(), [2, 1, 32, 32]);
  assertEquals(labels.toArray(), [2, 1]);
  assertEquals([images.narrow(2, 0, 2).max(), images.narrow(3, 30, 2).max()], [0, 0]);
  assertEquals(images.max(), 255);
});

Deno.test("Digits.batches() gives a shorter last batch", async () => {
  const digits = await Digits.load("test", folder, 3), read = digits.batches(2, 0, 1);
  assertEquals(read([0, 1, 2], 2)[0].size(), [1, 1, 32, 32]);
  assertEquals(read([0, 1, 2], 0)[1].toArray(), [7, 2]);
});

Deno.test("Digits.load() says which file is missing", async () => {
  await assertRejects(
    () => Digits.load("train", `${folder}/none`),
    Error,
    "train-images-idx3-ubyte, train-labels-idx1-ubyte are missing",
  );
});

Deno.test("Digits.load() says which file is damaged", async () => {
  const copy = await Deno.makeTempDir();
  try {
    for (const { name } of Deno.readDirSync(folder)) {
      if (name.endsWith(".gz")) Deno.symlinkSync(`${folder}/${name}`, `${copy}/${name}`);
    }
    const name = "t10k-labels-idx1-ubyte.gz", bytes = Deno.readFileSync(`${folder}/${name}`);
    Deno.removeSync(`${copy}/${name}`);
    Deno.writeFileSync(`${copy}/${name}`, bytes.subarray(0, 2000));
    await assertRejects(() => Digits.load("test", copy), Error, `${name}: its gzip stream is damaged`);

    const content = new Uint8Array(10008);
    content.set([0, 0, 8, 1, 0, 0, 10000 >> 8, 10000 & 255]);
    const packed = new Blob([content]).stream().pipeThrough(new CompressionStream("gzip"));
    Deno.writeFileSync(`${copy}/${name}`, await new Response(packed).bytes());
    await assertRejects(() => Digits.load("test", copy), Error, "must have the SHA-256");
  } finally {
    await Deno.remove(copy, { recursive: true });
  }
});

Deno.test("Digits.load() refuses more images than there are", async () => {
  await assertRejects(() => Digits.load("test", folder, 10001), RangeError, "from 1 to 10000 but is 10001");
});
