/**
 * Goes on with a training: reads its state from standard input (nothing: begins one), trains so many epochs, and writes the
 * state to standard output. `resume_test.ts` runs it.
 *
 * @module
 */
import { deserialize, serialize } from "node:v8";
import { ClassNLLCriterion } from "@taimatsu/criterion";
import { Dropout } from "@taimatsu/nn";
import { adam, CosineAnnealingLR, DataLoader, type Method, Optimizer, sgd, train } from "@taimatsu/optim";
import { type Dtype, fromBuffer, getRNGState, manualSeed, setRNGState, Tensor } from "@taimatsu/tensor";
import { loadDigits } from "./data.ts";
import { buildModel } from "./models.ts";

/** Writes tensors as their numbers, in lists and objects too. */
function pack(value: unknown): unknown {
  if (value instanceof Tensor) return { tensor: value.dtype, size: value.size(), numbers: value.clone().data };
  if (Array.isArray(value)) return value.map(pack);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, pack(entry)]));
}

function unpack(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpack);
  if (typeof value !== "object" || value === null) return value;
  if ("tensor" in value) {
    const { tensor, size, numbers } = value as { tensor: Dtype; size: number[]; numbers: Float32Array<ArrayBuffer> };
    return fromBuffer(numbers.slice().buffer, tensor, size);
  }
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, unpack(entry)]));
}

const METHODS: Record<string, [method: Method, learningRate: number]> = { adam: [adam, 0.002], sgd: [sgd, 0.05] };

if (import.meta.main) {
  const [name, model, epochs] = Deno.args as [string, "convnet" | "mlp", string],
    [method, learningRate] = METHODS[name]!;
  const net = buildModel(model).insert(new Dropout(0.2), 1), [parameters] = net.getParameters();
  const optimizer = new Optimizer(net, { method, learningRate, momentum: 0.9, weightDecay: 1e-4 } as never);
  const schedule = new CosineAnnealingLR(optimizer, { tMax: 3 });
  const folder = decodeURIComponent(new URL("data", import.meta.url).pathname);
  const data = new DataLoader(await loadDigits("train", folder, 1000), { batchSize: 50, shuffle: true, seed: 3 });

  const bytes = await new Response(Deno.stdin.readable).bytes();
  if (bytes.length === 0) {
    manualSeed(5);
    net.reset();
  } else {
    // deno-lint-ignore no-explicit-any
    const state = unpack(deserialize(bytes)) as any;
    parameters.copy(state.parameters);
    optimizer.loadState(state.optimizer);
    schedule.loadState(state.schedule);
    data.loadState(state.data);
    setRNGState(state.generator);
  }
  const criterion = new ClassNLLCriterion();
  const { best } = await train({ model: net, criterion, optimizer, data, schedule, epochs: Number(epochs) });
  const state = {
    loss: best!.loss,
    parameters,
    optimizer: optimizer.state(),
    schedule: schedule.state(),
    data: data.state(),
    generator: getRNGState(),
  };
  await new Response(serialize(pack(state))).body!.pipeTo(Deno.stdout.writable);
}
