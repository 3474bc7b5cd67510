// What an optimizer is given.
import { describe } from "@taimatsu/tensor";
import type { ParameterGroup, Parameterized } from "./parameterized.ts";

/** Returns whether a value has `parameters()`. */
export function isParameterized(value: object): value is Parameterized {
  return "parameters" in value && typeof value.parameters === "function";
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
    const [parameters, gradients] = (source as Parameterized).parameters();
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
