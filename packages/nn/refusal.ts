// What layers say about arguments that do not fit.
import { describe, formatSize, Tensor } from "@taimatsu/tensor";
import type { AnyModule } from "./module.ts";
import type { SizeForms } from "./options.ts";

function found(x: unknown): string {
  return Array.isArray(x) ? `a list of ${x.length}` : x instanceof Tensor ? "a tensor" : describe(x);
}

/**
 * Returns the error for an argument that does not fit.
 *
 * @param module Whose argument it is.
 * @param method `forward` or `backward`.
 * @param name The argument's name.
 * @param x The argument, of whatever type.
 * @param forms The sizes that are accepted.
 */
export function refusal(module: AnyModule, method: string, name: string, x: unknown, forms: SizeForms): TypeError {
  const caller = `Cannot run ${module.constructor.name}.${method}: ${name} must be`;
  if (!(x instanceof Tensor)) {
    return new TypeError(`${caller} a tensor but is ${Array.isArray(x) ? "a list" : describe(x)}`);
  }
  if (x.store.code !== module.code) {
    return new TypeError(`${caller} ${module.type()} like the module but is ${x.dtype}`);
  }
  const alike = forms.filter((form) => form.length === x.shape.length);
  const wanted = (alike.length > 0 ? alike : forms).map(formatSize).join(" or ");
  return new TypeError(`${caller} ${wanted} but is ${formatSize(x.shape)}`);
}

/**
 * Returns a list of tensors of the module's dtype, or throws.
 *
 * @param module Whose argument it is.
 * @param method `forward` or `backward`.
 * @param name The argument's name.
 * @param x The argument, of whatever type.
 * @param least How many there must be.
 * @param most How many there may be; `least` unless given.
 */
export function checkTensors(
  module: AnyModule,
  method: string,
  name: string,
  x: unknown,
  least: number,
  most: number = least,
): readonly Tensor[] {
  const fits = Array.isArray(x) && x.length >= least && x.length <= most;
  if (!fits) {
    const count = least === most ? `${least}` : most === Infinity ? `at least ${least}` : `${least} to ${most}`;
    throw new TypeError(
      `Cannot run ${module.constructor.name}.${method}: ${name} must be a list of ${count} tensors but is ${found(x)}`,
    );
  }
  for (let i = 0; i < x.length; i++) {
    if (x[i]?.store?.code !== module.code) throw refusal(module, method, `${name}[${i}]`, x[i], []);
  }
  return x as readonly Tensor[];
}
