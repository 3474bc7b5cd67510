import { Tensor } from "@taimatsu/tensor";
import type { Recorded, TrainOptions } from "./train_options.ts";

/** Computes loss and gradients of batches, by a record of them where the options ask for one. */
export class Pass<I, O, T> {
  /** What the model gave for the last batch. */
  output: O | undefined;
  readonly #options: TrainOptions<I, O, T>;
  #form = "";
  #record: Recorded | undefined;
  #loss: Tensor | undefined;

  /** Keeps the options. */
  constructor(options: TrainOptions<I, O, T>) {
    this.#options = options;
  }

  /** Sets the gradients to those of a batch and returns its loss. */
  run(input: I, target: T): number {
    const { capture } = this.#options;
    if (capture === undefined) {
      return this.#compute(input, target, (output) => this.#options.criterion.forward(output, target));
    }
    const form = formOf([input, target]);
    if (form !== this.#form) { // a batch of another size may move what the model keeps
      this.forget();
      this.#form = form;
      return this.#lossOf(input, target).item();
    }
    this.#record ??= capture(() => this.#loss = this.#lossOf(input, target));
    this.#record.launch();
    return this.#loss!.item();
  }

  /** Drops the record: the model ran otherwise. */
  forget(): void {
    this.#record?.[Symbol.dispose]?.();
    this.#record = undefined;
    this.#form = "";
  }

  #lossOf(input: I, target: T): Tensor {
    return this.#compute(input, target, (output) => this.#options.criterion.lossTensor!(output, target));
  }

  #compute<L>(input: I, target: T, lossOf: (output: O) => L): L {
    const { model, criterion, optimizer } = this.#options;
    optimizer.zeroGrad();
    const output = this.output = model.forward(input), loss = lossOf(output);
    model.backward(input, criterion.backward(output, target));
    return loss;
  }
}

/** The sizes and dtypes in a batch, as text. */
function formOf(x: unknown): string {
  if (Array.isArray(x)) return `[${x.map(formOf).join()}]`;
  return x instanceof Tensor ? `${x.dtype} ${x.shape.join("x")}` : String(x);
}
