import { NativeError } from "@taimatsu/tensor";
import { tensorsOf } from "./activity.ts";
import type { AnyModule } from "./module.ts";
import type { Activity } from "./options.ts";

/**
 * Returns the error of a pass, or, if that is because an argument lies on another device than the module, one that says so: kernels know
 * nothing of modules, and name whatever they meet first.
 */
export function misplaced(
  module: AnyModule,
  method: string,
  error: unknown,
  args: Readonly<Record<string, Activity>>,
): unknown {
  if (
    !(error instanceof NativeError || error instanceof TypeError) || !/ must be on \S+ .*but is on /.test(error.message)
  ) {
    return error;
  }
  for (const [name, x] of Object.entries(args)) {
    const wrong = tensorsOf(x).find(({ device }) => device !== module.device);
    if (wrong === undefined) continue;
    return new TypeError(
      `Cannot run ${module.constructor.name}.${method}: ${name} must be on ${module.device.name} like the module but is on ${wrong.device.name}`,
      { cause: error },
    );
  }
  return error;
}
