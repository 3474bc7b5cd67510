// What criterions say about arguments that do not fit.
import {
  checkFloat,
  checkSameSize,
  checkSameType,
  checkTensor,
  describe,
  formatSize,
  isFloat,
  sameSize,
  Tensor,
} from "@taimatsu/tensor";

/** Writes what an argument is. */
export function found(x: unknown): string {
  return Array.isArray(x)
    ? `a list of ${x.length}`
    : x instanceof Tensor
    ? `a tensor ${formatSize(x.shape)}`
    : describe(x);
}

/** Checks that a value is a tensor of floating-point numbers. */
export function checkFloatTensor(caller: string, name: string, x: unknown): asserts x is Tensor {
  checkTensor(caller, name, x);
  if (!isFloat(x.store.code)) checkFloat(caller, name, x);
}

/** Checks that a tensor has one of some sizes: a number is fixed, a word stands for any. */
export function checkForms(
  caller: string,
  name: string,
  x: Tensor,
  forms: readonly (readonly (number | string)[])[],
): void {
  const { shape } = x;
  const fits = forms.some((form) =>
    form.length === shape.length && form.every((size, d) => typeof size === "string" || size === shape[d])
  );
  if (!fits) {
    throw new TypeError(
      `Cannot run ${caller}: ${name} must be ${forms.map(formatSize).join(" or ")} but is ${formatSize(shape)}`,
    );
  }
}

/** Checks that input and target are tensors of one size and one floating-point dtype. */
export function checkPair(caller: string, input: Tensor, target: Tensor): void {
  checkTensor(caller, "input", input);
  checkTensor(caller, "target", target);
  checkSameSize(caller, { input, target });
  checkFloat(caller, "input", input);
  checkSameType(caller, { input, target });
}

/** Returns a list of so many tensors of one floating-point dtype, or throws. */
export function checkTensors(caller: string, name: string, x: unknown, count: number): readonly Tensor[] {
  if (!Array.isArray(x) || x.length !== count) {
    throw new TypeError(`Cannot run ${caller}: ${name} must be a list of ${count} tensors but is ${found(x)}`);
  }
  for (let i = 0; i < count; i++) {
    checkFloatTensor(caller, `${name}[${i}]`, x[i]);
    if (x[i].store.code !== x[0].store.code) {
      checkSameType(caller, { [`${name}[0]`]: x[0], [`${name}[${i}]`]: x[i] });
    }
  }
  return x as readonly Tensor[];
}

/** Checks that the tensors of a list have the sizes of the first. */
export function checkSizesAlike(caller: string, name: string, list: readonly Tensor[]): void {
  for (let i = 1; i < list.length; i++) {
    if (!sameSize(list[i]!.shape, list[0]!.shape)) {
      checkSameSize(caller, { [`${name}[0]`]: list[0]!, [`${name}[${i}]`]: list[i]! });
    }
  }
}

/** Checks that a value is true or false. */
export function checkFlag(caller: string, name: string, value: unknown): void {
  if (typeof value === "boolean") return;
  throw new TypeError(`Cannot run ${caller}: ${name} must be true or false but is ${describe(value)}`);
}
