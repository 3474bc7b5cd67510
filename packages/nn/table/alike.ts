// Whether a gradient has the nesting, the dtypes and the sizes of what it belongs to.
import { Tensor } from "@taimatsu/tensor";
import { checkGradOutput } from "../any_dtype.ts";
import type { AnyModule } from "../module.ts";
import type { Activity } from "../options.ts";
import { checkList } from "./lists.ts";

/** Throws unless a gradient is nested like `x`, with tensors of the dtypes and sizes of its tensors. */
export function checkGradientLike(module: AnyModule, name: string, gradient: unknown, x: Activity): void {
  if (x instanceof Tensor) {
    checkGradOutput(module, name, gradient, x, "input", x.shape);
    return;
  }
  checkList(module, "backward", name, gradient, x.length);
  for (let i = 0; i < x.length; i++) checkGradientLike(module, `${name}[${i}]`, gradient[i], x[i]!);
}
