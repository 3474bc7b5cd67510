// Functions that only the CPU has, for tensors of other devices.
import { describe } from "./check.ts";
import { copyInto, moved } from "./copy.ts";
import { cpu, type Device } from "./device.ts";
import { receiver } from "./make.ts";
import { Tensor } from "./tensor.ts";
import type { OutOption } from "./types.ts";

/** Returns whether a value is a tensor of another device than the CPU. */
export function isRemote(x: unknown): boolean {
  return x instanceof Tensor && x.store.device !== cpu;
}

function back(value: unknown, device: Device): unknown {
  if (value instanceof Tensor) return moved(value, device);
  return Array.isArray(value) ? value.map((entry) => back(entry, device)) : value;
}

function outOf(options: unknown): Tensor | undefined {
  return typeof options === "object" && options !== null && !Array.isArray(options)
    ? (options as OutOption).out
    : undefined;
}

/**
 * Runs a function on copies on the CPU, and brings the tensors that it returns to where its operands lie.
 *
 * @param fn The function; it is called once more, with tensors of the CPU.
 * @param args Its arguments; options with `out` come last.
 * @throws {TypeError} If the operands lie on several devices.
 */
export function onHost<A extends unknown[], R>(fn: (...args: A) => R, args: A): R {
  const tensors = args.filter((x) => x instanceof Tensor) as Tensor[], { device } = tensors[0]!.store;
  for (const x of tensors) {
    if (x.store.device !== device) {
      throw new TypeError(
        `Cannot run ${fn.name}: an argument must be on ${device.name} but is on ${x.store.device.name}`,
      );
    }
  }
  const out = outOf(args.at(-1));
  const here = args.map((x) => x instanceof Tensor ? moved(x, cpu) : x);
  if (out !== undefined) here[here.length - 1] = { ...(args.at(-1) as object), out: undefined };
  const result = fn(...here as A);
  if (out === undefined) return back(result, device) as R;
  if (!(result instanceof Tensor)) {
    throw new TypeError(`Cannot run ${fn.name}: it gives no tensor but ${describe(result)}`);
  }
  return copyInto(receiver(fn.name, out, result.store.code, result.shape, device), result) as R;
}
