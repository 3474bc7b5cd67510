// Optimizer with random groups, methods and options: what is wrong changes nothing, and a state goes on by the same bits.
import { assert, assertEquals } from "@std/assert";
import { Tensor, zeros } from "@taimatsu/tensor";
import { type Method, Optimizer, type OptimizerState, type ParameterGroup } from "../mod.ts";
import * as O from "../mod.ts";
import { attempt, check, type Draw, show, Thrown } from "../property/draw.ts";
import { BATCH, FIRST_ORDER, settingsOf } from "../property/methods.ts";

/** Optimizers that are made, over all tests. */
const CALLS = 4000;

/** A group to be. */
interface Layout {
  dtype: "float32" | "float64";
  sizes: number[][];
  /** Whether they lie side by side. */
  together: boolean;
  /** Whether the first one is listed twice. */
  twice: boolean;
  settings: Record<string, unknown>;
}

/** An optimizer to be. */
interface Plan {
  method: Method;
  layouts: Layout[];
  start: Tensor[];
  options: Record<string, unknown>;
}

function sizesOf({ sizes }: Layout): number[] {
  return sizes.map((size) => size.reduce((a, b) => a * b, 1));
}

function drawPlan(draw: Draw): Plan {
  const kind = draw.oneOf([...FIRST_ORDER, BATCH[0]!]), one = zeros([1]);
  const settings = (): Record<string, unknown> => {
    const { learningRates: _rates, weightDecays: _decays, sizes: _sizes, ...rest } = settingsOf(kind, draw, one);
    return rest;
  };
  const layouts = Array.from({ length: draw.int(1, 3) }, (): Layout => ({
    dtype: draw.oneOf(["float32", "float64"] as const),
    sizes: Array.from({ length: draw.int(1, 3) }, () => draw.oneOf([[1], [5], [2, 3], [0], [7]])),
    together: draw.chance(2),
    twice: draw.chance(4),
    settings: settings(),
  }));
  if (layouts.every((layout) => sizesOf(layout).every((n) => n === 0))) layouts[0]!.sizes = [[2]];
  const options = draw.chance(2) ? {} : { clipNorm: draw.oneOf([0.5, 100]), clipValue: draw.oneOf([0.25, 100]) };
  return {
    method: O[kind.name as "sgd"] as Method,
    layouts,
    start: layouts.map((layout) => draw.numbers([1 + sizesOf(layout).reduce((a, b) => a + b, 0)])),
    options,
  };
}

/** What a plan makes: parameters that are drawn to 0. */
class World {
  readonly groups: ParameterGroup[];
  readonly optimizer: Optimizer;
  /** Called at the end of the closure, with the loss that it returns. */
  after: (loss: number) => unknown = (loss) => loss;

  constructor(plan: Plan, more: Record<string, unknown> = {}) {
    this.groups = plan.layouts.map((layout, g) => {
      const flat = plan.start[g]!.to(layout.dtype).clone(), flatGradient = zeros(flat.size(), { dtype: layout.dtype });
      let at = 0;
      const pairs = layout.sizes.map((size, k): [Tensor, Tensor] => {
        const n = sizesOf(layout)[k]!, from = at;
        at += n;
        if (n === 0) return [zeros(size, { dtype: layout.dtype }), zeros(size, { dtype: layout.dtype })];
        const [x, g] = [flat, flatGradient].map((all) => all.narrow(0, from, n).view(...size));
        return layout.together ? [x!, g!] : [x!.clone(), g!.clone()];
      });
      if (layout.twice) pairs.push(pairs[0]!);
      return { parameters: pairs.map(([x]) => x), gradients: pairs.map(([, g]) => g), ...layout.settings };
    });
    this.optimizer = new Optimizer(this.groups, { method: plan.method, ...plan.options, ...more } as never);
  }

  get parameters(): Tensor[] {
    return this.groups.flatMap(({ parameters }) => parameters);
  }

  get gradients(): Tensor[] {
    return this.groups.flatMap(({ gradients }) => gradients);
  }

  closure = (): number => {
    let loss = 0;
    this.parameters.forEach((x, k) => {
      if (x.nElement() === 0) return;
      this.gradients[k]!.copy(x);
      loss += x.dot(x) / 2;
    });
    return this.after(loss) as number;
  };

  run(steps: number): void {
    for (let k = 0; k < steps; k++) this.optimizer.step(this.closure);
  }

  /** Everything that a step may change. What a method writes anew each time is left out. */
  toString(): string {
    const { groups, ...rest } = this.optimizer.state();
    const work = [...FIRST_ORDER, ...BATCH].flatMap((kind) => kind.work);
    const states = groups.map(({ settings, states }) => [show(settings), ...states.map((state) => show(state, work))]);
    return `${show(this.parameters)} ${show(rest)} ${states.join("; ")}`;
  }
}

