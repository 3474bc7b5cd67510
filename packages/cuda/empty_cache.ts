import { deviceAt } from "./current_device.ts";
import { deviceCount } from "./device_count.ts";
import { check, functions } from "./functions.ts";
import { collectGarbage } from "./garbage.ts";

/** Gives memory that no tensor holds back to the driver, for other programs. */
export function emptyCache(index?: number): void {
  check(functions().tm_empty_cache(deviceAt(index).index));
}

/**
 * Finds unreachable tensors, lets the event loop run once, in which their memory is freed, and gives it back to the driver. For
 * loops that neither dispose tensors nor await anything.
 */
export async function collect(): Promise<void> {
  collectGarbage();
  await new Promise((resolve) => setTimeout(resolve, 0));
  for (let index = 0; index < deviceCount(); index++) emptyCache(index);
}
