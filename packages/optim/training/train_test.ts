import { assert, assertEquals, assertRejects } from "@std/assert";
import { MSECriterion } from "@taimatsu/criterion";
import { Linear } from "@taimatsu/nn";
import { cpu, manualSeed, mm, randn, type Tensor } from "@taimatsu/tensor";
import { Optimizer, sgd, StepLR, train, type TrainEpoch, type TrainOptions, type TrainStep } from "../mod.ts";

/** A model of one number w: the output is w · x, the loss ½ (w x − t)², so that everything is known in closed form. */
function line(w = 0, rate = 0.5) {
  const model = {
    w,
    g: 0,
    mode: "",
    forward: (x: number): number => model.w * x,
    backward: (x: number, g: number): void => void (model.g += g * x),
    training: (): void => void (model.mode = "training"),
    evaluate: (): void => void (model.mode = "evaluation"),
  };
  const criterion = {
    forward: (y: number, t: number): number => (y - t) ** 2 / 2,
    backward: (y: number, t: number) => y - t,
  };
  const optimizer = {
    zeroGrad: (): void => void (model.g = 0),
    step: (closure: () => number): number => {
      const loss = closure();
      model.w -= rate * model.g;
      return loss;
    },
  };
  return { model, criterion, optimizer };
}
type Options = TrainOptions<number, number, number>;
const data: [number, number][] = [[1, 1], [1, 1]];
const run = (options: Partial<Options>, parts = line()) => train({ ...parts, data, epochs: 3, ...options });

Deno.test("train gives the losses that follow from the formulas, for lists, generators and streams", async () => {
  // w goes 0, 1/2, 3/4, …: the error is halved in each step.
  async function* stream(): AsyncGenerator<[number, number]> {
    for (const batch of data) yield await Promise.resolve(batch);
  }
  const named = data.map(([input, target]) => ({ input, target }));
  for (const source of [data, named, () => data.values(), stream]) {
    const { epochs, best, reason } = await run({ data: source });
    assertEquals(epochs.map(({ epoch, loss, best }) => [epoch, loss, best]), [
      [0, (1 / 2 + 1 / 8) / 2, true],
      [1, (1 / 32 + 1 / 128) / 2, true],
      [2, (1 / 512 + 1 / 2048) / 2, true],
    ]);
    assertEquals([best, reason], [epochs[2], "epochs"]);
    assert(epochs.every(({ seconds, trainSeconds }) => seconds >= trainSeconds && trainSeconds > 0));
  }
});

Deno.test("train lets timers have their turn", async () => {
  let late = false;
  const timer = setTimeout(() => late = true, 1);
  function* endless(): Generator<[number, number]> {
    while (!late) yield [1, 1];
  }
  await run({ epochs: 1, data: endless });
  clearTimeout(timer);
  assert(late);
});

Deno.test("train evaluates in evaluation mode and weights means by the sizes of batches", async () => {
  const parts = line(), modes: string[] = [];
  const { epochs } = await run({
    epochs: 1,
    data: [[1, 1], [2, 3]],
    evaluation: [[1, 1], [2, 1]],
    batchSize: (x) => x,
    metric: (y, t) => {
      modes.push(parts.model.mode);
      return y - t;
    },
  }, parts);
  // w: 0 → 0.5 → 0.5 + 0.5 · 2 · (3 − 1) = 2.5
  assertEquals(epochs[0]!.loss, (0.5 * 1 + 2 * 2) / 3);
  assertEquals(epochs[0]!.evaluationLoss, (1.125 * 1 + 8 * 2) / 3);
  assertEquals(epochs[0]!.metric, (1.5 * 1 + 4 * 2) / 3);
  assertEquals([modes, parts.model.mode], [["evaluation", "evaluation"], "training"]);
});

Deno.test("train calls its hooks in order and waits for them", async () => {
  const seen: string[] = [],
    say = (text: string) => async (): Promise<void> => {
      await Promise.resolve();
      seen.push(text);
    };
  const steps: TrainStep[] = [];
  await run({
    epochs: 2,
    onStart: say("start"),
    progress: (step) => steps.push(step),
    onStep: say("step"),
    checkpoint: say("checkpoint"),
    onEpoch: say("epoch"),
    onEnd: say("end"),
    schedule: { step: (metric) => seen.push(`schedule ${metric}`) },
  });
  const epoch = (loss: number): string[] => ["step", "step", `schedule ${loss}`, "checkpoint", "epoch"];
  assertEquals(seen, ["start", ...epoch(5 / 16), ...epoch(5 / 256), "end"]);
  assertEquals(steps.map(({ epoch, epochs, step, steps }) => [epoch, epochs, step, steps]), [
    [0, 2, 0, undefined],
    [0, 2, 1, undefined],
    [1, 2, 0, 2],
    [1, 2, 1, 2],
  ]);
});

Deno.test("train gives the hooks of a step what was computed before it", async () => {
  const seen: unknown[] = [];
  const note = ({ input, target, output, loss }: TrainStep<number, number, number>): void =>
    void seen.push([input, target, output, loss]);
  await run({ epochs: 1, data: [[1, 1], [2, 3]], onStep: note, progress: note });
  // w goes from 0 to 0.5, the second output is 2 · 0.5
  const first = [1, 1, 0, 0.5], second = [2, 3, 1, 2];
  assertEquals(seen, [first, first, second, second]);
});