Deno.test("a loss or a gradient that is not finite is named and changes nothing, is left out, or passes", () => {
  check((draw) => {
    const onNonFinite = draw.oneOf(["throw", "skip", "ignore"]),
      plan = drawPlan(draw),
      world = new World(plan, { onNonFinite });
    const steps = draw.int(0, 2), value = draw.oneOf([NaN, Infinity, -Infinity]), inLoss = draw.chance(3);
    world.run(steps);
    const before = String(world), filled = world.gradients.filter((x) => x.nElement() > 0), wrong = draw.oneOf(filled);
    world.after = (loss) => {
      if (inLoss) return value;
      const flat = wrong.view(wrong.nElement());
      flat.set(draw.int(0, flat.nElement() - 1), value);
      return loss;
    };
    const error = attempt(() => `a step with ${onNonFinite}`, () => world.run(1));
    if (onNonFinite === "throw") {
      const g = world.groups.findIndex(({ gradients }) => gradients.includes(wrong));
      const k = world.groups[g]!.gradients.indexOf(wrong);
      assert(error !== undefined && error.message.endsWith(` in step ${steps}`), `${error}`);
      const wanted = inLoss ? `the loss must be finite but is ${value} ` : `parameter ${k} of size `;
      assert(error.message.includes(wanted) && (inLoss || error.message.includes(` in groups[${g}] `)), error.message);
      assertEquals(String(world), before);
    } else if (onNonFinite === "skip" || plan.method !== O.lbfgs as unknown) assertEquals(error, undefined);
    if (onNonFinite !== "skip") return;
    assertEquals([world.optimizer.steps, world.optimizer.skipped], [steps, 1]);
    assertEquals(String(world).replace("skipped: 1", "skipped: 0"), before);
  }, CALLS / 4);
});

Deno.test("an optimizer goes on from a state by the same bits", () => {
  check((draw) => {
    const plan = drawPlan(draw), first = new World(plan), second = new World(plan);
    first.run(draw.int(0, 3));
    const state = first.optimizer.state(), parameters = first.parameters.map((x) => x.clone());
    if (draw.chance(2)) second.run(draw.int(1, 2));
    second.parameters.forEach((x, k) => x.copy(parameters[k]!));
    second.optimizer.loadState(state);
    const more = draw.int(1, 3);
    first.run(more);
    second.run(more);
    assertEquals(String(second), String(first));
  }, CALLS / 4);
});

/** Changes something deep inside. */
function spoil(value: Record<string, unknown>, draw: Draw): void {
  const names = Object.keys(value);
  if (names.length === 0 || draw.chance(12)) return void (value.more = draw.odd());
  const name = draw.oneOf(names), entry = value[name];
  if (typeof entry === "object" && entry !== null && !(entry instanceof Tensor) && !draw.chance(4)) {
    spoil(entry as Record<string, unknown>, draw);
  } else if (!draw.chance(3)) value[name] = draw.odd();
  else if (Array.isArray(value)) value.splice(Number(name), 1);
  else delete value[name];
}

Deno.test("a broken state is refused and changes nothing, or loads, and then steps are done or refused", () => {
  check((draw) => {
    const plan = drawPlan(draw), world = new World(plan), steps = draw.int(0, 2);
    world.run(steps);
    const before = String(world), state = world.optimizer.state() as unknown as Record<string, unknown>;
    for (let k = draw.int(1, 2); k > 0; k--) spoil(state, draw);
    const given = draw.chance(20) ? draw.odd() : state, text = () => `loadState(${show(given)}) of ${plan.method.name}`;
    const error = attempt(text, () => world.optimizer.loadState(given as OptimizerState));
    if (error !== undefined) {
      assertEquals(String(world), before, text());
      const other = new World(plan);
      other.run(steps + 1);
      world.run(1);
      assertEquals(String(world), String(other), text());
    } else {
      const loaded = String(world), failed = attempt(text, () => world.run(1));
      if (failed !== undefined && plan.method !== O.lbfgs as unknown) {
        assertEquals(String(world), loaded, `${text()} ${failed}`);
      }
    }
  }, CALLS / 2);
});

Deno.test("an optimizer takes anything: it works, or an error changes nothing", () => {
  check((draw) => {
    const plan = drawPlan(draw), world = new World(plan), steps = draw.int(0, 1);
    world.run(steps);
    const { optimizer } = world, before = String(world), odd = draw.odd(), more = new World(drawPlan(draw)).groups[0]!;
    const group = { ...more, [draw.oneOf(["parameters", "gradients", "names", "learningRate"])]: odd };
    const option = draw.oneOf(["method", "clipNorm", "normType", "clipValue", "onNonFinite"]);
    const [text, call] = draw.oneOf([
      ["new Optimizer(odd)", () => new Optimizer(odd as never, { method: plan.method })],
      ["new Optimizer([odd])", () => new Optimizer([odd as never], { method: plan.method })],
      ["new Optimizer(, odd)", () => new Optimizer(world.groups, odd as never)],
      [
        `new Optimizer(, { ${option} })`,
        () => new Optimizer(world.groups, { method: plan.method, [option]: odd } as never),
      ],
      ["new Optimizer([group])", () => new Optimizer([group as never], { method: plan.method })],
      ["addGroup(odd)", () => void optimizer.addGroup(odd as never)],
      ["addGroup(group)", () => void new World(plan).optimizer.addGroup(group as never)],
      ["step(odd)", () => new World(plan).optimizer.step(odd as never)],
      ["step(() => odd)", () => {
        world.after = () => odd;
        if (typeof odd === "number") throw new Thrown();
        optimizer.step(world.closure);
      }],
      ["step(() => { throw })", () => {
        world.after = () => {
          throw new Thrown("no loss today");
        };
        optimizer.step(world.closure);
      }],
    ] as [string, () => unknown][]);
    attempt(() => `${text} with ${show(odd)} of ${plan.method.name}`, call);
    assertEquals(String(world), before, `${text} with ${show(odd)} of ${plan.method.name}`);
  }, CALLS / 2);
});
