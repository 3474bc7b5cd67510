// A small convolutional net trains on the GPU as it does on the CPU.
import "./testing_emulate.ts";
import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { ClassNLLCriterion, MSECriterion } from "@taimatsu/criterion";
import {
  GPU,
  Linear,
  LogSoftMax,
  ReLU,
  Sequential,
  SpatialConvolution,
  SpatialMaxPooling,
  Tanh,
  View,
} from "@taimatsu/nn";
import { adam, DataLoader, Optimizer, sgd, train as trainLoop } from "@taimatsu/optim";
import { arange, cpu, type Device, manualSeed, randn, type Tensor, tensor } from "@taimatsu/tensor";
import { assertClose } from "@taimatsu/tensor/testing";
import { cuda } from "./mod.ts";

const STEPS = 4, BATCH = 6;

function convnet(): Sequential {
  manualSeed(1);
  return new Sequential()
    .add(new SpatialConvolution(1, 4, 3, 3))
    .add(new ReLU())
    .add(new SpatialMaxPooling(2, 2, 2, 2))
    .add(new View(4 * 5 * 5))
    .add(new Linear(4 * 5 * 5, 10))
    .add(new LogSoftMax());
}

/** Trains on a device and returns the losses and the parameters. */
function train(device: Device, step: typeof sgd | typeof adam): [number[], number[]] {
  const net = convnet().to(device), criterion = new ClassNLLCriterion().to(device);
  manualSeed(2);
  const input = randn([BATCH, 1, 12, 12]).to(device), target = tensor([3, 1, 4, 1, 5, 9]).to(device);
  const [parameters, gradients] = net.getParameters(), state = {}, losses: number[] = [];
  assertStrictEquals(parameters.device, device);
  for (let k = 0; k < STEPS; k++) {
    const feval = () => {
      gradients.zero();
      const loss = criterion.forward(net.forward(input), target);
      net.backward(input, criterion.backward(net.output, target));
      return [loss, gradients] as const;
    };
    const [, [loss]] = step(feval as never, parameters, { learningRate: 0.05, momentum: 0.9 } as never, state);
    losses.push(loss!);
  }
  return [losses, parameters.cpu().toArray() as number[]];
}

for (const [name, step] of Object.entries({ sgd, adam })) {
  Deno.test(`a convnet trains with ${name} as on the CPU`, () => {
    const [wanted, parameters] = train(cpu, step as typeof sgd), [losses, there] = train(cuda(0), step as typeof sgd);
    assert(losses.at(-1)! < losses[0]!);
    assertClose(losses, wanted, { relative: 1e-5 });
    assertClose(there, parameters, { relative: 1e-4, absolute: 1e-5 });
  });
}

Deno.test("train() moves batches of any size to the device, and launches a graph for those of one size", async () => {
  manualSeed(3);
  const images = randn([20, 1, 12, 12]), labels = arange(0, 20).remainder(10).to("int64");
  const losses = async (device: Device, graph = false): Promise<number[]> => {
    const model = convnet().to(device), found: number[] = [];
    let recorded = 0, launched = 0;
    const capture = (fn: () => unknown) => {
      const work = cuda.graph(fn);
      recorded++;
      return { launch: () => (launched++, work.launch()), [Symbol.dispose]: () => work[Symbol.dispose]() };
    };
    await trainLoop({
      model,
      criterion: new ClassNLLCriterion().to(device),
      optimizer: new Optimizer(model, { method: sgd, learningRate: 0.05, momentum: 0.9 }),
      data: new DataLoader([images, labels], { batchSize: 6 }), // 6, 6, 6, 2
      evaluation: new DataLoader([images, labels], { batchSize: 10 }),
      epochs: 2,
      device,
      ...(graph && { capture }),
      onStep: ({ loss, input }) => {
        assertStrictEquals(input.device, device);
        found.push(loss);
      },
      onEpoch: ({ evaluationLoss }) => found.push(evaluationLoss!),
    });
    assertEquals([recorded, launched], graph ? [2, 4] : [0, 0]);
    return found;
  };
  const wanted = await losses(cpu);
  assertEquals(wanted.length, 10);
  assertClose(await losses(cuda(0)), wanted, { relative: 1e-5 });
  assertClose(await losses(cuda(0), true), wanted, { relative: 1e-5 });
});