Deno.test("train ends when a hook says so, the signal comes, or patience is at its end", async () => {
  const stepEnd = await run({ onStep: ({ epoch, step }) => epoch !== 1 || step !== 0 });
  assertEquals([stepEnd.reason, stepEnd.epochs.length], ["hook", 1]);
  const epochEnd = await run({ onEpoch: ({ epoch }) => epoch < 1 });
  assertEquals([epochEnd.reason, epochEnd.epochs.length], ["hook", 2]);
  const controller = new AbortController(),
    stop = ({ epoch }: TrainStep): void => void (epoch === 1 && controller.abort());
  const ended: string[] = [];
  const aborted = await run({ signal: controller.signal, progress: stop, onEnd: ({ reason }) => ended.push(reason) });
  assertEquals([aborted.reason, aborted.epochs.length, ended], ["signal", 1, ["signal"]]);

  const values = [1, 3, 2, 3, 2.5, 9];
  const epochsOf = async (more: Partial<Options>): Promise<[TrainEpoch[], number | undefined, string]> => {
    let k = 0;
    const { epochs, best, reason } = await run({
      epochs: 6,
      evaluation: [[1, 1]],
      metric: () => values[k++]!,
      ...more,
    });
    return [epochs, best?.epoch, reason];
  };
  const summary = async (more: Partial<Options>) => {
    const [epochs, best, reason] = await epochsOf(more);
    return [epochs.length, best, reason];
  };
  assertEquals(await summary({ patience: 3 }), [5, 1, "patience"]);
  assertEquals(await summary({ patience: 4 }), [6, 5, "epochs"]);
  assertEquals(await summary({ patience: 2, mode: "min" }), [3, 0, "patience"]);
  assertEquals(await summary({ minDelta: 2 }), [6, 5, "epochs"]);
  assertEquals(await summary({ minDelta: 7 }), [6, 5, "epochs"]);
  assertEquals(await summary({ minDelta: 8 }), [6, 0, "epochs"]);
  values[0] = NaN;
  assertEquals(await summary({ patience: 1 }), [1, undefined, "patience"]);
});

Deno.test("train moves a net with an Optimizer and a schedule for each step", async () => {
  manualSeed(4);
  const model = new Linear(3, 2), truth = randn([2, 3]);
  const batches = Array.from({ length: 8 }, (): [Tensor, Tensor] => {
    const x = randn([16, 3]);
    return [x, mm(x, truth.t())];
  });
  const optimizer = new Optimizer(model, { method: sgd, learningRate: 0.2 });
  const schedule = new StepLR(optimizer, { stepSize: 80, gamma: 0.5 });
  const options = { model, criterion: new MSECriterion(), optimizer, data: batches, epochs: 20 };
  const { best } = await train({ ...options, schedule, scheduleEach: "step", evaluation: batches });
  assert(best!.evaluationLoss! < 1e-5, `the loss is ${best!.evaluationLoss}`);
  assertEquals([schedule.steps, optimizer.steps, optimizer.groups[0]!.learningRate], [160, 160, 0.05]);
});

Deno.test("train says what is wrong", async () => {
  const empty = data.values();
  const wrong: [Partial<Options>, typeof TypeError, string][] = [
    [{ model: {} as never }, TypeError, "Cannot run train: model must have forward() and backward() but is Object"],
    [{ optimizer: undefined as never }, TypeError, "optimizer must have zeroGrad() and step() but is undefined"],
    [{ data: 3 as never }, TypeError, "data must be iterable or a function but is 3"],
    [{ data: [] }, TypeError, "data must have batches but has none in epoch 0"],
    [{ data: empty }, TypeError, "data must have batches but has none in epoch 1"],
    [{ evaluation: [] }, TypeError, "evaluation must have batches but has none in epoch 0"],
    [{ metric: () => 1 }, TypeError, "evaluation must be given for metric but is undefined"],
    [{ mode: "up" as never }, TypeError, "mode must be one of min, max"],
    [{ device: "cuda" as never }, TypeError, 'device must be a device, as cpu or cuda(0), but is "cuda"'],
    [{ capture: 1 as never }, TypeError, "capture must be a function but is 1"],
    [{ capture: () => ({ launch() {} }) }, TypeError, "device must be given for capture but is undefined"],
    [{ capture: () => ({ launch() {} }), device: cpu }, TypeError, "criterion must have lossTensor()"],
    [{ epochs: 1.5 }, RangeError, "epochs must be an integer but is 1.5"],
    [{ patience: 0 }, RangeError, "patience must be at least 1 but is 0"],
    [{ minDelta: NaN }, RangeError, "minDelta must be at least 0 but is NaN"],
    [{ batchSize: () => 0 }, RangeError, "batchSize() must be from"],
  ];
  for (const [options, type, text] of wrong) await assertRejects(() => run(options), type, text);
  assertEquals(await run({ epochs: 0 }), { epochs: [], best: undefined, reason: "epochs" });
});
