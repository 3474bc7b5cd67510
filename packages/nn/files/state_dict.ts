// The tensors of a module that last, by name.
import { describe, formatSize, Tensor } from "@taimatsu/tensor";
import { settleFields } from "../deferred.ts";
import type { AnyModule } from "../module.ts";

/** Tensors by name, such as `0.weight`: what {@linkcode Module.stateDict} returns. */
export type StateDict = Record<string, Tensor>;

/** What {@linkcode Module.loadStateDict} found. */
export interface LoadedNames {
  /** Names of the module that were not given. */
  missing: string[];
  /** Names that were given and that the module does not have. */
  unexpected: string[];
}

/** How {@linkcode Module.loadStateDict} takes names. */
export interface LoadStateOptions {
  /** Whether the names must be those of the module; `true` by default. */
  strict?: boolean;
}

function collect(value: unknown, name: string, gradients: ReadonlySet<unknown>, names: StateDict): void {
  if (value instanceof Tensor) {
    if (!gradients.has(value)) names[name] = value;
  } else if (Array.isArray(value)) {
    value.forEach((entry, i) => collect(entry, `${name}.${i}`, gradients, names));
  }
}

/** Returns the tensors of a module and those inside it, but for gradients and what is computed anew. */
export function stateOf(module: AnyModule, prefix = ""): StateDict {
  const names: StateDict = {}, buffers = module.buffers(), gradients = new Set<unknown>(module.parameters()[1]);
  settleFields(module);
  for (const [field, value] of Object.entries(module)) {
    if (!buffers.includes(field)) collect(value, prefix + field, gradients, names);
  }
  module.children().forEach((child, i) => Object.assign(names, stateOf(child, `${prefix}${i}.`)));
  return names;
}

function listed(verb: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`${verb} ${names.join(", ")}`];
}

/** Copies tensors into those of a module; nothing is changed if one does not fit, or names differ and must not. */
export function loadState(module: AnyModule, state: Readonly<StateDict>, strict: boolean): LoadedNames {
  const caller = `${module.constructor.name}.loadStateDict`;
  if (typeof state !== "object" || state === null || state instanceof Tensor) {
    throw new TypeError(`Cannot run ${caller}: state must be an object of tensors by name but is ${describe(state)}`);
  }
  const own = stateOf(module), given = Object.keys(state);
  const missing = Object.keys(own).filter((name) => !Object.hasOwn(state, name));
  const unexpected = given.filter((name) => !Object.hasOwn(own, name));
  if (strict && missing.length + unexpected.length > 0) {
    const found = [...listed("lacks", missing), ...listed("also has", unexpected)].join(" and ");
    throw new TypeError(`Cannot run ${caller}: state must have the names of the module but ${found}`);
  }
  const pairs = given.filter((name) => Object.hasOwn(own, name)).map((name) => {
    const x = own[name]!, source: unknown = state[name];
    if (!(source instanceof Tensor)) {
      throw new TypeError(`Cannot run ${caller}: ${name} must be a tensor but is ${describe(source)}`);
    }
    if (formatSize(source.shape) !== formatSize(x.shape)) {
      throw new TypeError(
        `Cannot run ${caller}: ${name} must be ${formatSize(x.shape)} but is ${formatSize(source.shape)}`,
      );
    }
    return [x, source] as const;
  });
  for (const [x, source] of pairs) if (x !== source && x.count > 0) x.copy(source);
  return { missing, unexpected };
}
