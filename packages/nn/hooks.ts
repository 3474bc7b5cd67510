// Functions that are called around a module's passes. A hooked module gets methods of its own that hide those of its class, so that
// other modules pay nothing; they are no fields, so that a copy has none.
import type { AnyModule } from "./module.ts";
import type { Activity } from "./options.ts";

/** Called before the module computes its output. */
export type ForwardPreHook = (module: AnyModule, input: Activity) => void;
/** Called when the module has computed its output. */
export type ForwardHook = (module: AnyModule, input: Activity, output: Activity) => void;
/** Called when the module has computed the gradient with respect to its input. */
export type BackwardHook = (module: AnyModule, gradInput: Activity, gradOutput: Activity) => void;

/** Takes a hook away again; `using` does so at the end of a block. */
export interface HookHandle extends Disposable {
  /** Takes the hook away. */
  remove(): void;
}

interface Hooks {
  before: ForwardPreHook[];
  forward: ForwardHook[];
  backward: BackwardHook[];
  /** Whether a backward pass of the module is under way, which may call the other methods. */
  busy: boolean;
}

const hooked = new WeakMap<AnyModule, Hooks>();
const METHODS = ["updateOutput", "updateGradInput", "backward"] as const;

function hide(module: AnyModule, method: string, value: (...args: never[]) => unknown): void {
  Object.defineProperty(module, method, { value, enumerable: false, configurable: true, writable: true });
}

function hooksOf(module: AnyModule): Hooks {
  const known = hooked.get(module);
  if (known !== undefined) return known;
  const hooks: Hooks = { before: [], forward: [], backward: [], busy: false };
  const { updateOutput, updateGradInput, backward } = module;
  hooked.set(module, hooks);
  hide(module, "updateOutput", (input: Activity) => {
    for (const hook of hooks.before) hook(module, input);
    const output = updateOutput.call(module, input);
    for (const hook of hooks.forward) hook(module, input, output);
    return output;
  });
  const once = (run: () => Activity, gradOutput: Activity): Activity => {
    if (hooks.busy) return run();
    hooks.busy = true;
    let gradInput: Activity;
    try {
      gradInput = run();
    } finally {
      hooks.busy = false;
    }
    for (const hook of hooks.backward) hook(module, gradInput, gradOutput);
    return gradInput;
  };
  hide(
    module,
    "updateGradInput",
    (input: Activity, gradOutput: Activity) => once(() => updateGradInput.call(module, input, gradOutput), gradOutput),
  );
  hide(
    module,
    "backward",
    (input: Activity, gradOutput: Activity, scale?: number) =>
      once(() => backward.call(module, input, gradOutput, scale), gradOutput),
  );
  return hooks;
}

/** Adds a hook to a module. */
export function addHook(
  module: AnyModule,
  kind: "before" | "forward" | "backward",
  hook: ForwardPreHook | ForwardHook | BackwardHook,
): HookHandle {
  const hooks = hooksOf(module), list: unknown[] = hooks[kind];
  list.push(hook);
  const remove = (): void => {
    const at = list.indexOf(hook);
    if (at >= 0) list.splice(at, 1);
    if (hooks.before.length + hooks.forward.length + hooks.backward.length > 0) return;
    for (const method of METHODS) delete (module as unknown as Record<string, unknown>)[method];
    hooked.delete(module);
  };
  return { remove, [Symbol.dispose]: remove };
}
