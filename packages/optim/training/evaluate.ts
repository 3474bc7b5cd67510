import { checkDevice, describe, type Device } from "@taimatsu/tensor";
import { type Batches, pairsOf } from "./batches.ts";
import { checkMethods, isIterable } from "./checks.ts";
import { Mean } from "./mean.ts";
import { Placement } from "./placement.ts";

/** What {@linkcode evaluate} takes. */
export interface EvaluateOptions<I, O, T> {
  /** What is evaluated: a module of `@taimatsu/nn`, or anything with these methods. */
  model: { forward(input: I): O; evaluate?(): unknown };
  /** What measures the loss, the mean of a batch. */
  criterion: { forward(output: O, target: T): number };
  /** The batches. */
  data: Batches<I, T>;
  /** Where the model is: batches are copied there; they stay where they are unless given. */
  device?: Device;
  /** What is measured beside the loss, such as accuracy: the mean of a batch. */
  metric?: (output: O, target: T) => number;
  /** Number of examples in a batch, by which means over batches are weighted; all count the same by default. */
  batchSize?: (input: I, target: T) => number;
}

/** What {@linkcode evaluate} returns. */
export interface Evaluation {
  /** Mean loss of the batches. */
  loss: number;
  /** Mean metric of the batches. */
  metric?: number;
}

/**
 * Runs a model over batches, in evaluation mode, in which it is left.
 *
 * torchnet: `engine:test`.
 *
 * @typeParam I Inputs.
 * @typeParam O Outputs.
 * @typeParam T Targets.
 * @param options Model, criterion, data, and what else is measured.
 * @returns The means over the batches.
 * @throws {TypeError} If an argument is something else, or there are no batches.
 * @throws {RangeError} If `batchSize` returns no number above 0.
 *
 * @example Usage
 * ```ts
 * import { ClassErrorMeter, DataLoader, evaluate } from "@taimatsu/optim";
 * import { CrossEntropyCriterion } from "@taimatsu/criterion";
 * import { Identity } from "@taimatsu/nn";
 * import { type Tensor, tensor } from "@taimatsu/tensor";
 * import { assertEquals } from "@std/assert";
 *
 * const scores = tensor([[2, 1], [3, 0], [4, 4.5]]), labels = tensor([0, 1, 1], { dtype: "int64" });
 * const data = new DataLoader([scores, labels], { batchSize: 2 });
 * const meter = new ClassErrorMeter();
 * const metric = (output: Tensor, target: Tensor): number => {
 *   meter.add(output, target);
 *   return output.max(1)[1].eq(target.view(-1, 1)).sum() / target.count;
 * };
 * const options = { model: new Identity(), criterion: new CrossEntropyCriterion(), data, metric };
 * const { metric: accuracy } = await evaluate({ ...options, batchSize: (x) => x.size(0) });
 * assertEquals([accuracy, meter.value()], [2 / 3, [100 / 3]]);
 * ```
 */
export async function evaluate<I, O, T>(options: EvaluateOptions<I, O, T>): Promise<Evaluation> {
  checkMethods("evaluate", options, { model: ["forward"], criterion: ["forward"] });
  const { data } = options;
  if (!isIterable(data)) throw new TypeError(`Cannot run evaluate: data must be iterable but is ${describe(data)}`);
  if (options.device !== undefined) checkDevice("evaluate", options.device);
  const found = await measure("evaluate", options);
  if (found === undefined) throw new TypeError("Cannot run evaluate: data must have batches but has none");
  return found;
}

/** Does what `evaluate` does; returns nothing if there are no batches. */
export async function measure<I, O, T>(
  caller: string,
  { model, criterion, data, device, metric, batchSize }: EvaluateOptions<I, O, T>,
): Promise<Evaluation | undefined> {
  const loss = new Mean(caller), measured = new Mean(caller), placement = new Placement(device);
  model.evaluate?.();
  for await (const batch of pairsOf(data)) {
    const [input, target] = placement.place(batch), output = model.forward(input), size = batchSize?.(input, target);
    loss.add(criterion.forward(output, target), size);
    if (metric !== undefined) measured.add(metric(output, target), size);
  }
  if (loss.weight === 0) return undefined;
  return { loss: loss.value, ...(metric !== undefined && { metric: measured.value }) };
}
