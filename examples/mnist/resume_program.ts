/**
 * Goes on with a training: from a checkpoint, or from the beginning if there is none, so many epochs, to another checkpoint.
 * `resume_test.ts` runs it.
 *
 * @module
 */
import { ClassNLLCriterion } from "@taimatsu/criterion";
import { Dropout } from "@taimatsu/nn";
import {
  adam,
  CosineAnnealingLR,
  DataLoader,
  loadCheckpoint,
  type Method,
  Optimizer,
  saveCheckpoint,
  sgd,
  train,
} from "@taimatsu/optim";
import { defaultGenerator as generator, manualSeed } from "@taimatsu/tensor";
import { loadDigits } from "./data.ts";
import { buildModel } from "./models.ts";

const METHODS: Record<string, [method: Method, learningRate: number]> = { adam: [adam, 0.002], sgd: [sgd, 0.05] };

if (import.meta.main) {
  const [from, to, name, net, epochs] = Deno.args as [string, string, string, "convnet" | "mlp", string];
  const [method, learningRate] = METHODS[name]!, model = buildModel(net).insert(new Dropout(0.2), 1);
  model.getParameters();
  const optimizer = new Optimizer(model, { method, learningRate, momentum: 0.9, weightDecay: 1e-4 } as never);
  const schedule = new CosineAnnealingLR(optimizer, { tMax: 3 });
  const folder = decodeURIComponent(new URL("data", import.meta.url).pathname);
  const data = new DataLoader(await loadDigits("train", folder, 1000), { batchSize: 50, shuffle: true, seed: 3 });
  const parts = { model, optimizer, schedule, data, generator };
  if (from === "") {
    manualSeed(5);
    model.reset();
  } else loadCheckpoint(from, parts);
  const criterion = new ClassNLLCriterion();
  const { best } = await train({ model, criterion, optimizer, data, schedule, epochs: Number(epochs) });
  saveCheckpoint(to, { ...parts, loss: best!.loss });
}
