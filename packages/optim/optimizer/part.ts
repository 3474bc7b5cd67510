// What an optimizer moves by one call of its method.
import type { Tensor } from "@taimatsu/tensor";
import type { Objective } from "../objective.ts";

/** Memory that the method moves in one call. */
export interface Part {
  /** Position of the part that is moved inside this one; 0 if none is. */
  next: number;
  /** The values before the step, of a part that is not nested. */
  before?: Tensor;
  /** Whether a part that is not nested has moved already. */
  done?: boolean;
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

/** Returns the parts with the first one of each group first. */
export function orderOf(parts: readonly Part[]): Part[] {
  const counts: number[] = [];
  const numbered = parts.map((part) => ({ part, place: counts[part.group] = (counts[part.group] ?? -1) + 1 }));
  return numbered.sort((a, b) => a.place - b.place).map(({ part }) => part);
}
