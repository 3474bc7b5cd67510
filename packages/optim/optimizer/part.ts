// What an optimizer moves by one call of its method.
import { norm, type Tensor } from "@taimatsu/tensor";
import type { Objective } from "../objective.ts";

/** Memory that the method moves in one call. */
export interface Part {
  /** Position of the part that is moved inside this one; 0 if none is. */
  next: number;
  /** Tells whether the values are still those before the step. */
  print: string;
  group: number;
  x: Tensor;
  gradient: Tensor;
  /** Positions of the parameters in the group, in the order of memory. */
  members: readonly number[];
  state: Record<string, unknown>;
  objective: Objective;
  /** Whether the method has asked for the loss and the gradient in this step. */
  asked: boolean;
  /** Where the values lie while the method looks elsewhere. */
  spare?: Tensor;
}

/** Returns what tells values from others, but for an accident. */
export function printOf(x: Tensor): string {
  return `${x.sum()} ${norm(x, 2)}`;
}

/** Returns the parts with the first one of each group first. */
export function orderOf(parts: readonly Part[]): Part[] {
  const counts: number[] = [];
  const numbered = parts.map((part) => ({ part, place: counts[part.group] = (counts[part.group] ?? -1) + 1 }));
  return numbered.sort((a, b) => a.place - b.place).map(({ part }) => part);
}
