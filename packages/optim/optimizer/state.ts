// What an optimizer keeps as a plain object: copies of it, and whether it fits.
import { checkOneOf, describe, type Device, formatSize, Tensor } from "@taimatsu/tensor";

/** What {@linkcode Optimizer.state} returns: numbers, texts, lists, plain objects and tensors. */
export interface OptimizerState {
  /** Name of the method. */
  method: string;
  /** Number of steps done. */
  steps: number;
  /** Number of steps that were left out. */
  skipped: number;
  /** One entry for each group. */
  groups: OptimizerGroupState[];
}

/** What is kept of a group. */
export interface OptimizerGroupState {
  /** Learning rate and so on. */
  settings: Record<string, unknown>;
  /** Of each part that is moved at once, the numbers of elements of its parameters, in the order of memory. */
  sizes: number[][];
  /** What the method keeps of each part. */
  states: Record<string, unknown>[];
}

/** Names of a group that are no settings. */
export const GROUP_TENSORS: readonly string[] = ["parameters", "gradients", "names"];

/** Returns a deep copy; functions are left out, as they are no data. */
export function copyOf<T>(value: T): T {
  if (value instanceof Tensor) return value.clone() as T;
  if (Array.isArray(value)) return value.map(copyOf) as T;
  if (ArrayBuffer.isView(value)) return structuredClone(value);
  if (typeof value !== "object" || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const [name, entry] of Object.entries(value)) if (typeof entry !== "function") copy[name] = copyOf(entry);
  return copy as T;
}

/** Moves the tensors of what a method kept to a device. */
export function placed<T>(value: T, device: Device): T {
  if (value instanceof Tensor) return (value.device === device ? value : value.to(device)) as T;
  if (Array.isArray(value)) return value.map((entry) => placed(entry, device)) as T;
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, placed(entry, device)])) as T;
}

/**
 * Checks that an object has exactly the names wanted.
 *
 * @throws {TypeError} If it is no object, or names are missing or unexpected; they are listed.
 */
export function checkNames(
  caller: string,
  at: string,
  value: unknown,
  wanted: readonly string[],
): asserts value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new TypeError(`Cannot run ${caller}: ${at} must be an object but is ${describe(value)}`);
  }
  const missing = wanted.filter((name) => !(name in value));
  const unexpected = Object.keys(value).filter((name) => !wanted.includes(name));
  if (missing.length + unexpected.length > 0) {
    const found = [["lacks", missing], ["also has", unexpected]] as const;
    const text = found.filter(([, names]) => names.length > 0).map(([verb, names]) => `${verb} ${names.join(", ")}`);
    throw new TypeError(`Cannot run ${caller}: ${at} must have ${wanted.join(", ")} but ${text.join(" and ")}`);
  }
}

/**
 * Checks that a list has as many entries as wanted.
 *
 * @throws {TypeError} If it is no list, or has more or fewer.
 */
export function checkList(caller: string, at: string, value: unknown, n: number): asserts value is unknown[] {
  if (!Array.isArray(value)) {
    throw new TypeError(`Cannot run ${caller}: ${at} must be a list but is ${describe(value)}`);
  }
  if (value.length !== n) {
    throw new TypeError(`Cannot run ${caller}: ${at} must have ${n} entries but has ${value.length}`);
  }
}

const bigintsAsTexts = (_name: string, value: unknown): unknown => typeof value === "bigint" ? `${value}n` : value;

/**
 * Checks a state before it is loaded.
 *
 * @param method Name of the optimizer's method.
 * @param sizes Numbers of elements of the parameters of each part, by groups.
 * @throws {TypeError} If something is missing, unexpected or of another size.
 */
export function checkState(
  caller: string,
  state: unknown,
  method: string,
  sizes: readonly (readonly (readonly number[])[])[],
): asserts state is OptimizerState {
  checkNames(caller, "state", state, ["method", "steps", "skipped", "groups"]);
  checkOneOf(caller, "state.method", state.method, [method]);
  for (const name of ["steps", "skipped"]) {
    if (!Number.isSafeInteger(state[name]) || (state[name] as number) < 0) {
      throw new TypeError(
        `Cannot run ${caller}: state.${name} must be an integer from 0 but is ${describe(state[name])}`,
      );
    }
  }
  checkList(caller, "state.groups", state.groups, sizes.length);
  state.groups.forEach((group, g) => {
    const at = `state.groups[${g}]`;
    checkNames(caller, at, group, ["settings", "sizes", "states"]);
    const { settings, states } = group;
    const wanted = JSON.stringify(sizes[g]), found = JSON.stringify(group.sizes, bigintsAsTexts);
    if (found !== wanted) {
      throw new TypeError(
        `Cannot run ${caller}: ${at}.sizes must be ${wanted}, the parameters of each part that is moved at once, but is ${found}`,
      );
    }
    checkList(caller, `${at}.states`, states, sizes[g]!.length);
    for (
      const [name, entry] of [
        ["settings", settings],
        ...states.map((entry, k) => [`states[${k}]`, entry] as const),
      ]
    ) {
      if (typeof entry !== "object" || entry === null || Array.isArray(entry) || entry instanceof Tensor) {
        throw new TypeError(`Cannot run ${caller}: ${at}.${name} must be an object but is ${describe(entry)}`);
      }
    }
    const wrong = GROUP_TENSORS.filter((name) => name in (settings as object));
    if (wrong.length > 0) {
      throw new TypeError(`Cannot run ${caller}: ${at}.settings must hold settings only but has ${wrong.join(", ")}`);
    }
  });
}

/**
 * Checks that tensors which a method kept fit those that it keeps now.
 *
 * @throws {TypeError} If one has another size or dtype.
 */
export function checkKept(
  caller: string,
  at: string,
  now: Record<string, unknown>,
  then: Record<string, unknown>,
): void {
  for (const [name, kept] of Object.entries(now)) {
    const loaded = then[name];
    if (!(kept instanceof Tensor) || loaded === undefined) continue;
    const wanted = `a ${kept.dtype} tensor of size ${formatSize(kept.shape)}`;
    const found = loaded instanceof Tensor
      ? `a ${loaded.dtype} tensor of size ${formatSize(loaded.shape)}`
      : describe(loaded);
    if (wanted !== found) throw new TypeError(`Cannot run ${caller}: ${at}.${name} must be ${wanted} but is ${found}`);
  }
}
