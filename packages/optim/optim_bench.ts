import { randn, zerosLike } from "@taimatsu/tensor";
import { adadelta, adagrad, adam, adamax, adamW, asgd, lamb, nag, type Objective, rmsprop, rprop, sgd } from "./mod.ts";

const OTHERS = { adam, adamW, adamax, lamb, adadelta, adagrad, rmsprop, nag, asgd, rprop };

for (const n of [1e2, 1e4, 1e6]) {
  const x = randn([n]), gradient = zerosLike(x), feval: Objective = () => [0, gradient], group = `${n} parameters`;
  const plain = { learningRate: 0.01 }, momentum = { learningRate: 0.01, momentum: 0.9, weightDecay: 1e-4 };
  Deno.bench(`sgd, ${group}`, { group, baseline: true }, () => {
    sgd(feval, x, plain);
  });
  Deno.bench(`sgd with momentum and weight decay, ${group}`, { group }, () => {
    sgd(feval, x, momentum);
  });
  for (const [name, optimize] of Object.entries(OTHERS)) {
    const config = {};
    Deno.bench(`${name}, ${group}`, { group }, () => {
      optimize(feval, x, config);
    });
  }
}
