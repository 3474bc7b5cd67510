import { assertEquals, assertRejects } from "@std/assert";
import { DataLoader, mnistPart } from "@taimatsu/optim";
import { assertClose } from "@taimatsu/tensor/testing";
import { loadDigits, MEAN, STD } from "./data.ts";

const folder = decodeURIComponent(new URL("data", import.meta.url).pathname);

Deno.test("loadDigits() has a border of background around the images, and their labels", async () => {
  const data = await loadDigits("test", folder, 3), { input } = await mnistPart("test", { folder });
  const [batch] = await Array.fromAsync(new DataLoader(data, { batchSize: 3 })), [images, labels] = batch!;
  assertEquals([images.size(), labels.dtype, labels.toArray()], [[3, 1, 32, 32], "int64", [7, 2, 1]]);
  const pixels = images.clone().mul(STD).add(MEAN);
  assertClose(pixels.narrow(2, 2, 28).narrow(3, 2, 28), input.narrow(0, 0, 3).to("float32"), { absolute: 1e-4 });
  assertClose(pixels.sum(), input.narrow(0, 0, 3).sum(), { relative: 1e-6 });
  const [image, digit] = await data.get(1);
  assertEquals([image.equal(images.select(0, 1)), digit], [true, 2]);
});

Deno.test("MEAN and STD are those of the training images with their border", async () => {
  const { input } = await mnistPart("train", { folder }), n = input.size(0) * 32 * 32;
  let sum = 0, squares = 0;
  for (const pixel of input.data as Uint8Array) {
    sum += pixel;
    squares += pixel * pixel;
  }
  assertClose([MEAN, STD], [sum / n, Math.sqrt(squares / n - (sum / n) ** 2)], { absolute: 5e-5 });
});

Deno.test("loadDigits() refuses more images than there are", async () => {
  await assertRejects(() => loadDigits("test", folder, 10001), RangeError, "from 1 to 10000 but is 10001");
});
