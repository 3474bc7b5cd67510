// What tests of the Optimizer move.
import { manualSeed, randn, type Tensor, zeros } from "@taimatsu/tensor";
import { type Method, sgd, type Step } from "./mod.ts";

/** Parameters and gradients, apart or side by side, with the loss ½ |x|². */
export class Bowl {
  readonly flat: Tensor;
  readonly flatGradient: Tensor;
  readonly lists: [Tensor[], Tensor[]];
  readonly seen: number[] = [];

  constructor(sizes: number[] = [3, 4, 5], together = true) {
    manualSeed(3);
    const n = sizes.reduce((a, b) => a + b, 0);
    this.flat = randn([n], { dtype: "float64" });
    this.flatGradient = zeros([n], { dtype: "float64" });
    let start = 0;
    const cut = (x: Tensor): Tensor[] => {
      start = 0;
      return sizes.map((size) => {
        const part = x.narrow(0, (start += size) - size, size);
        return together ? part : part.clone();
      });
    };
    this.lists = [cut(this.flat), cut(this.flatGradient)];
  }
  parameters(): [Tensor[], Tensor[]] {
    return [[...this.lists[0]], [...this.lists[1]]];
  }
  closure = (): number => {
    let loss = 0;
    this.lists[0].forEach((x, k) => {
      this.lists[1][k]!.copy(x);
      loss += x.dot(x) / 2;
    });
    this.seen.push(loss);
    return loss;
  };
  values(): unknown[] {
    return this.lists[0].flatMap((x) => x.toArray());
  }
}

export const momentum = { method: sgd, learningRate: 0.1, momentum: 0.9, dampening: 0 };

/** A step down that evaluates again where it arrived, and says what it saw. */
export const twice = (where: "x" | "elsewhere"): Method & { sizes: number[]; seen: number[] } => {
  const sizes: number[] = [], seen: number[] = [];
  const method: Method = (feval, x, config: { learningRate?: number }): Step => {
    const [loss, gradient] = feval(x), next = x.clone().add(-(config.learningRate ?? 1), gradient);
    sizes.push(x.nElement());
    if (where === "x") x.copy(next);
    const [after] = feval(where === "x" ? x : next);
    seen.push(loss, after);
    x.copy(next);
    return [x, [loss, after]];
  };
  return Object.assign(method, { sizes, seen });
};
