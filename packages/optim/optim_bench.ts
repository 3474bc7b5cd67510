import { randn, zerosLike } from "@taimatsu/tensor";
import { adam, type Objective, sgd } from "./mod.ts";

for (const n of [1e2, 1e4, 1e6]) {
  const x = randn([n]), gradient = zerosLike(x), feval: Objective = () => [0, gradient], group = `${n} parameters`;
  const plain = { learningRate: 0.01 }, momentum = { learningRate: 0.01, momentum: 0.9, weightDecay: 1e-4 }, rate = {};
  Deno.bench(`sgd, ${group}`, { group, baseline: true }, () => {
    sgd(feval, x, plain);
  });
  Deno.bench(`sgd with momentum and weight decay, ${group}`, { group }, () => {
    sgd(feval, x, momentum);
  });
  Deno.bench(`adam, ${group}`, { group }, () => {
    adam(feval, x, rate);
  });
}
