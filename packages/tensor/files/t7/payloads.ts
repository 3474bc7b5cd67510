// Classes of objects that do not write one table of their fields.
import { fieldsOf } from "./fields.ts";

/** Returns how many objects a class writes: a timer none, `nn.GPU` first where it was. */
export function payloads(className: string): number {
  return className === "torch.Timer" ? 0 : className === "nn.GPU" ? 2 : 1;
}

/** Returns what a class writes of an object with these fields. */
export function payloadsOf(className: string, fields: unknown): unknown[] {
  const count = payloads(className);
  if (count < 2) return count === 0 ? [] : [fields];
  const { _type, device } = fieldsOf(fields);
  return [[_type, device], fields];
}
