import { display } from "@taimatsu/image";
import type { Sequential } from "@taimatsu/nn";
import { index, type Tensor } from "@taimatsu/tensor";
import type { Digits } from "./data.ts";

/** Test images that are looked at, and of those that are wrong the ones that are shown. */
const LOOKED_AT = 2000, SHOWN = 60;

/** Shows in the browser what a net gets wrong, and the filters of its first layer if that is a convolution. */
export async function showNet(model: Sequential, test: Digits): Promise<void> {
  const [images, digits] = test.getBatch(Array.from({ length: LOOKED_AT }, (_, i) => i));
  model.evaluate();
  const found = (model.forward(images.to(model.device)) as Tensor).max(1)[1].view(-1).toArray() as number[];
  model.training();
  const wrong = found.flatMap((digit, i) => digit === digits.get(i) ? [] : [i]),
    title = `${wrong.length} of ${LOOKED_AT} wrong, digit → answer`;
  if (wrong.length > 0) {
    const shown = wrong.slice(0, SHOWN), labels = shown.map((i) => `${digits.get(i)} → ${found[i]}`);
    await display(index(images, 0, shown), {
      win: "wrong",
      title,
      labels,
      normalize: true,
      nrow: 12,
      zoom: 2,
      padding: 1,
    });
  }
  const { weight } = model.get(0) as { weight?: Tensor };
  if (weight?.dim() === 4) {
    await display(weight.cpu(), {
      win: "filters",
      title: "filters of the first layer",
      symmetric: true,
      zoom: 8,
      padding: 1,
    });
  }
}