Deno.test("modules and criterions move with all that they keep, and back", () => {
  const net = convnet(), before = net.getParameters()[0].clone(), x = randn([2, 1, 12, 12]), y = net.forward(x).clone();
  assertStrictEquals(net.to(cuda(0)), net);
  assertEquals(net.parameters()[0].every((p) => p.device === cuda(0)), true);
  assertClose(net.forward(x.to(cuda(0))).cpu(), y);
  net.cpu();
  assertEquals(net.getParameters()[0].toArray(), before.toArray());
  assertClose(net.forward(x), y);
});

Deno.test("GPU puts a part of a net on the GPU; the rest computes on the CPU", () => {
  manualSeed(4);
  const first = new Linear(3, 4), last = new Linear(4, 2), x = randn([5, 3]), g = randn([5, 2]);
  const run = (net: Sequential): Tensor[] => {
    net.zeroGradParameters();
    return [net.forward(x), net.backward(x, g), ...net.parameters()[1]].map((t) => (t as Tensor).clone());
  };
  const wanted = run(new Sequential().add(first).add(new Tanh()).add(last));
  const found = run(new Sequential().add(new GPU(first, cuda(0), cpu)).add(new Tanh()).add(last));
  assertEquals(found.map(({ device }) => device.name), ["cpu", "cpu", "cuda:0", "cuda:0", "cpu", "cpu"]);
  found.forEach((t, k) => assertClose(t.cpu(), wanted[k]!));
});

Deno.test("a loss can stay on the device", () => {
  const criterion = new MSECriterion().to(cuda(0)), x = tensor([1, 2, 3], { device: cuda(0) });
  const loss = criterion.lossTensor(x, x.clone().add(1));
  assertEquals([loss.device, loss.item()], [cuda(0), 1]);
});

Deno.test("an input that lies elsewhere than the module is refused", () => {
  const layer = new Linear(3, 2).to(cuda(0)), net = new Sequential().add(new Linear(3, 2)).add(new Tanh());
  const x = randn([2, 3]),
    there = x.to(cuda(0)),
    g = randn([2, 2]),
    message = (name: string, of: string): string =>
      `Cannot run ${of}: ${name} must be on cuda:0 like the module but is on cpu`;
  assertThrows(() => layer.forward(x), TypeError, message("input", "Linear.forward"));
  assertThrows(() => net.forward(there), TypeError, "input must be on cpu like the module but is on cuda:0");
  net.to(cuda(0)).forward(there);
  assertThrows(() => net.forward(x), TypeError, message("input", "Sequential.forward"));
  assertThrows(() => net.backward(there, g), TypeError, message("gradOutput", "Tanh.backward"));
  assertThrows(() => layer.backward(there, g), TypeError, message("gradOutput", "Linear.backward"));
  layer.forward(there);
  assertThrows(
    () => new ClassNLLCriterion().to(cuda(0)).forward(there, tensor([0, 1], { dtype: "int64" })),
    Error,
    "Cannot run ClassNLLCriterion.forward: target must be on cuda:0 but is on cpu",
  );
  assertThrows(
    () => there.index(0, tensor([0], { dtype: "int64" })),
    Error,
    "index must be on cuda:0 but is on cpu",
  );
  assertThrows(() => new Tanh().to("gpu" as never), TypeError, "dtype must be");
});

Deno.test("a label out of range is reported with its position, and the GPU goes on", () => {
  const criterion = new ClassNLLCriterion().to(cuda(0)), x = randn([2, 3]).to(cuda(0));
  assertThrows(
    () => criterion.forward(x, tensor([1, 7]).to(cuda(0))),
    Error,
    "Cannot run ClassNLLCriterion.forward: target 7 at position 1 is outside [0, 3)",
  );
  assert(Number.isFinite(criterion.forward(x, tensor([1, 2]).to(cuda(0)))));
});
