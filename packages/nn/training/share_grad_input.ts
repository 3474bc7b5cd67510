import { describe, Storage, Tensor } from "@taimatsu/tensor";
import { relayout } from "@taimatsu/tensor/native";
import { tensorsOf } from "../activity.ts";
import { Sequential } from "../containers/sequential.ts";
import { shareGradients } from "../containers/shared_gradients.ts";
import { type AnyModule, Module } from "../module.ts";
import type { Activity } from "../options.ts";

/** When some memory is in use, from the first write to the last read. */
interface Life {
  from: number;
  to: number;
  readonly size: number;
}

/** Notes when the memory of gradients is written and read while a copy of a net runs backward. */
class Recorder {
  /** By the memory that gradients have in the copy. */
  readonly lives: Map<Storage, Life> = new Map();
  /** Chains that ran the second pass by itself: what it reads was noted. */
  readonly twice: Set<AnyModule> = new Set();
  #time = 0;

  /** Lets the methods of a module note what they read and write. */
  watch(module: AnyModule): void {
    const { updateGradInput, accGradParameters, backward } = module;
    module.updateGradInput = (input, gradOutput) =>
      this.#run(module, gradOutput, () => updateGradInput.call(module, input, gradOutput));
    module.accGradParameters = (input, gradOutput, scale) => {
      this.twice.add(module);
      this.#run(module, gradOutput, () => accGradParameters.call(module, input, gradOutput, scale));
    };
    module.backward = (input, gradOutput, scale) =>
      this.#run(module, gradOutput, () => backward.call(module, input, gradOutput, scale));
  }

  /** The memory of a gradient is in use from `from` on, and now. */
  use(gradient: Activity | null | void, from: number = this.#time): void {
    if (!gradient) return;
    for (const { store } of tensorsOf(gradient)) {
      const life = this.lives.get(store);
      if (life === undefined) this.lives.set(store, { from, to: this.#time, size: store.length });
      else {
        life.from = Math.min(life.from, from);
        life.to = this.#time;
      }
    }
  }

  /**
   * A module writes its gradient, and reads those that it gets and those of the modules inside, from its begin to its end. A chain
   * does nothing of its own.
   */
  #run<R extends Activity | void>(module: AnyModule, gradOutput: Activity, compute: () => R): R {
    const from = ++this.#time, result = compute();
    this.#time++;
    if (module instanceof Sequential) this.use(result);
    else {
      for (const gradient of [gradOutput, result]) this.use(gradient, from);
      for (const child of module.children()) this.use(child.gradInput);
    }
    return result;
  }
}

/** Gives each life a number so that lives with the same number do not meet; large ones come first. */
function assign(lives: readonly Life[]): Map<Life, number> {
  const places: Life[][] = [], numbers = new Map<Life, number>();
  for (const life of lives.toSorted((a, b) => b.size - a.size)) {
    let place = places.findIndex((held) => held.every((other) => other.to < life.from || life.to < other.from));
    if (place < 0) place = places.push([]) - 1;
    places[place]!.push(life);
    numbers.set(life, place);
  }
  return numbers;
}

/**
 * Lets the `gradInput`s of the modules of a net share memory where one is read for the last time before another is written, so that
 * a step of training needs less: a chain keeps two of them instead of all. What `backward` returns is left alone; after it, the
 * `gradInput` of a module inside may hold that of another, so that only `backward` may be called: `updateGradInput` followed by
 * `accGradParameters`, or `backwardUpdate`, is an error.
 *
 * Which may share is found by running a copy of the net, forward and backward. It holds for other sizes too, until modules are added
 * or taken out, `type()` or `clearState()` is called, or the order in which modules run changes. A clone shares nothing.
 *
 * After `shareGradInput` of fb.resnet.torch and `optimizeMemory` of optnet.
 *
 * @param net The net.
 * @param input An input: the smaller the better.
 * @returns The net.
 * @throws {TypeError} If `net` is no module, or it does not take the input.
 *
 * @example Usage
 * ```ts
 * import { Linear, Sequential, shareGradInput, Tanh } from "@taimatsu/nn";
 * import { rand } from "@taimatsu/tensor";
 * import { assert } from "@std/assert";
 *
 * const net = new Sequential();
 * for (let i = 0; i < 3; i++) net.add(new Linear(8, 8)).add(new Tanh());
 * shareGradInput(net, rand([1, 8]));
 * const x = rand([32, 8]), y = net.forward(x);
 * net.backward(x, y);
 * assert(net.get<Linear>(2).gradInput!.storage() === net.get<Linear>(4).gradInput!.storage());
 * ```
 */
export function shareGradInput<M extends AnyModule>(net: M, input: Activity): M {
  if (!(net instanceof Module)) {
    throw new TypeError(`Cannot run shareGradInput: net must be a Module but is ${describe(net)}`);
  }
  const copy = net.clone().training(), recorder = new Recorder();
  const modules = copy.listModules(), output = copy.forward(input);
  copy.backward(input, output); // whatever is made at first is there
  const kept = modules.map((module) => module.gradInput);
  for (const module of new Set(modules)) recorder.watch(module);
  const last = copy.backward(input, output),
    alone = new Set([...tensorsOf(last), ...tensorsOf(output)].map((x) => x.store));
  const lives = new Map([...recorder.lives].filter(([storage]) => !alone.has(storage)));
  const places = assign([...lives.values()]), shared = new Map<string, Storage>();
  net.listModules().forEach((module, i) => {
    const { gradInput } = module, model = modules[i]!.gradInput;
    if (!(gradInput instanceof Tensor) || !(model instanceof Tensor) || model !== kept[i]) return;
    const life = lives.get(model.store);
    if (life === undefined || model.offset !== 0) return;
    const key = `${places.get(life)} ${module.type()}`;
    if (!shared.has(key)) shared.set(key, new Storage(module.type()));
    relayout(gradInput, shared.get(key)!, [0], [1], 0);
  });
  const storages = new Set(shared.values());
  net.listModules().forEach((module, i) => {
    if (module instanceof Sequential && !recorder.twice.has(modules[i]!)) shareGradients(module, storages);
  });
  for (const parameter of copy.parameters().flat()) parameter.dispose();
  return net;
}
