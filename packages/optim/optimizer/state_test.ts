import { assertEquals, assertThrows } from "@std/assert";
import { type Tensor, tensor, zeros } from "@taimatsu/tensor";
import { adam, type Method, Optimizer, type OptimizerState, sgd } from "../mod.ts";

const settings = { method: adam, learningRate: 0.1, weightDecay: 0.01 };

function make(method: Method = adam, ...sizes: number[]): Optimizer {
  const lists = [0, 1].map(() => (sizes.length === 0 ? [2, 3] : sizes).map((n) => zeros([n]).fill(1)));
  return new Optimizer([{ parameters: lists[0]!, gradients: lists[1]! }], { ...settings, method });
}

Deno.test("state is a copy of all that is kept, and so is what loadState keeps", () => {
  const optimizer = make();
  optimizer.step();
  const state = optimizer.state(), kept = optimizer.state(), other = make();
  assertEquals([state.method, state.steps, state.skipped, state.groups[0]!.sizes], ["adam", 1, 0, [[2], [3]]]);
  assertEquals(state.groups[0]!.settings, { learningRate: 0.1, weightDecay: 0.01 });
  optimizer.step();
  other.loadState(state);
  for (const optimizer of [other, make()]) {
    if (optimizer !== other) optimizer.loadState(other.state());
    const m = (state: OptimizerState): Tensor => state.groups[0]!.states[1]!.m as Tensor;
    m(state).fill(7);
    assertEquals(m(optimizer.state()).toArray(), m(kept).toArray());
    assertEquals(optimizer.state().groups[0]!.states[1]!.t, 1);
  }
});

Deno.test("settings come from the state, but functions, which are no data, stay", () => {
  const search = (): number => 1;
  const method = (_: unknown, x: Tensor, config: { rate?: number; search?: () => number; extra?: Tensor }): never =>
    [x, [config.rate]] as never;
  const one = () => ({ parameters: [tensor([1])], gradients: [tensor([1])] });
  const from = new Optimizer([one()], { method, rate: 1, search, extra: tensor([1, 2]) });
  const to = new Optimizer([one()], { method, rate: 2, search });
  const state = from.state();
  assertEquals(Object.keys(state.groups[0]!.settings), ["rate", "extra"]);
  to.loadState(state);
  const { rate, search: found, extra } = to.groups[0]!;
  assertEquals([rate, found, extra!.toArray()], [1, search, [1, 2]]);
});

Deno.test("loadState names what does not fit and loads nothing then", () => {
  const optimizer = make();
  optimizer.step();
  const state = optimizer.state(), group = state.groups[0]!;
  const wrong: [unknown, string][] = [
    [null, "state must be an object but is null"],
    [{}, "state must have method, steps, skipped, groups but lacks method, steps, skipped, groups"],
    [{ ...state, extra: 1 }, "state must have method, steps, skipped, groups but also has extra"],
    [{ ...state, steps: -1 }, "state.steps must be an integer from 0 but is -1"],
    [{ ...state, method: "sgd" }, 'state.method must be one of adam but is "sgd"'],
    [{ ...state, groups: {} }, "state.groups must be a list but is Object"],
    [{ ...state, groups: [group, group] }, "state.groups must have 1 entries but has 2"],
    [{ ...state, groups: [3] }, "state.groups[0] must be an object but is 3"],
    [{ ...state, groups: [{ sizes: [[2], [3]] }] }, "must have settings, sizes, states but lacks settings, states"],
    [
      { ...state, groups: [{ ...group, sizes: [[5]] }] },
      "state.groups[0].sizes must be [[2],[3]], the parameters of each part that is moved at once, but is [[5]]",
    ],
    [{ ...state, groups: [{ ...group, states: [{}] }] }, "state.groups[0].states must have 2 entries but has 1"],
    [{ ...state, groups: [{ ...group, states: [{}, 1] }] }, "state.groups[0].states[1] must be an object but is 1"],
    [{ ...state, groups: [{ ...group, settings: [] }] }, "state.groups[0].settings must be an object but is []"],
    [{ ...state, groups: [{ ...group, settings: { parameters: [] } }] }, "must hold settings only but has parameters"],
    [
      { ...state, groups: [{ ...group, states: [group.states[0], { ...group.states[1], v: zeros([4]) }] }] },
      "state.groups[0].states[1].v must be a float32 tensor of size [3] but is a float32 tensor of size [4]",
    ],
  ];
  for (const [bad, text] of wrong) {
    assertThrows(
      () => optimizer.loadState(bad as OptimizerState),
      TypeError,
      `Cannot run Optimizer.loadState: ${text.startsWith("state") ? text : ""}`,
    );
    assertThrows(() => optimizer.loadState(bad as OptimizerState), TypeError, text);
  }
  assertThrows(() => make(adam, 5).loadState(state), TypeError, "sizes must be [[5]], the");
  assertThrows(() => make(sgd).loadState(state), TypeError, 'state.method must be one of sgd but is "adam"');
  const now = optimizer.state();
  assertEquals([now.steps, now.groups[0]!.states[1]!.t], [1, 1]);
});
