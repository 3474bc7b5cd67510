// MNIST's training images, each shifted by up to two pixels: the module that Workers of bench/loader.ts run.
import { MEAN, STD } from "../../examples/mnist/data.ts";
import { type Dataset, type MnistPart, TensorDataset, TransformDataset } from "@taimatsu/optim";
import { random, type Tensor, zeros } from "@taimatsu/tensor";

/** The images [1, 32, 32] at a random place of their border, scaled, and their digits. */
export default function shiftedDigits({ input, target }: MnistPart): Dataset<[Tensor, number]> {
  return new TransformDataset(new TensorDataset([input, target]), ([image, digit]: [Tensor, number]) => {
    const shifted = zeros([1, 32, 32]);
    shifted.narrow(1, random(0, 4), 28).narrow(2, random(0, 4), 28).copy(image);
    return [shifted.add(-MEAN).div(STD), digit] as [Tensor, number];
  });
}
