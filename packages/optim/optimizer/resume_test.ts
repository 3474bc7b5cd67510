import { assert, assertEquals } from "@std/assert";
import { MSECriterion } from "@taimatsu/criterion";
import { Linear, Sequential, Tanh } from "@taimatsu/nn";
import { Generator, manualSeed, randn, type Tensor } from "@taimatsu/tensor";
import {
  adam,
  CosineAnnealingLR,
  type Method,
  OneCycleLR,
  Optimizer,
  ReduceLROnPlateau,
  type Schedule,
  sgd,
  WarmUp,
} from "../mod.ts";

const SCHEDULES: Record<string, (optimizer: Optimizer) => Schedule> = {
  cosine: (optimizer) => new WarmUp(new CosineAnnealingLR(optimizer, { tMax: 5 }), { steps: 2 }),
  plateau: (optimizer) => new ReduceLROnPlateau(optimizer, { patience: 0, factor: 0.5, threshold: 0.3 }),
  cycle: (optimizer) => new OneCycleLR(optimizer, { maxLearningRate: 0.05, totalSteps: 10, cycleMomentum: true }),
};

/** A small net with all that trains it; its parameters lie together, or apart in two groups. */
class Training {
  readonly net = new Sequential().add(new Linear(4, 5)).add(new Tanh()).add(new Linear(5, 2));
  readonly criterion = new MSECriterion();
  readonly optimizer: Optimizer;
  readonly schedule: Schedule;

  constructor(method: Method, schedule: string, together: boolean, seed: number) {
    const generator = new Generator(seed),
      settings = { learningRate: 0.05, momentum: 0.9, beta1: 0.9, weightDecay: 0.01 };
    if (together) this.net.getParameters();
    const [parameters, gradients] = this.net.parameters();
    for (const x of parameters) x.copy(randn(x.size(), { generator }));
    const group = (from: number, to: number) => ({
      parameters: parameters.slice(from, to),
      gradients: gradients.slice(from, to),
    });
    const groups = together ? [group(0, 4)] : [group(0, 2), { ...group(2, 4), learningRate: 0.02 }];
    this.optimizer = new Optimizer(groups, { method, ...settings } as never);
    this.schedule = SCHEDULES[schedule]!(this.optimizer);
  }

  run(batches: readonly [Tensor, Tensor][]): number[] {
    const { net, criterion, optimizer, schedule } = this;
    return batches.map(([x, y]) => {
      const loss = optimizer.step(() => {
        optimizer.zeroGrad();
        const loss = criterion.forward(net.forward(x), y);
        net.backward(x, criterion.backward(net.output, y));
        return loss;
      });
      schedule.step(loss);
      return loss;
    });
  }
}

for (const [name, method] of [["adam", adam], ["sgd", sgd]] as [string, Method][]) {
  for (const schedule of Object.keys(SCHEDULES)) {
    for (const together of [true, false]) {
      const where = together ? "together" : "apart";
      Deno.test(`six steps of ${name} with the schedule ${schedule} are three and three, bit for bit, ${where}`, () => {
        manualSeed(1);
        const batches = Array.from({ length: 6 }, (): [Tensor, Tensor] => [randn([8, 4]), randn([8, 2])]);
        const whole = new Training(method, schedule, together, 1), first = new Training(method, schedule, together, 1);
        const losses = whole.run(batches), begun = first.run(batches.slice(0, 3));
        const saved = {
          optimizer: first.optimizer.state(),
          schedule: first.schedule.state(),
          parameters: first.net.parameters()[0].map((x) => x.clone()),
        };
        first.run(batches); // what was saved is not touched by it
        const second = new Training(method, schedule, together, 2);
        second.net.parameters()[0].forEach((x, k) => x.copy(saved.parameters[k]!));
        second.optimizer.loadState(saved.optimizer);
        second.schedule.loadState(saved.schedule);
        assertEquals([...begun, ...second.run(batches.slice(3))], losses);
        const [a, b] = [whole, second].map(({ net }) => net.parameters()[0]);
        a!.forEach((x, k) => assert(x.equal(b![k]!), `parameter ${k} differs`));
        assertEquals(second.schedule.rates(), whole.schedule.rates());
        assert(losses[5]! !== losses[0]!);
      });
    }
  }
}
