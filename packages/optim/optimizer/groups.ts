// What an optimizer is given.
import { describe, type Tensor } from "@taimatsu/tensor";
import type { ParameterGroup, Parameterized } from "./parameterized.ts";

/** Returns whether a value has `parameters()`. */
export function isParameterized(value: object): value is Parameterized {
  return "parameters" in value && typeof value.parameters === "function";
}

/**
 * Returns the parameters and gradients of a module.
 *
 * @throws {TypeError} If they are not two lists.
 */
export function parametersOf(caller: string, source: Parameterized): [parameters: Tensor[], gradients: Tensor[]] {
  const lists: unknown = source.parameters();
  if (Array.isArray(lists) && Array.isArray(lists[0]) && Array.isArray(lists[1])) return lists as [Tensor[], Tensor[]];
  throw new TypeError(
    `Cannot run ${caller}: parameters() must return parameters and gradients, two lists, but returned ${
      describe(lists)
    }`,
  );
}

/**
 * Returns the groups that were given, or one of all parameters of a module.
 *
 * @throws {TypeError} If there is something else, or no parameter.
 */
export function groupsOf(caller: string, source: Parameterized | readonly ParameterGroup[]): readonly ParameterGroup[] {
  if (typeof source !== "object" || source === null || !(Array.isArray(source) || isParameterized(source))) {
    throw new TypeError(
      `Cannot run ${caller}: parameters must be groups or an object with parameters() but is ${describe(source)}`,
    );
  }
  const groups: unknown[] = [];
  if (Array.isArray(source)) groups.push(...source);
  else {
    const [parameters, gradients] = parametersOf(caller, source as Parameterized);
    groups.push({ parameters, gradients });
  }
  for (const [g, group] of groups.entries()) {
    if (typeof group !== "object" || group === null) {
      throw new TypeError(`Cannot run ${caller}: groups[${g}] must be an object but is ${describe(group)}`);
    }
  }
  const list = groups as ParameterGroup[];
  if (!list.some(({ parameters }) => !Array.isArray(parameters) || parameters.length > 0)) {
    throw new TypeError(`Cannot run ${caller}: there must be parameters but there are none`);
  }
  return list;
}
